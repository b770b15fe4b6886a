"""Rows of the curriculum that a lab holds, each with the figures that it must show."""

import json
import math

import numpy as np
import pytest
from sklearn.metrics import fbeta_score

from playground.labs import LABS, parts
from playground.labs.answer import answer
from playground.labs.picture import decimal


def shown(lab, **given):
    """Return what a lab shows for values as an address spells them."""
    values, complaints = LABS[lab].read(given)
    assert complaints == {}
    told = json.loads(answer(lab, values))
    assert "failed" not in told
    return told | {"said": dict(told["readings"])}


TEN = "0.7645,0.8300,-0.2343,0.9186,-0.2191,0.2018,-0.4869,0.8000,0.8815,-0.7336"


def softmax():
    """Row 3."""
    proba = shown("softmax")["traces"]["proba"]["y"]
    assert proba == pytest.approx([0.398, 0.360, 0.242], abs=5e-4)
    ten = shown("softmax", logits=TEN)["traces"]["proba"]["y"]
    assert sum(ten) == pytest.approx(1)
    assert shown("softmax", shift="50")["traces"]["proba"] == shown("softmax")["traces"]["proba"]
    scores = shown("softmax", logits="50,75,100")["traces"]
    assert scores["proba"]["y"] == pytest.approx([0, 0, 1], abs=1e-10)
    assert scores["share"]["y"] == pytest.approx([2 / 9, 3 / 9, 4 / 9], abs=1e-5)


def argmax():
    """Row 4."""
    assert shown("softmax")["said"]["Argmax"] == "class 0"


def neuron():
    """Row 2: by hand at first, then by gradient descent, for each of the three losses."""
    for task in ("mse", "l1", "classification"):
        losses = shown("neuron", task=task, steps="100", rate="0.05")["traces"]["loss"]["y"]
        assert losses[-1] < 0.7 * losses[0]
    by_hand = shown("neuron", task="classification", weight="2", bias="-1", steps="0")
    assert by_hand["traces"]["boundary"]["x"] == [0.5, 0.5]


def cross_entropy():
    """Row 5."""
    assert shown("cross-entropy")["said"]["Cross-entropy"] == "0.2877"
    for proba, loss in (("0.99,0.01", "0.0101"), ("0.01,0.99", "4.6052"), ("1,0", "0.0000")):
        assert shown("cross-entropy", proba=proba)["said"]["Cross-entropy"] == loss


def log_softmax():
    """Row 6."""
    told = shown("log-softmax", logits=TEN)["said"]
    assert told["Sum of log-softmax"] == "−24.6857"
    assert float(told["Largest difference in training"]) <= 1e-6
    broken = shown("log-softmax", logits="1000,0,-1000")
    assert broken["traces"]["plain"]["y"][1:] == [None, None]
    assert broken["traces"]["safe"]["y"] == [0, -1000, -2000]
    assert broken["said"]["NLL of log(softmax)"] == "∞"
    assert "log_softmax:  2000.0" in broken["output"]


def log_odds():
    """Row 7: raw scores, not ln(p / (1 − p)); of two classes their difference is that."""
    first, second = shown("softmax", logits="0.9,0.4")["traces"]["proba"]["y"]
    assert math.log(first / second) == pytest.approx(0.9 - 0.4, abs=1e-5)
    assert "log-odds" in parts("softmax")[0]


def double_softmax():
    """Row 8."""
    told = shown("double-softmax")
    floor = math.log(1 + 4 / math.e)
    assert told["said"]["Floor, ln(1 + (K−1)/e)"] == decimal(floor) == "0.9048"
    assert f"floor: {floor:.5f}" in told["output"]
    assert min(told["traces"]["double"]["y"]) >= floor - 1e-5
    assert min(told["traces"]["second run"]["y"]) > floor
    assert told["traces"]["first run"]["y"][-1] < 0.5 < told["traces"]["second run"]["y"][-1]


def activations():
    """Row 9."""
    told = shown("activations")
    assert told["said"]["f(x)"] == "0.9241"
    for name in ("sigmoid", "relu"):
        gap = shown("activations", activation=name)["said"]["Formula − torch"]
        assert float(gap.removesuffix(" at most")) < 1e-12
    assert set(shown("activations", activation="step")["traces"]["slope"]["y"]) == {0}


def threshold():
    """Row 10: the threshold moves the matrix, precision and recall, and a point on each curve."""
    low, high = (shown("threshold", threshold=t) for t in ("0.2", "0.8"))
    assert float(low["said"]["Recall"]) > float(high["said"]["Recall"])
    assert float(low["said"]["Precision"]) < float(high["said"]["Precision"])
    for point in ("roc point", "pr point"):
        assert low["traces"][point] != high["traces"][point]
    assert "class 1" in shown("threshold", logit="0")["output"]


def bce():
    """Row 11: the same loss until the sigmoid saturates."""
    same = shown("threshold", logit="3")["output"].splitlines()
    assert same[0] == same[1]
    apart = shown("threshold", logit="200")["output"].splitlines()
    assert apart[:2] == ["100.0000, gradient 0.0000", "200.0000, gradient 1.0000"]


def encodings():
    """Row 12."""
    output = shown("encodings")["output"].splitlines()
    assert output[0] == "[4. 3. 2. 1. 0.]"
    assert output[1:] == ["[[1. 0. 0. 0.]", " [0. 1. 0. 0.]", " [0. 0. 1. 0.]",
                          " [0. 0. 0. 1.]", " [1. 0. 0. 0.]]"]  # fmt: skip
    right, wrong = (shown("encodings", order=order)["said"] for order in ("worth", "wrong"))
    assert float(right["R², one number"]) > 0.9 > 0.2 > float(wrong["R², one number"])
    assert right["R², one-hot"] == wrong["R², one-hot"]


