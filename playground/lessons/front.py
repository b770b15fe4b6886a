"""Front matter: ``key: value`` lines between two ``---``, and the Markdown below them.

Whatever is wrong names file and line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from playground import url
from playground.config import PARAMS, Config

FENCE = "---"

T = TypeVar("T")


class Broken(ValueError):  # noqa: N818 a word of the page
    """A file that can't be read. Its text names file and line."""


@dataclass(frozen=True)
class Keys:
    """What front matter may hold: keys that are there once, may be there once, or several times."""

    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()


@dataclass
class Front:
    """The front matter of one file: texts by key, each with its line."""

    file: str
    end: int
    """Line of the second fence."""
    texts: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    def line(self, key: str) -> int:
        """Return the line of a key, that of the second fence where it is missing."""
        return self.texts.get(key, [(self.end, "")])[0][0]

    def broken(self, line: int, sentence: str) -> Broken:
        """Return the error that names the place."""
        return Broken(f"{self.file}, line {line}: {sentence}")

    def one(self, key: str, read: Callable[[str], T]) -> T:
        """Return what ``read`` makes of a key; an empty text where it is missing."""
        line, text = self.texts.get(key, [(self.end, "")])[0]
        return self._read(line, text, read)

    def each(self, key: str, read: Callable[[str], T]) -> tuple[T, ...]:
        """Return what ``read`` makes of each line of a key."""
        return tuple(self._read(line, text, read) for line, text in self.texts.get(key, []))

    def _read(self, line: int, text: str, read: Callable[[str], T]) -> T:
        """Return what ``read`` makes of a text; Broken where it can't."""
        try:
            return read(text)
        except ValueError as error:
            raise self.broken(line, str(error)) from None


def opened(path: Path, keys: Keys) -> tuple[Front, str]:
    """Return front matter and text of the file ``path``; Broken when they can't be told apart.

    Broken, too, when keys are unknown, missing, or there too often.
    """
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    fences = [i for i, line in enumerate(lines, 1) if line.strip() == FENCE]
    if not lines or lines[0].strip() != FENCE:
        raise Broken(f"{path.name}, line 1: A lesson begins with a line {FENCE}.")
    if len(fences) < 2:
        raise Broken(f"{path.name}, line {len(lines)}: There is no second line {FENCE}.")
    front = Front(path.name, fences[1])
    for at, line in enumerate(lines[1 : front.end - 1], 2):
        if line.strip():
            _take(front, keys, at, line)
    for key in keys.needed:
        if key not in front.texts:
            raise front.broken(front.end, f"“{key}:” is missing.")
    return front, "\n".join(lines[front.end :])


def _take(front: Front, keys: Keys, at: int, line: str) -> None:
    """Take one line of front matter; Broken when it is none."""
    key, colon, text = (part.strip() for part in line.partition(":"))
    known = (*keys.needed, *keys.optional, *keys.repeated)
    if not colon or key not in known:
        raise front.broken(at, f"A line begins with one of {', '.join(known)} and a colon.")
    if key in front.texts and key not in keys.repeated:
        raise front.broken(at, f"“{key}:” is there a second time.")
    if not text:
        raise front.broken(at, f"“{key}:” is empty.")
    front.texts.setdefault(key, []).append((at, text))


def number(text: str) -> int:
    """Return a whole number."""
    if not text.isdecimal():
        raise ValueError(f"The number is a whole one, not “{text}”.")
    return int(text)


def config(text: str) -> Config:
    """Return the experiment that ``text`` spells; ValueError when a part of it can't be used."""
    made, replaced = url.decode(text)
    told = " ".join(filter(None, (url.explain(replaced), url.explain_unknown(url.names(text)))))
    if told:
        raise ValueError(told)
    return made


def listed(separator: str) -> Callable[[str], tuple[str, ...]]:
    """Return what reads a list of texts."""
    return lambda text: tuple(part.strip() for part in text.split(separator) if part.strip())


def field_names(text: str) -> tuple[str, ...]:
    """Return the names of fields that are shown as controls."""
    names = listed(",")(text)
    if unknown := [name for name in names if name not in PARAMS]:
        raise ValueError(url.explain_unknown(unknown))
    return names


def parts(text: str, most: int) -> list[str]:
    """Return the parts of a line between bars."""
    found = [part.strip() for part in text.split("|")]
    if len(found) > most or not all(found):
        raise ValueError(f"“{text}” has at most {most} parts with a | between, none empty.")
    return found


def changes(text: str) -> dict[str, str]:
    """Return the fields that ``text`` spells; ValueError when a part of it can't be used."""
    config(text)
    return dict(pair.partition("=")[::2] for pair in text.split("&"))
