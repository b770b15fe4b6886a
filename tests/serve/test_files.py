"""Downloads: a run's weights and data, for who knows its key, and a sentence for all others."""

import asyncio
import csv
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import safetensors.torch
import torch
from torch import nn

from playground import url
from playground.catalog import DATASETS
from playground.config import settle
from playground.export.network import as_module
from playground.layers import state_names
from playground.learn import modules
from playground.learn.trainer import Trainer
from playground.serve.server import downloads
from playground.serve.server.downloads import NoFile
from playground.serve.server.pool import Pool
from playground.serve.worker import files
from playground.serve.worker.files import FILES, Unavailable, pack
from playground.table import Points, own_csv, save, store
from tests.serve.harness import LONG, Threads, Visitor, asyncly, key
from tests.serve.test_routes import BASE, Site, opened, see

VALUES = [
    {},
    {"hidden": (), "bias": False},
    {"hidden": (5, 3), "normalization": "batch", "dropout": 0.3},
    {"hidden": (5, 3), "normalization": "layer", "bias": False},
    {"hidden": (4,), "loss": "nll", "dataset": "blobs", "n_classes": 4},
    {"dataset": "multilabel", "n_classes": 3},
    *({"dataset": name} for name in ("iris", "digits")),
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(store.FOLDER, str(tmp_path / "tables"))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("files"))
    yield site
    site.stop()


def trained(values: dict) -> Trainer:
    """Return a Trainer that has trained a little."""
    trainer = Trainer(settle({"n_samples": 60, "epochs": 2} | values)[0])
    trainer.train()
    return trainer


def exported(trainer: Trainer) -> nn.Module:
    """Return the model of the exported class."""
    scope = {"torch": torch, "nn": nn, **vars(modules)}
    exec(as_module(trainer.config), scope)
    return scope["model"]


@pytest.mark.parametrize("values", VALUES, ids=str)
@pytest.mark.parametrize("name", ["weights.pt", "weights.safetensors"])
def test_weights_load_into_the_exported_class(values: dict, name: str) -> None:
    trainer = trained(values)
    blob = pack(trainer, name)
    if name == "weights.pt":
        state = torch.load(io.BytesIO(blob), weights_only=True)
    else:
        state = safetensors.torch.load(blob)
    model = exported(trainer)
    model.load_state_dict(state, strict=True)
    assert set(state) == set(state_names(trainer.config))
    for ours, theirs in zip(
        trainer.network.state_dict().values(), model.state_dict().values(), strict=True
    ):
        assert ours.numpy().tobytes() == theirs.numpy().tobytes()
    X, _ = trainer.data.part("test")
    with torch.no_grad():
        assert torch.equal(model.eval()(X), trainer.network.eval()(X))


def test_safetensors_name_their_experiment() -> None:
    trainer = trained({"hidden": (3,)})
    blob = pack(trainer, "weights.safetensors")
    assert url.encode(trainer.config).encode() in blob[:2000]


@pytest.mark.parametrize("dataset", [name for name in DATASETS if name != "own"])
def test_a_dataset_has_its_columns_classes_and_split(dataset: str) -> None:
    trainer = trained({"dataset": dataset, "n_classes": 4, "preprocessing": "standard"})
    header, *rows = csv.reader(io.StringIO(pack(trainer, "dataset.csv").decode()))
    spec, config = trainer.config.spec, trainer.config
    n = len(spec.features)
    assert header[:n] == list(spec.features)
    labels = [f"label {k + 1}" for k in range(config.n_classes)] if spec.multilabel else ["class"]
    assert header[n:] == [*labels, "split"]
    X = np.array([[float(cell) for cell in row[:n]] for row in rows])
    assert X.tobytes() == np.ascontiguousarray(trainer.data.raw).tobytes()
    test = [i for i, row in enumerate(rows) if row[-1] == "test"]
    assert test == sorted(trainer.data.test.tolist())
    assert {row[-1] for row in rows} == {"train", "test"}
    if spec.classes:
        assert [spec.classes.index(row[n]) for row in rows] == trainer.data.y.tolist()


