"""What the cards of kept runs ask of the page. The cards themselves are the browser's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from playground import url
from playground.config import Config
from playground.table import NotKept, load
from playground.ui.session import Session

HOW_SHOWN = ("speed", "views", "large")
"""Fields that stay as they are when another experiment comes."""

BACK = "The experiment of run {number} is back. Reset, then Train, runs it from its seed."
NOT_BACK = "Run {number} was not restored, and nothing was changed. {reason}"


def restore(session: Session, asked: Mapping[str, Any]) -> None:
    """Bring the experiment of a card to ``session``, or say why it can't be run here."""
    config, number = read(asked)
    if reason := missing(config):
        session.want(url.spell(session.config), NOT_BACK.format(number=number, reason=reason))
    else:
        session.want(shown_as(config, session.config), BACK.format(number=number))


def read(asked: Mapping[str, Any]) -> tuple[Config, int]:
    """Return a card's experiment, and the number of its run."""
    config, _ = url.decode(str(asked["query"]))
    return config, int(asked["number"])


def missing(config: Config) -> str:
    """Return a sentence when the table of an experiment is not here, else nothing."""
    try:
        if config.dataset == "own":
            load(config.data)
    except NotKept as reason:
        return str(reason)
    return ""


def shown_as(config: Config, present: Config) -> dict[str, str]:
    """Return ``config`` spelt, to be shown as ``present`` is."""
    own = {name: text for name, text in url.spell(config).items() if name not in HOW_SHOWN}
    return own | {name: text for name, text in url.spell(present).items() if name in HOW_SHOWN}
