"""A formula as it is typed: what can't be used is said, and the last good one counts."""

import pytest

from playground.ui.session import Session
from tests.ui.opened import board_of, config_of, opened


@pytest.mark.parametrize(
    "formula", ["__import__('os').system('true')", "x +", "y", "x" * 200, "9**9**9**9", "", "x;x"]
)
def test_a_formula_that_can_not_be_used_stays_as_typed_and_the_last_good_one_counts(formula):
    app = opened(dataset="half_planes", formula="x**2")
    app.get_by_key("formula").set_value(formula).run()
    assert not app.exception
    assert config_of(app).formula == "x**2"
    assert app.get_by_key("formula").value == formula[:80]  # no more can be typed
    assert [text.value for text in app.caption if "f\\(x\\) must" in text.value]
    assert board_of(app)["notice"]["text"] == ""


def test_what_is_wrong_with_a_formula_is_said_until_it_is_right():
    app = opened(dataset="half_planes")
    n_captions = len(app.caption)
    app.get_by_key("formula").set_value("x^").run()
    app.get_by_key("noise").set_value(0.4).run()
    assert (len(app.caption), app.get_by_key("formula").value) == (n_captions + 1, "x^")
    app.get_by_key("formula").set_value("x^2").run()
    assert not app.exception
    assert len(app.caption) == n_captions
    assert (config_of(app).formula, app.get_by_key("formula").value) == ("x^2", "x^2")


def test_what_is_wrong_with_a_formula_is_forgotten_with_another_address():
    session = Session()
    session.settle({"dataset": "half_planes"})
    session.wrote({"dataset": "half_planes"})
    session.change("formula", "x +")
    session.settle({"dataset": "half_planes"})
    assert list(session.refused) == ["formula"]
    session.settle({"dataset": "half_planes", "noise": "0.4"})
    assert not session.refused
