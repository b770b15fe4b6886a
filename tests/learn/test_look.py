"""One step taken apart: what it will do is told before, and telling changes nothing."""

import pytest
import torch

from playground.learn.look import update
from playground.learn.trainer import Trainer
from tests.learn.runs import same_weights, small, trained

RULES = [
    {"optimizer": "sgd", "learning_rate": 0.05},
    {"optimizer": "sgd", "momentum": 0.9, "nesterov": True, "weight_decay": 0.1},
    {"optimizer": "sgd", "momentum": 0.5, "clip_norm": 0.1},
    {"optimizer": "adam", "weight_decay": 0.1},
    {"optimizer": "adamw", "weight_decay": 0.1, "schedule": "step"},
    {"optimizer": "rmsprop", "momentum": 0.5, "weight_decay": 0.1},
    {"optimizer": "rmsprop", "l1": 0.01},
]


@pytest.mark.parametrize("values", RULES, ids=lambda v: "-".join(map(str, v.values())))
def test_the_arithmetic_that_is_written_out_is_what_the_optimizer_does(values):
    run = Trainer(small(hidden=(3,), **values))
    with run.randomness():
        for step in range(12):
            run.look()
            look = run.looked
            told = [update(look, 0, (unit, 1)) for unit in range(3)]
            run.train_batch()
            after = run.parameters[0].detach()[:, 1].tolist()
            assert [one.after for one in told] == pytest.approx(after, rel=1e-4, abs=1e-7)
            assert look.step == step
            for seen, taken in zip(look.gradients, run._engine.gradients, strict=True):
                assert torch.equal(seen, taken)


def test_a_rule_that_is_not_written_out_is_not_claimed():
    run = Trainer(small(optimizer="nadam"))
    with run.randomness():
        run.look()
    told = update(run.looked, 0, (0, 0))
    assert told.after is None
    assert told.lines[0].startswith("NAdam has its own rule")


def test_of_plain_sgd_the_line_is_the_textbooks():
    run = Trainer(small(optimizer="sgd", learning_rate=0.05))
    with run.randomness():
        run.look()
    (line,) = update(run.looked, 0, (0, 0)).lines
    w, g = run.looked.before[0][0, 0], run.looked.gradients[0][0, 0]
    numbers = f"{w:.4g} − 0.05 × {g:.4g} = {w - 0.05 * g:.4g}"
    assert line == f"w ← w − lr · grad = {numbers}".replace("-", "−")


@pytest.mark.parametrize(
    "values",
    [
        {"dropout": 0.3, "normalization": "batch"},
        {"optimizer": "sgd", "momentum": 0.9, "clip_norm": 0.1, "shuffle": False},
        {"optimizer": "rmsprop", "schedule": "plateau", "l1": 0.001},
    ],
    ids=["dropout", "clipped", "plateau"],
)
def test_a_run_that_is_looked_at_is_the_same_to_the_last_bit(values):
    config = small(epochs=6, **values)
    watched, alone = Trainer(config), trained(config)
    while not watched.finished:
        with watched.randomness():
            watched.look()
            watched.look()
        if watched.step in (0, 3, 7, 20):
            watched = Trainer.load(config, watched.save())
            assert watched.looked is None
        with watched.randomness():
            watched.train_batch()
    assert same_weights(watched, alone)
    assert watched.history.rows == alone.history.rows
    assert torch.equal(watched._random_state, alone._random_state)


def test_the_batch_is_the_one_that_is_taken_and_its_loss_autograds():
    run = Trainer(small(batch_size=13))
    with run.randomness():
        run.train_batch()
        run.look()
        X, y = run._batches[1]
        assert (run.looked.batch, run.looked.n_batches) == (1, 4)
        assert torch.equal(run.data.X[run.looked.rows], X)
        assert run.looked.loss == run.criterion(run.network(X), y).item()
        assert run.gradients is run.looked.gradients
        run.train_batch()
    assert run.gradients is not run.looked.gradients
