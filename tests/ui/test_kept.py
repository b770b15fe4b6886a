"""Cards of kept runs: their experiments come back to the workbench, or it is said why not."""

import numpy as np
import pytest

from playground import url
from playground.config import Config
from playground.table import Points, save, store
from playground.ui import kept
from playground.ui.session import Session


def restored(session: Session, query: str):
    """Return what a run of the page finds after a card was restored."""
    kept.restore(session, {"query": query, "number": 3, "asked": 1})
    settled = session.settle(session.written or {})
    session.wrote(url.spell(settled.config))
    return settled


@pytest.fixture
def session() -> Session:
    """Return a session whose page was opened at an experiment."""
    made = Session()
    made.wrote(url.spell(made.settle({"dataset": "xor", "speed": "60", "large": "1"}).config))
    return made


def test_a_card_brings_its_experiment_back_and_leaves_how_it_is_shown(session: Session):
    pinned = Config(dataset="circles", learning_rate=0.3, speed=200)
    settled = restored(session, url.encode(pinned))
    assert settled.config == Config(dataset="circles", learning_rate=0.3, speed=60, large=True)
    assert settled.notice == kept.BACK.format(number=3)


def test_a_card_whose_table_is_gone_changes_nothing_and_says_so(
    session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path
):
    monkeypatch.setenv(store.FOLDER, str(tmp_path))
    X, y = np.arange(8.0).reshape(4, 2), np.array([0, 1, 0, 1])
    key = save(Points(X, y, ("a", "b"), ("no", "yes")))
    assert restored(session, f"dataset=own&data={key}").config.data == key
    before = restored(session, "dataset=blobs").config
    (tmp_path / f"{key}.npy").unlink()
    settled = restored(session, f"dataset=own&data={key}")
    assert settled.config == before
    assert "nothing was changed" in settled.notice
    assert "not on this server" in settled.notice


def test_what_a_card_says_that_is_nonsense_is_replaced(session: Session):
    settled = restored(session, "dataset=cheese&noise=banana&learning_rate=1e9&%%%=1")
    assert settled.config.learning_rate == 10
