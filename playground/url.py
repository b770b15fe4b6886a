"""Config ↔ query string: only what differs from the default is written, old links never break."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from playground.config import DEFAULT, PARAMS, Config, settle
from playground.params import Invalid
from playground.rules import Replacement, quoted

MAX_LENGTH = 4096
"""Longest query string that is read, in characters."""

MOST_UNKNOWN, LONGEST_NAME = 5, 24
"""Unknown names that a line repeats, and characters of each."""

FOREIGN = ("utm_", "embed", "fbclid", "gclid", "lesson", "controls")
"""How names in an address begin that are not about the experiment."""


def encode(config: Config) -> str:
    """Return the query string of ``config``, without ``?``; empty for the default."""
    return urlencode(spell(config), safe=",")


def spell(config: Config) -> dict[str, str]:
    """Return the fields that differ from the default and have an effect, as text."""
    return {
        name: description.kind.spell(getattr(config, name))
        for name, description in PARAMS.items()
        if getattr(config, name) != getattr(DEFAULT, name) and config.uses(name)
    }


def decode(query: str) -> tuple[Config, list[Replacement]]:
    """Return the Config that ``query`` spells, and what was replaced by the nearest valid value.

    Never raises: unknown names are ignored, of a name given twice the last counts.
    """
    return read(_texts(query))


def names(query: str) -> list[str]:
    """Return the names that ``query`` gives values to."""
    return list(_texts(query))


def _texts(query: str) -> dict[str, str]:
    """Return what ``query`` spells, by name; of a name given twice the last counts."""
    return dict(parse_qsl(query[:MAX_LENGTH].lstrip("?"), keep_blank_values=True))


def read(texts: Mapping[str, str]) -> tuple[Config, list[Replacement]]:
    """Return the Config that ``texts`` spells field by field; see ``decode``."""
    values: dict[str, Any] = {}
    replaced: list[Replacement] = []
    for name in PARAMS.keys() & texts.keys():
        kind = PARAMS[name].kind
        try:
            values[name] = kind.parse(texts[name])
        except Invalid as error:
            used = getattr(DEFAULT, name) if error.nearest is None else error.nearest
            replaced.append(Replacement(name, texts[name], used, str(error)))
            values[name] = used
    config, conflicts = settle(values)
    return config, sorted(replaced, key=lambda r: list(PARAMS).index(r.name)) + conflicts


def explain(replaced: list[Replacement]) -> str:
    """Return one line that says what was replaced; empty when nothing was.

    The given values come from a visitor: show the line as text, never as markup.
    """
    if not replaced:
        return ""
    parts = (
        f"{r.name} {quoted(r.given)} → {PARAMS[r.name].kind.spell(r.used)}"  # type: ignore[arg-type]
        for r in replaced
    )
    return "The address had values that can't be used, replaced by the nearest: " + ", ".join(parts)


def explain_unknown(names: Iterable[str]) -> str:
    """Return one line about the names that are no fields, each with the nearest field's name.

    The names come from a visitor: show the line as text, never as markup.
    """
    unknown = [n for n in names if n not in PARAMS and not n.lower().startswith(FOREIGN)]
    if not unknown:
        return ""
    listed = ", ".join(map(guessed, unknown[:MOST_UNKNOWN]))
    more = len(unknown) - MOST_UNKNOWN
    return f"Unknown, left out: {listed}{f' and {more} more' if more > 0 else ''}."


def guessed(name: str) -> str:
    """Return an unknown name, and the field that it may have meant."""
    near = meant(name)
    return f"{name[:LONGEST_NAME]}{f' ({near}?)' if near else ''}"


def meant(name: str) -> str:
    """Return the field that an unknown name may have meant, empty when there is none."""
    spellings = {key: key for key in PARAMS}
    for key, description in PARAMS.items():
        initials = "".join(word[0] for word in key.split("_"))
        spellings.setdefault(description.label.lower(), key)
        spellings.setdefault(initials if "_" in key else key, key)
    near = difflib.get_close_matches(name.lower()[:LONGEST_NAME], spellings, n=1)
    return spellings[near[0]] if near else ""
