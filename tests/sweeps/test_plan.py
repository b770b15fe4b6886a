"""Which experiments a sweep is made of, and what is said of those that can't be."""

import math

import pytest

from playground import url
from playground.config import PARAMS, SHOWN, Config
from playground.sweeps.axis import OWN_WAY, Axis, can_vary, read_axis
from playground.sweeps.errors import SweepError
from playground.sweeps.plan import key, plan


def planned(query: str, *vary: str, seeds: int = 1, most: int = 1000):
    """Return the plan of a query and its axes."""
    return plan(url.decode(query)[0], [read_axis(text) for text in vary], seeds, most)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("learning_rate=0.01,0.1", (0.01, 0.1)),
        ("learning_rate=0.1, 0.01,0.1", (0.1, 0.01)),
        ("hidden=8|8,8|", ((8,), (8, 8), ())),
        ("bias=1,0", (True, False)),
        ("activation=tanh|relu", ("tanh", "relu")),
        ("formula=sin(x)|x^2", ("sin(x)", "x^2")),
        ("features=x1|x1,x2", (("x1",), ("x1", "x2"))),
        ("learning_rate=0.001..1:4", (0.001, 0.01, 0.1, 1.0)),
        ("noise=0..1", (0.0, 0.25, 0.5, 0.75, 1.0)),
        ("n_classes=2..4:9", (2, 3, 4)),
    ],
)
def test_values_and_ranges_are_read(text, values):
    found = read_axis(text)
    assert found.values == values
    assert read_axis(found.spelt).values == values


@pytest.mark.parametrize("name", PARAMS)
def test_every_field_varies_or_says_why_not(name):
    if can_vary(name):
        assert name not in SHOWN
        return
    with pytest.raises(SweepError, match=name) as error:
        read_axis(f"{name}=1,2")
    assert str(error.value) == OWN_WAY.get(
        name, f"{name} changes no number of a run, so it can't be varied."
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("nois=1,2", "There is no field nois (noise?)."),
        ("noise", "'noise' names no values"),
        ("noise=0.1,7", "noise must be in [0, 1]. Got 7 instead."),
        ("noise=0.1,x", "noise must be a number. Got x instead."),
        ("noise=0.1", "noise has one value, 0.1. Give two at least, with , between"),
        ("hidden=8,8", "hidden has one value, 8,8. Give two at least, with | between: hidden=8|8"),
        ("activation=tanh,rely", "activation must be one of"),
        ("learning_rate=1..0.1", "learning_rate=1..0.1 holds no two values"),
        ("learning_rate=0.1..1:x", "learning_rate: x is no number of values."),
        ("learning_rate=0.1..1:999999999", "learning_rate has 201 values; at most 200"),
        ("noise=0..5", "noise must be in [0, 1]. Got 5 instead."),
    ],
)
def test_what_cannot_be_varied_is_a_sentence(text, sentence):
    with pytest.raises(SweepError) as error:
        read_axis(text)
    assert sentence.replace("'noise'", "noise") in str(error.value)


def test_cells_are_all_combinations_and_runs_all_seeds():
    found = planned("epochs=5&seed=7", "learning_rate=0.1,0.2", "hidden=|4", seeds=3)
    assert [cell.values for cell in found.cells] == [
        (0.1, ()),
        (0.1, (4,)),
        (0.2, ()),
        (0.2, (4,)),
    ]
    assert found.seeds == (7, 8, 9)
    assert len(found.keys) == 12
    for cell in found.cells:
        for seed, name in zip(found.seeds, cell.keys, strict=True):
            rate, hidden = cell.values
            wanted = {"learning_rate": rate, "hidden": hidden, "seed": seed, "epochs": 5}
            assert name == key(Config(**wanted)) == url.encode(url.decode(name)[0])


def test_without_a_field_the_seeds_alone_vary():
    found = planned("dataset=xor", seeds=4)
    assert [cell.values for cell in found.cells] == [()]
    assert len(found.keys) == 4


def test_how_a_run_is_shown_is_no_part_of_it():
    assert key(Config(speed=7, large=True, views=("loss",))) == key(Config()) == ""


def test_contradictions_are_left_out_and_said():
    found = planned("normalization=batch", "batch_size=1,8,16", "hidden=|4")
    assert (1, (4,)) not in [cell.values for cell in found.cells]
    assert len(found.cells) == 5
    (sentence,) = found.skipped
    assert sentence == (
        "1 of 6 combinations is left out, like batch_size=1 hidden=4: batch_size must be at least "
        "2 for batch normalisation."
    )


def test_a_sweep_of_contradictions_is_refused():
    with pytest.raises(SweepError, match=r"No combination is left\. 2 of 2 combinations are left"):
        planned("dataset=blobs&n_classes=3", "loss=bce_with_logits,bce")


def test_a_field_without_effect_is_refused():
    with pytest.raises(SweepError, match="momentum has no effect beside the other fields"):
        planned("optimizer=adam", "momentum=0,0.9")


def test_combinations_that_a_field_does_not_tell_apart_are_run_once():
    found = planned("", "optimizer=sgd,adam", "momentum=0,0.5,0.9")
    assert len(found.cells) == 6
    assert len(found.keys) == 4


def test_limits_are_sentences():
    with pytest.raises(SweepError, match="That is 1,200 runs; at most 1,000 are allowed"):
        planned("", "noise=0..1:40", seeds=30)
    with pytest.raises(SweepError, match=r"at least one seed\. Got 0"):
        planned("", seeds=0)
    with pytest.raises(SweepError, match="There are no 2 seeds from 2147483647 on"):
        planned("seed=2147483647", seeds=2)
    with pytest.raises(SweepError, match="noise is varied twice"):
        planned("", "noise=0,1", "noise=0.1,0.2")
    axes = [Axis(name, (0.1, 0.2)) for name in ("noise", "dropout", "momentum", "l1")]
    with pytest.raises(SweepError, match="At most 3 fields"):
        plan(Config(), axes)


def test_a_huge_grid_is_refused_before_it_is_made():
    axes = [read_axis(f"{name}=0..0.9:200") for name in ("noise", "dropout", "momentum")]
    assert math.prod(len(axis.values) for axis in axes) == 8_000_000
    with pytest.raises(SweepError, match="That is 8,000,000 runs"):
        plan(Config(), axes)
