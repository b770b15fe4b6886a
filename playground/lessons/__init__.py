"""Lessons: a Markdown file each, with front matter that says preset, prediction and steps.

What a file may hold is said in ``reading``. A broken one names its file and line; the others work.
"""

from __future__ import annotations

import difflib
from functools import cache
from pathlib import Path

from playground.lessons.front import Broken
from playground.lessons.reading import Lesson, read

FOLDER = Path(__file__).parent


def lessons(folder: Path = FOLDER) -> tuple[dict[str, Lesson], list[str]]:
    """Return the lessons in ``folder`` by name, in order, and what is wrong with other files."""
    good, complaints = [], []
    for path in sorted(folder.glob("*.md")):
        try:
            good.append(_read(path, path.stat().st_mtime_ns))
        except Broken as error:
            complaints.append(str(error))
    good.sort(key=lambda lesson: (lesson.number, lesson.name))
    return {lesson.name: lesson for lesson in good}, complaints


@cache
def _read(path: Path, _changed_at: int) -> Lesson:
    """Return a lesson; who edits its file sees the change."""
    return read(path)


def nearest(asked: str, names: list[str]) -> str:
    """Return the name that is most like ``asked``, empty when none is."""
    near = difflib.get_close_matches(asked.lower().replace("-", "_")[:64], names, n=1)
    return near[0] if near else ""
