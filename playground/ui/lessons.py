"""The lessons' page: what there is to learn, or the one that the address names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from playground import url
from playground.config import Config
from playground.lessons import lessons, nearest
from playground.lessons.challenges import Challenge, challenges
from playground.lessons.conditions import told
from playground.lessons.reading import Lesson, Trial
from playground.ui import teaching
from playground.ui.assets import BROWSER, loader
from playground.ui.board import Notice, board, fields
from playground.ui.controls import is_shown, lines
from playground.ui.markup import plain
from playground.ui.state import end, page_at, session, steer

PATH = "lessons"
"""Where the page is, below the server's base."""

BOARDS = {"a": "lesson", "b": "lesson-b"}
"""A lesson's boards: their letters → their names."""

UNKNOWN = "There is no {kind} “{asked}”."
NEAREST = " This is the one whose name is most like it."

_OPEN, _BEGUN, _OPENED = "_lesson", "_lessons_begun", "_lessons_opened"
"""Keys of the lesson that the boards are about, and of how often runs and lessons were begun."""

_panel = st.components.v2.component(
    "playground_lesson", js=loader("browser/lesson.js"), isolate_styles=False
)
_challenge_panel = st.components.v2.component(
    "playground_challenge", js=loader("browser/challenge.js"), isolate_styles=False
)
_marks = st.components.v2.component(
    "playground_lessons", js=loader("browser/marks.js"), isolate_styles=False
)


def main() -> None:
    """Show the lesson that the address names, or all of them."""
    st.html(BROWSER / "page.css")
    st.html(BROWSER / "lessons.css")
    if address := st.query_params.to_dict():
        st.query_params.from_dict(address)  # a link's address does not reach the browser by itself
    found, complaints = lessons()
    dares, others = challenges()
    dare, no_dare = _asked("challenge", list(dares), others)
    name, no_lesson = _asked("lesson", list(found), complaints)
    if dare:
        _challenge(dares[dare], no_dare)
    elif name:
        _lesson(found[name], list(found.values()), no_lesson)
    else:
        said = [*filter(None, (no_dare, no_lesson)), *map(_told, [*complaints, *others])]
        _contents(list(found.values()), list(dares.values()), said)


def _asked(kind: str, names: list[str], complaints: list[str]) -> tuple[str, str]:
    """Return which lesson or challenge the address means, or the nearest, and a sentence."""
    asked = st.query_params.get(kind, "")
    name = asked if asked in names else nearest(asked, names)
    if name == asked:
        return name, ""
    said = UNKNOWN.format(kind=kind, asked=plain(asked[:40])) + (NEAREST if name else "")
    broken = [line for line in complaints if line.startswith(f"{asked}.md, ")]
    return name, " ".join([said, *map(plain, broken)])


def _told(complaint: str) -> str:
    """Return a line about a file that can't be read."""
    return f"A file can't be read. {plain(complaint)}"


def here() -> st.Page:
    """Return this page as Streamlit knows it, to be linked to."""
    return st.Page(main, title="Lessons", url_path=PATH)


def _contents(found: list[Lesson], dares: list[Challenge], said: list[str]) -> None:
    """Show what lessons and challenges there are, and the lines ``said``."""
    with st.container(key="lessons", gap="small"):
        for line in said:
            st.info(line)
        st.markdown("## Lessons")
        st.markdown(
            "Each opens the real board with an experiment, asks for a prediction, and ticks off "
            "its steps by what the run really did. Only this browser remembers what was done."
        )
        for lesson in found:
            with st.container(key=f"lesson_{lesson.name}", gap=None):
                _link(f"{lesson.number} · {lesson.title}", lesson)
                st.caption(lesson.about)
        st.markdown("### Challenges")
        for dare in dares:
            with st.container(key=f"challenge_{dare.name}", gap=None):
                st.page_link(here(), label=dare.title, query_params={"challenge": dare.name})
                st.caption(dare.about)
        steps = [{"name": lesson.name, "steps": len(lesson.steps)} for lesson in found]
        _marks(key="marks", data=[{"lessons": steps, "challenges": [d.name for d in dares]}])


def _link(label: str, lesson: Lesson) -> None:
    """Show the way to a lesson."""
    st.page_link(here(), label=label, query_params={"lesson": lesson.name})


def _lesson(lesson: Lesson, all_: list[Lesson], said: str) -> None:
    """Show one lesson beside its boards, under the line ``said``."""
    if st.session_state.get(_OPEN) != lesson.name:
        begin(lesson.name, lesson.configs)
    stage, column = _places()
    with stage:
        config = _boards(len(lesson.configs), lesson.names)
    with column:
        _ways(lesson, all_)
        if said:
            st.info(said)
        st.markdown(f"#### {lesson.title}")
        with st.container(key="lesson_text"):
            st.markdown(lesson.text)
        _panel(
            key=f"panel_{lesson.name}",
            data=[panel(lesson, st.session_state[_BEGUN], st.session_state[_OPENED])],
            on_trial_change=lambda: _try(lesson),
        )
        _controls(lesson.controls, config, has_two=len(lesson.configs) > 1)
        _ends(lesson.name, lesson.configs, config)
        with st.expander("Why", key="lesson_why"):
            st.markdown(lesson.why)
            _labs(lesson)


