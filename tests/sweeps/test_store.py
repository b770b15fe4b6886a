"""The file of a sweep: what has finished stays, and what is not ours is refused."""

import json
from pathlib import Path

import pytest

from playground.sweeps import store as stores
from playground.sweeps.errors import SweepError
from playground.sweeps.store import Store, read_rows, versions

ROW = {"query": "noise=0.1", "status": "finished", "test_loss": 0.1 + 0.2, "curves": {"epoch": [1]}}
OTHER = {"query": "noise=0.3", "status": "diverged", "reason": "„…“"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sweep.jsonl"


def written(path: Path, *rows: dict) -> None:
    """Write rows as a sweep does."""
    store = Store(path)
    for row in rows:
        store.add(row)
    store.close()


def test_rows_come_back_as_they_were(path: Path):
    written(path, ROW, OTHER)
    again = Store(path)
    assert again.rows == {row["query"]: row for row in (ROW, OTHER)}
    again.close()
    assert read_rows(path)[0] == [ROW, OTHER]


def test_the_first_line_says_what_it_is(path: Path):
    written(path)
    (line,) = path.read_text().splitlines()
    assert json.loads(line) == {"kind": "playground sweep", "version": 1, "versions": versions()}


def test_a_row_cut_short_is_dropped_and_written_over(path: Path):
    written(path, ROW, OTHER)
    path.write_bytes(path.read_bytes()[:-7])
    assert read_rows(path)[0] == [ROW]
    again = Store(path)
    assert list(again.rows) == ["noise=0.1"]
    again.add(OTHER)
    again.close()
    assert read_rows(path)[0] == [ROW, OTHER]


@pytest.mark.parametrize("length", [0, 1, 30, 60])
def test_a_first_line_cut_short_is_begun_again(path: Path, length: int):
    written(path)
    path.write_bytes(path.read_bytes()[:length])
    written(path, ROW)
    assert read_rows(path)[0] == [ROW]


def test_what_failed_is_not_finished(path: Path):
    written(path, ROW, {"query": "noise=0.5", "status": "failed", "reason": "lost"})
    store = Store(path)
    assert list(store.finished) == ["noise=0.1"]
    store.close()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("x1,x2,class\n1,2,3\n", "is not the file of a sweep"),
        ('{"kind": "another"}\n', "is not the file of a sweep"),
        ("[" * 5000 + "\n", "is not the file of a sweep"),
        ("no line at all", "is not the file of a sweep"),
        ("\0" * 70_000, "is not the file of a sweep"),
        ('{"kind": "playground sweep", "version": 2}\n', r"another version .* 2, ours 1"),
        (
            json.dumps(
                {"kind": "playground sweep", "version": 1, "versions": versions() | {"torch": "9"}}
            )
            + "\n",
            "was written with torch 9, here 2",
        ),
    ],
)
def test_other_files_are_refused_and_left_alone(path: Path, content: str, sentence: str):
    path.write_text(content)
    with pytest.raises(SweepError, match=sentence):
        Store(path)
    assert path.read_text() == content


def test_a_line_of_something_else_is_named(path: Path):
    written(path, ROW)
    with path.open("a") as file:
        file.write('{"status": 3}\n')
    with pytest.raises(SweepError, match="line 3 is not the row of a run"):
        Store(path)


def test_a_place_that_is_none_is_a_sentence(tmp_path: Path):
    for path in (tmp_path, tmp_path / "missing" / "sweep.jsonl"):
        with pytest.raises(SweepError, match="can't be opened"):
            Store(path)


def test_two_sweeps_do_not_write_one_file(path: Path):
    first = Store(path)
    with pytest.raises(SweepError, match="is being written by another sweep"):
        Store(path)
    first.close()
    Store(path).close()


def test_a_disk_that_fills_up_keeps_whole_rows(path: Path, monkeypatch: pytest.MonkeyPatch):
    store = Store(path)
    store.add(ROW)

    class Full:
        def __init__(self, file):
            self.file = file

        def write(self, text):
            self.file.write(text[:9])
            self.file.flush()
            raise OSError(28, "No space left on device")

        def __getattr__(self, name):
            return getattr(self.file, name)

    monkeypatch.setattr(store, "_file", Full(store._file))
    with pytest.raises(SweepError, match="No space left on device"):
        store.add(OTHER)
    store.close()
    assert read_rows(path)[0] == [ROW]


def test_who_looks_on_reads_only_what_is_new(path: Path):
    store = Store(path)
    rows, place = read_rows(path)
    assert rows == []
    store.add(ROW)
    rows, place = read_rows(path, place)
    assert rows == [ROW]
    store.add(OTHER)
    assert read_rows(path, place)[0] == [OTHER]
    store.close()
    assert stores.VERSION == 1
