"""The language of a lesson's conditions: what it reads, what it refuses, what it means."""

import json
from pathlib import Path

import pytest

from playground.lessons.conditions import Comparison, boards, parse, told
from tests.lessons.conditions import holds

TABLE = Path(__file__).parents[1] / "js" / "conditions.json"


def test_a_condition_is_its_comparisons():
    parsed = parse("epoch >= 200 and b.test_loss<a.test_loss and hidden = 10,10")
    assert parsed == (
        Comparison("a", "epoch", ">=", "200"),
        Comparison("b", "test_loss", "<", "a.test_loss"),
        Comparison("a", "hidden", "=", "10,10"),
    )
    assert boards(parsed) == {"a", "b"}
    assert told(parsed)[0] == {"board": "a", "quantity": "epoch", "operator": ">=", "value": "200"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "“” is no comparison such as “epoch >= 200”."),
        ("epoch", "“epoch” is no comparison"),
        ("epoch >= 200 and", "“epoch >= 200 and” is no comparison"),
        ("c.epoch >= 1", "There is no board “c”: it is a or b."),
        ("epochh >= 1", "There is no quantity “epochh”. Was “epoch” meant?"),
        ("test_loss < b.loses", "There is no quantity “loses”. Was “loss” meant?"),
        ("epoch >= many", "epoch is compared with a number, not with “many”."),
        ("status = done", "A run's status is one of idle, running, paused, finished, diverged"),
    ],
)
def test_what_is_no_condition_gets_a_sentence(text, sentence):
    with pytest.raises(ValueError, match="“") as error:
        parse(text)
    assert sentence in str(error.value)


@pytest.mark.parametrize(("text", "runs", "expected"), json.loads(TABLE.read_text()))
def test_a_condition_means_the_same_here_and_in_the_browser(text, runs, expected):
    assert holds(parse(text), runs) is expected
