"""Config ↔ query string: only what differs from the default is written, old links never break."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from playground.config import DEFAULT, PARAMS, Config, settle
from playground.params import Invalid
from playground.rules import Replacement, quoted

MAX_LENGTH = 4096
"""Longest query string that is read, in characters."""


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
    return read(dict(parse_qsl(query[:MAX_LENGTH].lstrip("?"), keep_blank_values=True)))


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
