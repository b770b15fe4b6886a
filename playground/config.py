"""Config: one experiment, whole, as a flat frozen record of names and numbers."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from playground.catalog import DATASETS, LOSSES, OPTIMIZERS, SCHEDULES, own
from playground.fields.shown import ShownFields
from playground.params import Invalid, Param
from playground.rules import USES, Replacement, conflicts


@dataclass(frozen=True)
class Config(ShownFields):
    """Everything that determines a run. Two equal Configs give the same numbers to the last bit."""

    def __post_init__(self) -> None:
        for name, description in PARAMS.items():
            _check(name, description, getattr(self, name))
        for conflict in conflicts(vars(self)):
            raise Invalid(str(conflict), conflict.used)

    @property
    def spec(self) -> Any:
        """The dataset's registry entry."""
        return DATASETS[self.dataset]

    @property
    def is_multilabel(self) -> bool:
        """Each point has any number of labels."""
        return DATASETS[self.dataset].multilabel

    @property
    def is_planar(self) -> bool:
        """The points lie in a plane."""
        return self.n_columns == 2

    @property
    def n_columns(self) -> int:
        """Columns of the dataset, before features are made of them."""
        key = own.read_key(self.data) if self.dataset == "own" else None
        return key.n_features if key else len(DATASETS[self.dataset].features)

    @property
    def n_points(self) -> int:
        """Points of the dataset, both parts; fewer when some are left out of classes."""
        key = own.read_key(self.data) if self.dataset == "own" else None
        if key:
            return key.n_samples
        return self.spec.size or self.n_samples

    @property
    def n_features(self) -> int:
        """Inputs of the network."""
        return len(self.features) if self.is_planar else self.n_columns

    @property
    def n_outputs(self) -> int:
        """Units of the output layer: one for two classes by a binary loss, else one per class."""
        is_single = LOSSES[self.loss].binary and not self.is_multilabel
        return 1 if is_single else self.n_classes

    @property
    def activations(self) -> tuple[str, ...]:
        """The activation of each hidden layer."""
        return self.layer_activations or (self.activation,) * len(self.hidden)

    @property
    def dropouts(self) -> tuple[float, ...]:
        """The dropout after each hidden layer."""
        return self.layer_dropouts or (self.dropout,) * len(self.hidden)

    @property
    def optimizer_arguments(self) -> dict[str, Any]:
        """The arguments of the optimizer that fields fill."""
        named = OPTIMIZERS[self.optimizer].arguments
        arguments = {argument: getattr(self, name) for argument, name in named.items()}
        if "nesterov" in arguments:
            # PyTorch refuses Nesterov without momentum, where it would have no effect.
            arguments["nesterov"] = self.nesterov and self.momentum > 0
        return arguments

    @property
    def fewest_in_batch(self) -> int:
        """Points that a batch must have: one has no deviation that batch normalisation needs."""
        return 2 if self.normalization == "batch" and self.hidden else 1

    @property
    def generation(self) -> int:
        """A number that differs when the points, their view or the network's structure do.

        The same in every process, and whatever the fields without effect hold: an address has none.
        """
        names = [name for name, param in PARAMS.items() if not param.live or name in VIEW_FIELDS]
        used = [(name, getattr(self, name)) for name in names if self.uses(name)]
        return zlib.crc32(repr(used).encode())

    def uses(self, name: str) -> bool:
        """Tell whether the field ``name`` has any effect, given the other fields."""
        rule = USES.get(name)
        return rule is None or rule(self)

    def shows_as(self, other: Config) -> bool:
        """Tell whether both Configs show the same plane and label of their points."""
        return all(getattr(self, name) == getattr(other, name) for name in VIEW_FIELDS)

    def measures_as(self, other: Config) -> bool:
        """Tell whether both Configs are one experiment, however it is shown and at what speed."""
        return all(getattr(self, n) == getattr(other, n) for n in PARAMS if n not in SHOWN)

    def restarts(self, other: Config) -> bool:
        """Tell whether going from this Config to ``other`` needs a fresh run from the seed."""
        structural = {name for name, description in PARAMS.items() if not description.live}
        if SCHEDULES[self.schedule].spans:
            structural.add("epochs")
        return any(getattr(self, name) != getattr(other, name) for name in structural)


VIEW_FIELDS = ("plane", "plane_x", "plane_y", "shown_label")
"""Fields that change what is shown of a run, and no number of it."""

SHOWN = (*VIEW_FIELDS, "speed", "views", "large")
"""Fields that change no number of a run."""

PARAMS: dict[str, Param] = {field.name: field.metadata["param"] for field in fields(Config)}


def settle(values: Mapping[str, Any]) -> tuple[Config, list[Replacement]]:
    """Return the Config nearest to ``values``, and what had to give way for it.

    ``values`` may hold any of the fields, each valid by itself (Invalid otherwise); the others
    take their defaults. A field that the dataset determines by itself is not reported.
    """
    settled = {name: values.get(name, getattr(DEFAULT, name)) for name in PARAMS}
    replaced = []
    while conflict := next(conflicts(settled), None):
        settled[conflict.name] = conflict.used
        replaced.append(conflict)
    config = Config(**settled)
    return config, [r for r in replaced if r.name != "n_classes" or config.uses("n_classes")]


def _check(name: str, description: Param, value: Any) -> None:
    """Raise Invalid, naming field and value, unless ``value`` is in the field's domain."""
    try:
        parsed = description.kind.parse(description.kind.spell(value))
    except Invalid as error:
        raise Invalid(f"{name} {error}. Got {value} instead.", error.nearest) from None
    except (TypeError, ValueError, AttributeError, OverflowError):
        raise Invalid(f"{name} can't be {value!r}.", None) from None
    if parsed != value:
        raise Invalid(f"{name} can't be {value!r}.", parsed)


DEFAULT = Config()