def _challenge(dare: Challenge, said: str) -> None:
    """Show one challenge beside its board, under the line ``said``."""
    name = f"challenge {dare.name}"
    if st.session_state.get(_OPEN) != name:
        begin(name, (dare.config,))
    stage, column = _places()
    with stage:
        config = _boards(1, ())
    with column:
        with st.container(key="lesson_ways", horizontal=True, gap="small"):
            st.page_link(here(), label="All challenges")
        if said:
            st.info(said)
        st.markdown(f"#### {dare.title}")
        with st.container(key="lesson_text"):
            st.markdown(dare.text)
        goals = [
            {"text": goal.text, "holds": told(goal.holds)}
            for goal in (dare.target, dare.budget, dare.rules)
        ]
        data = {
            **{"name": dare.name, "goals": goals, "unit": dare.unit, "score": dare.score},
            **{"par": dare.par, "begun": st.session_state[_BEGUN], "boards": {"a": BOARDS["a"]}},
        }
        _challenge_panel(key=f"challenge_panel_{dare.name}", data=[data])
        _controls(dare.controls, config)
        _ends(name, (dare.config,), config)


def _places() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Return the places of the boards and of the text, laid out as on the playground's page."""
    steer(BOARDS["a"])
    with st.container(key="page", horizontal=True, gap="small"):
        return st.container(key="stage"), st.container(key="controls", width=300, gap="xsmall")


def begin(name: str, configs: Sequence[Config]) -> None:
    """Put the boards on the experiments of what is called ``name``."""
    for board_name, config in zip(BOARDS.values(), configs, strict=False):
        session(board_name).want(url.spell(config))
    if len(configs) == 1:
        end(BOARDS["b"])
    st.session_state[_OPEN] = name
    _count(_BEGUN)
    _count(_OPENED)


def _count(key: str) -> None:
    """Count one more under ``key``."""
    st.session_state[key] = st.session_state.get(key, 0) + 1


def _try(lesson: Lesson) -> None:
    """Put the board on the line of the lesson's table that is asked for, with the present seed."""
    line = st.session_state[f"panel_{lesson.name}"]["trial"]
    here = session(BOARDS["a"])
    here.want(url.spell(lesson.trials[line].config) | {"seed": str(here.config.seed)})
    _count(_BEGUN)


def _boards(n: int, names: Sequence[str]) -> Config:
    """Show ``n`` boards, two of them with ``names``; return the experiment of the first."""
    configs = []
    for i, (letter, name) in enumerate(list(BOARDS.items())[:n]):
        here = session(name)
        settled = here.settle({})
        here.wrote({})
        side, words = (letter.upper(), names[i]) if n > 1 else ("", "")
        notice = Notice(settled.notice_id, settled.notice)
        board(settled.config, notice, settled.changed, name=name, side=side, words=words)
        configs.append(settled.config)
    return configs[0]


def panel(lesson: Lesson, begun: int, opened: int) -> dict[str, Any]:
    """Return what the browser needs to know of a lesson's question and steps."""
    letters = list(BOARDS)[: len(lesson.configs)]
    return {
        "name": lesson.name,
        "begun": begun,
        "opened": opened,
        "trials": [_line(trial) for trial in lesson.trials],
        "boards": {letter: BOARDS[letter] for letter in letters},
        "question": lesson.question,
        "guesses": [
            {"text": guess.text, "holds": told(guess.holds) if guess.holds else None}
            for guess in lesson.guesses
        ],
        "answer": told(lesson.answer),
        "steps": [{"text": step.text, "until": told(step.until)} for step in lesson.steps],
    }


def _line(trial: Trial) -> dict[str, Any]:
    """Return what the browser needs to know of a line of a lesson's table."""
    spelt = {name: text for name, (text, _) in fields(trial.config).items()}
    return {"text": trial.text, "fields": spelt}


def _ways(lesson: Lesson, all_: list[Lesson]) -> None:
    """Show the ways to the contents and to the lessons before and after."""
    place = all_.index(lesson)
    with st.container(key="lesson_ways", horizontal=True, gap="small"):
        st.page_link(here(), label="All lessons")
        for arrow, other in (("← {}", place - 1), ("{} →", place + 1)):
            if 0 <= other < len(all_):
                _link(arrow.format(all_[other].number), all_[other])


def _controls(given: Sequence[str], config: Config, has_two: bool = False) -> None:
    """Show the fields ``given``, or those that a teacher's address names."""
    names, said = teaching.only()
    shown = [name for name in names or given if is_shown(name, config)]
    if said:
        st.caption(plain(said))
    with st.container(key="lesson_fields", gap="xxsmall"):
        if has_two and shown:
            st.caption("These fields are board A's.")
        lines(shown, config)


def _ends(name: str, configs: Sequence[Config], config: Config) -> None:
    """Show the way back to what it began with, and the way to the workbench."""
    with st.container(key="lesson_begin", horizontal=True, gap="small"):
        st.button("Begin again", on_click=begin, args=(name, configs), type="tertiary")
        _elsewhere("", "Open in the Playground", url.spell(config))


def _labs(lesson: Lesson) -> None:
    """Show the ways to the labs that the lesson names."""
    if lesson.labs and page_at("labs"):
        st.caption("Labs: one idea each, to touch.")
        for name in lesson.labs:
            _elsewhere("labs", name.replace("-", " ").capitalize(), {"lab": name})


def _elsewhere(path: str, label: str, address: Mapping[str, str]) -> None:
    """Show the way to another page, if there is one."""
    if page := page_at(path):
        st.page_link(page, label=label, query_params=dict(address) or None)
