"""The lessons' page, as AppTest can open it: contents, lessons, and addresses that name none."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from playground.lessons import lessons
from playground.ui import lessons as page
from tests.ui.seen import Browser

APP = Path(page.__file__).with_name("app.py")
LESSONS, _ = lessons()


def framed() -> None:
    """Show our pages and a way to each lesson; run by Streamlit."""
    import streamlit as st

    from playground.lessons import lessons
    from playground.ui.frame import PAGES, as_page, main

    main()
    by_path = {entry.url_path: as_page(entry) for entry in PAGES}
    for name in ("", "none", "non-lineraty", *lessons()[0]):
        if st.button(f"to {name}", key=f"to {name}"):
            st.switch_page(by_path["lessons"], query_params={"lesson": name} if name else None)
    if st.button("challenge", key="challenge"):
        st.switch_page(by_path["lessons"], query_params={"challenge": "spirals"})
    if st.button("back", key="back"):
        st.switch_page(by_path[""])


def opened() -> Browser:
    return Browser(AppTest.from_function(framed, default_timeout=180).run())


def mounted(browser: Browser) -> list[dict]:
    """Return the data of each board and panel on the page, in order."""
    return [json.loads(one.proto.json)[0] for one in browser.app.get("bidi_component")]


def test_the_contents_name_every_lesson():
    browser = opened()
    browser.press("to ")
    links = [link.proto.label for link in browser.app.get("page_link")]
    for lesson in LESSONS.values():
        assert f"{lesson.number} · {lesson.title}" in links


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_shows_its_boards_and_its_panel(name):
    lesson = LESSONS[name]
    browser = opened()
    browser.press(f"to {name}")
    *boards, panel = mounted(browser)
    assert [board["name"] for board in boards] == ["lesson", "lesson-b"][: len(lesson.configs)]
    assert panel["question"] == lesson.question
    assert len(panel["steps"]) == len(lesson.steps)
    assert [board["words"] for board in boards] == [*lesson.names] or [""]


def test_going_from_lesson_to_lesson_and_back_leaves_the_playground_as_it_was():
    browser = opened()
    (before,) = mounted(browser)
    first, second, *_ = LESSONS
    browser.press(f"to {first}")
    *_, panel = mounted(browser)
    browser.press(f"to {second}")
    *boards, other = mounted(browser)
    assert (panel["begun"], other["begun"]) == (1, 2)
    assert len(boards) == len(LESSONS[second].configs)
    browser.press("back")
    (after,) = mounted(browser)
    assert {**after, "changed": []} == {**before, "changed": []}
    browser.press(f"to {second}")
    assert mounted(browser)[-1]["begun"] == 2


def test_a_lesson_begun_again_has_its_preset_again():
    browser = opened()
    name = next(n for n, lesson in LESSONS.items() if "learning_rate" in lesson.controls)
    browser.press(f"to {name}")
    before = mounted(browser)[0]["query"]
    browser.pick("learning_rate", 0.03 if "learning_rate=0.03" not in before else 0.1)
    assert mounted(browser)[0]["query"] != before
    (again,) = (button for button in browser.app.button if button.label == "Begin again")
    again.click().run()
    assert mounted(browser)[0]["query"] == before
    assert mounted(browser)[-1]["begun"] == 2


def test_a_name_of_no_lesson_gets_a_sentence():
    browser = opened()
    browser.press("to none")
    assert [info.value for info in browser.app.info] == ["There is no lesson “none”."]
    browser.press("to non-lineraty")
    (info,) = browser.app.info
    assert "the one whose name is most like it" in info.value
    assert mounted(browser)[-1]["name"] == "non_linearity"


def test_a_broken_lesson_is_named_on_the_page(tmp_path, monkeypatch):
    (tmp_path / "broken.md").write_text("no lesson")
    monkeypatch.setattr(page, "lessons", lambda: lessons(tmp_path))
    browser = opened()
    browser.press("to ")
    (info,) = browser.app.info
    assert "broken" in info.value
    assert "line 1" in info.value


def test_a_challenge_shows_its_board_and_its_goals():
    browser = opened()
    browser.press("challenge")
    board, panel = mounted(browser)
    assert (board["name"], board["words"]) == ("lesson", "")
    assert len(panel["goals"]) == 3
    assert (panel["score"], panel["par"]) == ("units", 8)
    browser.pick("hidden_0", 12)
    assert "hidden=12" in mounted(browser)[0]["query"]
    browser.press("to ")
    labels = [link.proto.label for link in browser.app.get("page_link")]
    assert "Spirals with few units" in labels
