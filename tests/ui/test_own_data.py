"""The panel for own data as a visitor uses it: what is wrong is said, nothing else changes."""

import re
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from playground.catalog.own import read_key
from playground.table import Fate, Plan, Table, load, store
from playground.ui.markup import JOINER, plain
from playground.ui.own_tables import fates, preview

CSV = "x1,x2,kind\n0.5,1,red\n1.5,2,red\n2.5,3,blue\n3.5,4,blue\n"


def page() -> None:
    import streamlit as st

    from playground.ui.own_data import own_data_panel

    own_data_panel(lambda key: st.session_state.__setitem__("used", key))


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv(store.FOLDER, str(tmp_path / "tables"))
    return AppTest.from_function(page, default_timeout=180).run()


def pasted(app: AppTest, text: str) -> AppTest:
    """Paste ``text``."""
    app.session_state["own_way"] = "Paste"
    app.run()
    app.text_area(key="own_text").set_value(text).run()
    assert not app.exception
    return app


def use(app: AppTest) -> AppTest:
    """Press the button."""
    app.button(key="own_use").click().run()
    assert not app.exception
    return app


def test_a_pasted_table_is_used(app: AppTest) -> None:
    use(pasted(app, CSV))
    points = load(app.session_state["used"])
    assert points.classes == ("blue", "red")
    assert points.features == ("x1", "x2")
    assert "In use: 4 points, 2 features, 2 classes" in app.caption[-1].value.replace("\\", "")


@pytest.mark.parametrize("text", ["one column\n1", "a,b\n1,2\n3", "a,a\n1,2", "a,b\n", "1,2\n3,4"])
def test_a_bad_table_gets_a_sentence(app: AppTest, text: str) -> None:
    pasted(app, text)
    assert len(app.error) == 1
    assert not app.button
    assert "used" not in app.session_state


def test_a_bad_choice_gets_a_sentence_and_goes_with_the_next(app: AppTest) -> None:
    use(pasted(app, CSV.replace("blue", "red")))
    assert "one class" in app.error[0].value
    assert "used" not in app.session_state
    pasted(app, CSV)
    assert not app.error


def test_another_class_column_leaves_the_features(app: AppTest) -> None:
    pasted(app, CSV)
    app.selectbox[0].set_value("x1").run()
    assert app.multiselect[0].value == ["x2", "kind"]


def test_text_columns_take_an_order(app: AppTest) -> None:
    pasted(app, "size,x,c\nS,1,a\nL,2,a\nM,3,b\nS,4,b\n")
    app.selectbox[1].set_value("label").run()
    order = next(area for area in app.text_area if "Order" in area.label)
    order.set_value("S\nM\nL").run()
    use(app)
    assert load(app.session_state["used"]).X[:, 0].tolist() == [0, 2, 1, 0]


def test_missing_values_are_filled(app: AppTest) -> None:
    pasted(app, "x,y,c\n1,1,a\n,2,a\n3,3,b\n5,4,b\n")
    app.radio(key="own_missing").set_value("fill").run()
    use(app)
    assert load(app.session_state["used"]).X[:, 0].tolist() == [1, 3, 3, 5]


def test_words_of_visitors_are_no_markup(app: AppTest) -> None:
    header = "<img src=x onerror=alert(1)>,:material/bolt: **b**,c"
    pasted(app, f"{header}\nu,1,a\nu,2,a\nv,3,b\nv,4,b\n")
    assert "<img" not in app.get("html")[0].proto.body
    assert plain("<b>**x**:red[y]$z$") == r"\<b\>\*\*x\*\*\:red\[y\]\$z\$"


def test_the_preview_is_short_and_escaped() -> None:
    table = Table(("a<b", "c"), (("<script>", "x" * 100),) * 50, tuple(range(50)))
    shown = preview(table)
    assert "a&lt;b" in shown
    assert "&lt;script&gt;" in shown
    assert len(shown) < 2000


def test_drawing_is_offered(app: AppTest) -> None:
    app.session_state["own_way"] = "Draw"
    app.run()
    assert not app.exception
    assert len(app.get("bidi_component")) == 1


