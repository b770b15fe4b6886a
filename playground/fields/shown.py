"""What is shown of a run, and where it is computed."""

from __future__ import annotations

from dataclasses import dataclass

from playground.catalog import DEFAULT_VIEWS, DEVICES, PLANES, VIEWS
from playground.fields import BOARD, DATA, TRAINING
from playground.fields.training import TrainingFields
from playground.params import Choice, Flag, Integer, Several, param


@dataclass(frozen=True)
class ShownFields(TrainingFields):
    """What is shown of a Config, and where its tensors live."""

    plane: str = param(
        "pca",
        Choice(PLANES),
        "Shown plane",
        "Which slice of a space of more than two features the picture shows.",
        group=DATA,
        live=True,
    )
    plane_x: int = param(
        0,
        Integer(0, 199),
        "Feature across",
        "Number of the feature along the horizontal axis.",
        group=DATA,
        live=True,
    )
    plane_y: int = param(
        1,
        Integer(0, 199),
        "Feature up",
        "Number of the feature along the vertical axis.",
        group=DATA,
        live=True,
    )
    shown_label: int = param(
        0,
        Integer(0, 9),
        "Shown label",
        "Which of several labels picture and confusion matrix are about.",
        group=DATA,
        live=True,
    )
    device: str = param(
        "cpu",
        Choice(DEVICES),
        "Device",
        "Where the tensors live; only what this machine has can be chosen.",
        group=TRAINING,
        advanced=True,
    )
    views: tuple[str, ...] = param(
        DEFAULT_VIEWS,
        Several(Choice(VIEWS), len(VIEWS), distinct=True),
        "Views",
        "What is shown of the run, in this order.",
        group=BOARD,
        live=True,
    )
    large: bool = param(
        False,
        Flag(),
        "Larger text",
        "Text and points for a projector, readable from the last row.",
        group=BOARD,
        live=True,
    )
