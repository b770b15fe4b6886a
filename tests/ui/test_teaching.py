"""What a teacher's address leaves of the controls."""

import pytest
import segno

from playground.config import PARAMS
from playground.ui.teaching import qr_code, read
from tests.ui.opened import address_of, config_of, opened
from tests.ui.seen import has


@pytest.mark.parametrize(
    ("text", "names", "said"),
    [
        ("", (), ""),
        (" , ", (), ""),
        ("learning_rate,hidden", ("learning_rate", "hidden"), ""),
        ("hidden, hidden", ("hidden",), ""),
        ("lr", ("learning_rate",), "There is no control lr: learning_rate is left instead."),
        ("noise,qqqq", ("noise",), "There is no control qqqq."),
        ("qqqq", (), "There is no control qqqq. All are left."),
        (",".join(PARAMS), tuple(PARAMS)[:12], ""),
    ],
)
def test_names_of_controls_are_read_as_the_nearest(text, names, said):
    assert read(text) == (names, said)


def test_only_the_named_controls_are_left_and_the_address_keeps_saying_so():
    app = opened(controls="learning_rate,label_noise,lr", noise="0.4")
    shown = {name for name in PARAMS if has(app, name)}
    assert shown == {"learning_rate", "label_noise"}
    assert [button.key for button in app.button if button.key == "own_data"] == []
    app.get_by_key("label_noise").set_value(0.1).run()
    assert config_of(app).label_noise == 0.1
    assert address_of(app) == {
        **{"noise": "0.4", "label_noise": "0.1"},
        "controls": "learning_rate,label_noise,lr",
    }


def test_a_name_of_no_control_gets_a_sentence_and_all_are_left():
    app = opened(controls="<b>")
    assert any("There is no control" in caption.value for caption in app.caption)
    assert has(app, "noise")
    assert has(app, "optimizer")


def test_a_qr_code_holds_the_whole_address_and_of_a_longer_one_there_is_none():
    address = "http://localhost:8501/?dataset=moons&noise=0.4&controls=learning_rate"
    picture = qr_code(address)
    assert picture.startswith("<svg")
    size = segno.make_qr(address, error="l").symbol_size(border=4)[0]
    assert f'viewBox="0 0 {size} {size}"' in picture
    assert picture != qr_code(f"{address},hidden")
    assert qr_code("x" * 2953)
    assert qr_code("x" * 2954) == ""