def own() -> Points:
    """Return a table whose names would be formulas."""
    X = np.random.default_rng(0).normal(size=(40, 3))
    return Points(X, np.arange(40) % 2, ("=1+1", "a,b", "<b>"), ("@SUM(A1)", "-x"))


def test_names_of_visitors_become_no_formulas() -> None:
    points = own()
    config = url.decode(f"dataset=own&data={save(points)}&epochs=2")[0]
    trainer = Trainer(config, (points.X, points.y, points.features))
    header, *rows = csv.reader(io.StringIO(pack(trainer, "dataset.csv").decode()))
    assert header == ["'=1+1", "a,b", "<b>", "class", "split"]
    assert {row[3] for row in rows} == {"'@SUM(A1)", "'-x"}
    assert pack(trainer, "own.csv").decode() == own_csv(points)


@pytest.mark.parametrize("name", ["own.csv", "weights", "../../etc/passwd", ""])
def test_other_files_get_a_sentence(name: str) -> None:
    with pytest.raises(Unavailable, match=r"\.$"):
        pack(trained({}), name)


@pytest.mark.parametrize("name", [name for name in FILES if name != "own.csv"])
def test_a_file_is_had_under_the_run(site: Site, name: str) -> None:
    with opened(site, 21) as connection:
        see(connection)
        response, body = site.get(f"/{BASE}/playground/run/{key(21)}/{name}")
    assert response.status == 200
    assert response.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response.headers["Cache-Control"] == "no-store"
    trainer = Trainer(url.decode(LONG)[0])
    if name != "weights.pt":  # a zip, in which torch writes what differs from call to call
        assert body == pack(trainer, name)
    else:
        exported(trainer).load_state_dict(torch.load(io.BytesIO(body), weights_only=True))


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (f"{key(999)}/weights.pt", "not open on this server"),
        ("x/weights.pt", "not open on this server"),
        (f"{key(22)}/secrets", "no file of that name"),
        (f"{key(22)}/own.csv", "no data of your own"),
        (f"{key(22)}/{'n' * 3000}", "no file of that name"),
        (f"{key(22)}/%0d%0aX:%20y", "no file of that name"),
    ],
)
def test_unknown_files_get_a_sentence(site: Site, path: str, words: str) -> None:
    with opened(site, 22) as connection:
        see(connection)
        response, body = site.get(f"/{BASE}/playground/run/{path}")
    assert response.status == 404
    assert words in body.decode()


def test_a_file_that_can_not_be_made_gets_a_sentence(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "FILES", {"dataset.csv": lambda trainer: trainer.nothing})
    with opened(site, 23) as connection:
        see(connection)
        response, body = site.get(f"/{BASE}/playground/run/{key(23)}/dataset.csv")
        assert response.status == 404
        assert body.decode().startswith("This file could not be made.")
    with opened(site, 23) as connection:
        assert see(connection)["status"] == "idle"


def test_files_are_few_at_a_time_and_not_waited_for_long(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(downloads, "PATIENCE", 0.1)

    async def test() -> list[object]:
        pool = Pool(1, launch=Threads)
        await pool.start()
        try:
            visitor = Visitor(pool).open()
            await visitor.see()
            pool._records[key(1)].worker._writer = None  # nothing reaches the worker any more
            tries = [pool.take(key(1), "weights.pt") for _ in range(downloads.MOST + 1)]
            return await asyncio.gather(*tries, return_exceptions=True)
        finally:
            await pool.stop()

    outcomes = asyncly(test())
    assert all(isinstance(outcome, NoFile) for outcome in outcomes)
    assert sorted(map(str, outcomes)) == sorted(
        [downloads.BUSY, *[downloads.LATE] * downloads.MOST]
    )


def test_a_lost_worker_is_not_waited_for() -> None:
    async def test() -> object:
        pool = Pool(1, launch=Threads)
        await pool.start()
        try:
            visitor = Visitor(pool).open()
            await visitor.see()
            pool.launcher.lose()
            return await asyncio.gather(pool.take(key(1), "weights.pt"), return_exceptions=True)
        finally:
            await pool.stop()

    (outcome,) = asyncly(test())
    assert isinstance(outcome, bytes) or str(outcome) == downloads.LATE
