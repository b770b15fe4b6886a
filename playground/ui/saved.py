"""A Config as JSON, and back: whatever is wrong with a file becomes a sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator

from playground.config import PARAMS, Config
from playground.rules import quoted

MOST = 16_384
"""Characters of JSON that are read."""


def to_json(config: Config) -> str:
    """Return the fields of ``config`` that have an effect, as JSON."""
    fields = {name: getattr(config, name) for name in PARAMS if config.uses(name)}
    return json.dumps(fields, indent=2, ensure_ascii=False)


def from_json(text: str) -> tuple[dict[str, str] | None, str]:
    """Return the fields that ``text`` holds, spelt as in an address, and what was wrong.

    None when it is not a Config at all. Never raises; whether the values fit is for ``url.read``
    to say.
    """
    if len(text) > MOST:
        return None, f"A Config has at most {MOST:,} characters. This has {len(text):,}."
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        return None, f"This is not JSON{where}."
    if not isinstance(values, dict):
        return None, 'A Config is a JSON object, like {"dataset": "moons"}.'
    unknown = [name for name in values if name not in PARAMS]
    texts = {name: spelt for name in PARAMS if (spelt := _spell(values.get(name))) is not None}
    unreadable = [name for name in PARAMS if name in values and name not in texts]
    return texts, " ".join((*_told("Unknown", unknown), *_told("Unreadable", unreadable)))


def _spell(value: object) -> str | None:
    """Return a JSON value as an address spells it; None for null, objects and nested lists."""
    if not isinstance(value, list):
        return _spell_one(value)
    spelt = [one for one in map(_spell_one, value) if one is not None]
    return ",".join(spelt) if len(spelt) == len(value) else None


def _spell_one(value: object) -> str | None:
    """Return a flag, a number or a text as an address spells it; None for anything else."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, int | float):
        return repr(value)
    return value if isinstance(value, str) else None


def _told(what: str, names: list[str]) -> Iterator[str]:
    """Yield a sentence about the fields ``names``, if there are any."""
    if names:
        listed = ", ".join(map(quoted, names[:5]))
        more = f" and {len(names) - 5} more" if len(names) > 5 else ""
        yield f"{what}, left out: {listed}{more}."