def confusion():
    """Row 13."""
    told = shown("confusion")["said"]
    assert told["Accuracy"] == "99.12 %"
    assert (told["Precision"], told["Recall"], told["F-beta"]) == ("0.667", "0.714", "0.690")
    assert told["Always the commonest class"] == "98.63 %"
    assert told["F-beta, micro"] == "0.991"
    counts = np.array([7, 2, 0, 1, 5, 3, 4, 0, 9])
    true, predicted = (place.ravel() for place in np.indices((3, 3)))
    told = shown("confusion", counts=",".join(map(str, counts)), beta="2")["said"]
    for name in ("macro", "micro", "weighted"):
        f = fbeta_score(true, predicted, beta=2, average=name, sample_weight=counts)
        assert told[f"F-beta, {name}"] == decimal(f, 3)
    nothing = LABS["confusion"].read({"counts": "0,0,0,0"})[1]
    assert nothing == {"counts": "At least one count must be above 0."}


def optimizers():
    """Row 14: too large flies off, too small crawls; Adam's step is about its learning rate."""
    crawls, fits, flies = (
        shown("optimizers", surface="bowl", rate=rate, steps="60")["said"]["Loss, SGD"]
        for rate in ("0.001", "0.3", "2.5")
    )
    assert float(crawls) > 2
    assert float(fits) < 1e-4
    assert flies == "gone"
    for rate in (0.001, 0.01):
        path = shown("optimizers", rate=str(rate), steps="1")["traces"]["Adam"]["x"]
        assert path[1] - path[0] == pytest.approx(rate, rel=1e-2)


def dropout():
    """Row 15: nothing is dropped when evaluating; on average nothing changes when training."""
    still = shown("dropout", training="0")["traces"]
    assert still["after"] == still["before"]
    mean = shown("dropout", passes="2000")["traces"]
    assert mean["after"]["y"] == pytest.approx(mean["before"]["y"], rel=0.15)


def shapes():
    """Row 18: 13-30-25-20-15-10-5, and PyTorch's own error for each mismatch."""
    told = shown("shapes")
    assert told["output"].startswith("torch.Size([8, 5])")
    for wrong, says in (
        ({"features": "12"}, "mat1 and mat2 shapes cannot be multiplied (8x12 and 13x30)"),
        (
            {"outs": "30,24,20,15,10,5"},
            "mat1 and mat2 shapes cannot be multiplied (8x24 and 25x20)",
        ),
        ({"target": "float index"}, "expected target dtype to be Long"),
        ({"target": "flat"}, "Target size (torch.Size([8])) must be the same as input size"),
        ({"target": "long column", "outs": "30,25,20,15,10,1"}, "result type Float can't be cast"),
    ):
        told = shown("shapes", **wrong)
        assert says in told["note"], told["note"]
        assert says in told["output"]


def batches():
    """Row 14: batch size 1 makes as many updates an epoch as there are points."""
    told = shown("learning-rate", epoch="1")
    assert told["said"]["Updates in all"] == "1: 96, 8: 12, 32: 3, all: 1"
    cells = told["traces"]["grid"]
    assert cells["x"][-1] == "10"
    assert all(row[0] > 0.6 for row in told["traces"]["grid"]["z"][1:])


def leakage():
    """Row 19's split, done wrong: with labels by chance only a leak finds anything."""
    for slip in ("choose", "select"):
        told = shown("validation", slip=slip)["said"]
        assert float(told["Leak, on average"].split()[0]) > 5
        assert abs(float(told["Reported, done right"].split()[0]) - 50) < 5
    little = shown("validation", slip="scale")["said"]["Leak, on average"]
    assert abs(float(little.split()[0].replace("−", "-"))) < 5


def landscape():
    """Along the path lies most of the run; random directions show little of it."""
    told = [shown("landscape", path=path)["said"] for path in ("1", "0")]
    along, by_chance = (float(t["Share of the path in the slice"].split()[0]) for t in told)
    assert along > 90 > 30 > by_chance


ROWS = {
    2: ("neuron", neuron),
    3: ("softmax", softmax),
    4: ("softmax", argmax),
    5: ("cross-entropy", cross_entropy),
    6: ("log-softmax", log_softmax),
    7: ("softmax", log_odds),
    8: ("double-softmax", double_softmax),
    9: ("activations", activations),
    10: ("threshold", threshold),
    11: ("threshold", bce),
    12: ("encodings", encodings),
    13: ("confusion", confusion),
    14: ("optimizers", optimizers),
    15: ("dropout", dropout),
    18: ("shapes", shapes),
}
"""Row → the lab where it is tried, and what holds its figures. The others are lessons'."""

BESIDE = {"learning-rate": batches, "validation": leakage, "landscape": landscape}
"""Labs without a row of their own, and what holds what they claim."""


@pytest.mark.parametrize("row", ROWS)
def test_a_lab_shows_the_figures_of_its_row(row):
    lab, holds = ROWS[row]
    assert lab in LABS
    holds()


@pytest.mark.parametrize("lab", BESIDE)
def test_a_lab_shows_what_it_claims(lab):
    BESIDE[lab]()


def test_each_lab_is_held_to_something():
    assert {lab for lab, _ in ROWS.values()} | set(BESIDE) == set(LABS)