def test_no_name_of_a_button_is_taken(app: AppTest) -> None:
    pasted(app, CSV)
    words = ("train", "pause", "step", "reset")
    labels = [button.label.lower() for button in app.button]
    assert labels
    assert not [label for label in labels if any(word in label for word in words)]


def test_keys_fit_config(app: AppTest) -> None:
    key = read_key(use(pasted(app, CSV)).session_state["used"])
    assert key is not None
    assert (key.n_classes, key.n_samples, key.n_features) == (2, 4, 2)


def test_the_panel_needs_no_pandas() -> None:
    import subprocess

    source = "import sys, playground.ui.own_data; assert 'pandas' not in sys.modules"
    subprocess.run([sys.executable, "-c", source], check=True, timeout=180)


PEOPLE = (
    "customer_id,churned,gender,age,signed up,price,remarks,calls,https://a.bc\n"
    + "".join(
        f"{900 + 7 * i},{i % 3 % 2},{('Female', 'female', 'male')[i % 3]},"
        f"{'' if i % 10 == 0 else 20 + i},2024-01-{i + 1:02},${i}.50,remark no. {i},{i % 5},"
        f"{i / 7}\n"
        for i in range(30)
    )
)  # fmt: skip


def test_what_becomes_of_each_column_and_row_is_said_before_anything_is_taken(app: AppTest) -> None:
    pasted(app, PEOPLE)
    assert app.selectbox[0].value == "churned"
    assert app.multiselect[0].value == ["gender", "age", "calls", "https://a.bc"]
    shown = app.get("html")[1].proto.body
    for words in (
        ">customer_id</th><td>numbers, 30 different</td><td>left out: it only names the rows<",
        ">churned</th><td>numbers, 2 different</td><td>the class<",
        ">gender</th><td>texts, 2 different</td><td>2 features, one for each text<",
        ">age</th><td>numbers, 27 different, 3 missing</td><td>a feature<",
        ">signed up</th><td>dates, 30 different</td><td>left out: dates are no numbers<",
        ">price</th><td>amounts, 30 different</td><td>left out: take the sign out of ‘$0.50’",
        ">remarks</th><td>texts, 30 different</td><td>left out: more than 20 different texts<",
        "27 of 30 rows are kept. 3 lack a value and are left out: ‘age’ 3.",
    ):
        assert words in shown
    assert app.radio(key="own_missing").options == [
        *("Leave 3 of 30 rows out", "Fill 3 cells (median, most frequent)")
    ]
    app.radio(key="own_missing").set_value("fill").run()
    assert "All 30 rows are kept." in app.get("html")[1].proto.body
    use(app)
    points = load(app.session_state["used"])
    assert points.features == ("gender=Female", "gender=male", "age", "calls", "https://a.bc")
    assert "‘female’ as ‘Female’" in app.caption[-1].value.replace("\\", "")


def test_capitals_can_make_a_difference(app: AppTest) -> None:
    pasted(app, "x,letter\n1,a\n2,a\n3,A\n4,A\n5,b\n6,b\n")
    assert "A" in app.checkbox[0].label
    app.checkbox[0].uncheck().run()
    assert "texts, 3 different" in app.get("html")[1].proto.body
    assert load(use(app).session_state["used"]).classes == ("A", "a", "b")


def test_an_empty_file_gets_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(store.FOLDER, str(tmp_path / "tables"))
    app = AppTest.from_function(page, default_timeout=180).run()
    app.file_uploader[0].set_value(("empty.csv", b"", "text/csv")).run()
    assert not app.exception
    assert "nothing in it" in app.error[0].value


def test_the_table_of_columns_is_escaped() -> None:
    shown = fates(Plan((Fate("<b>", "numbers", "left out: ‘<i>’", False),), 3, 2, {"<u>": 1}))
    assert "&lt;b&gt;" in shown
    assert "‘&lt;i&gt;’" in shown
    assert "&lt;u&gt;" in shown


@pytest.mark.parametrize("text", ["https://a.bc/d", "HTTP://a.bc", "www.a.bc", "me@a.bc"])
def test_addresses_in_words_of_visitors_are_no_links(text: str) -> None:
    shown = plain(text).replace("\\", "")
    assert shown.replace(JOINER, "") == text
    assert not re.search(r"(?i)https?://|www\.|[-.\w+]@", shown)
