"""Every row of the curriculum: where a visitor tries it, and the test that holds its figures."""

import pytest
import torch
from sklearn.datasets import make_moons
from sklearn.model_selection import train_test_split
from torch import nn

from playground.catalog import DATASETS, DEVICES, VIEWS
from playground.config import DEFAULT, PARAMS, Config
from playground.labs import LABS
from playground.learn.model import probabilities
from playground.learn.trainer import Trainer
from playground.lessons import lessons
from tests.export import test_script as scripts
from tests.labs import test_curriculum as labs
from tests.learn import test_curriculum as runs
from tests.learn import test_metrics as metrics
from tests.lessons import test_lessons as claims
from tests.views import test_frame as frames
from tests.views import test_network as network

N_ROWS = 26

PLACES = {
    "lab": set(LABS),
    "lesson": set(lessons()[0]),
    "view": set(VIEWS),
    "field": set(PARAMS),
    "dataset": set(DATASETS),
    "page": {"Code", "data panel"},
}
"""Where something can be tried: kinds of places, and what there is of each."""


@pytest.mark.parametrize(("n_classes", "loss"), [(2, "bce"), (2, "cross_entropy"), (4, "nll")])
def test_probabilities_sum_to_one_and_the_label_is_the_likeliest(n_classes, loss):
    """Row 1."""
    config = Config(dataset="blobs", n_classes=n_classes, loss=loss, hidden=(4,), epochs=3)
    run = runs.trained(config)
    with run.forward.evaluating():
        proba = probabilities(run.network(run.data.X), config)
    assert torch.allclose(proba.sum(dim=1), torch.ones(len(proba)))
    assert torch.equal(run.evaluation.y_pred.long(), proba.argmax(dim=1))


def test_data_are_floats_split_80_to_20_with_seed_42(tmp_path):
    """Row 19."""
    X, y = make_moons(300, noise=0.2, random_state=42)
    by_hand = train_test_split(X, y, test_size=0.2, random_state=42, stratify=y)
    run = Trainer(DEFAULT)
    for part, expected in zip(("train", "test"), by_hand[:2], strict=True):
        assert torch.equal(run.data.part(part)[0], torch.tensor(expected, dtype=torch.float32))
    told = frames.decode(frames.framed(run), tmp_path)[1]["data"]
    assert told["train"]["X"] == [[240, 2], "torch.float32"]
    assert told["test"]["X"] == [[60, 2], "torch.float32"]


def test_the_engine_takes_the_steps_of_a_textbook_loop():
    """Row 26."""
    config = Config(hidden=(4,), batch_size=240, shuffle=False, learning_rate=0.1, epochs=5)
    run = Trainer(config)
    model = nn.Sequential(nn.Linear(2, 4), nn.Tanh(), nn.Linear(4, 2))
    with torch.no_grad():
        for by_hand, ours in zip(model.parameters(), run.parameters, strict=True):
            by_hand.copy_(ours)
    X, y = run.data.part("train")
    criterion, optimizer = nn.CrossEntropyLoss(), torch.optim.SGD(model.parameters(), lr=0.1)
    for _ in range(5):
        optimizer.zero_grad()
        loss = criterion(model(X), y)
        loss.backward()
        optimizer.step()
    run.train()
    for by_hand, ours in zip(model.parameters(), run.parameters, strict=True):
        assert torch.allclose(by_hand, ours, atol=1e-7)
    with torch.no_grad():
        assert run.evaluation.train_loss == pytest.approx(criterion(model(X), y).item(), abs=1e-6)


def test_only_devices_that_are_there_can_be_chosen():
    """Row 25."""
    for device in DEVICES:
        assert torch.ones(2, device=device).sum() == 2


PAGE_ROWS = {
    1: (("view", "softmax"), test_probabilities_sum_to_one_and_the_label_is_the_likeliest),
    16: (("page", "Code"), scripts.test_weights_load_into_the_exported_class),
    17: (("view", "network"), network.test_the_table_sums_up_what_the_state_dict_holds),
    19: (("page", "data panel"), test_data_are_floats_split_80_to_20_with_seed_42),
    20: (
        ("lesson", "non_linearity"),
        runs.test_a_linear_network_stays_at_chance_on_circles_and_relu_leaves_it,
    ),
    21: (("lesson", "four_blobs"), runs.test_blobs_are_separated_by_a_linear_network),
    22: (("lesson", "digits"), runs.test_digits_are_read_by_a_small_network),
    23: (("lesson", "improvement"), claims.test_what_a_lesson_claims_holds),
    24: (("dataset", "multilabel"), metrics.test_several_labels_are_measured_as_scikit_learn_does),
    25: (("field", "device"), test_only_devices_that_are_there_can_be_chosen),
    26: (("lesson", "training_loop"), test_the_engine_takes_the_steps_of_a_textbook_loop),
}
"""Rows that are tried in the playground itself or in a lesson."""

LAB_ROWS = {row: (("lab", lab), holds) for row, (lab, holds) in labs.ROWS.items()}
"""Rows that a lab holds; ``tests/labs`` calls what checks them."""


def test_every_row_has_its_place_and_its_test():
    assert not set(PAGE_ROWS) & set(LAB_ROWS)
    assert sorted({**PAGE_ROWS, **LAB_ROWS}) == [*range(1, N_ROWS + 1)]
    for (kind, name), _ in (*PAGE_ROWS.values(), *LAB_ROWS.values()):
        assert name in PLACES[kind]


@pytest.mark.parametrize("row", PAGE_ROWS)
def test_what_holds_a_row_is_run_as_a_test(row):
    _, holds = PAGE_ROWS[row]
    assert holds.__name__.startswith("test_")
    assert holds.__module__.rpartition(".")[2].startswith("test_")
