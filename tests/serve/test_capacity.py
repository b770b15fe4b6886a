"""How many workers: what is granted, in files made for the test."""

from pathlib import Path

import pytest

from playground.serve.server import capacity

GIB = 2**30


def machine(root: Path, files: dict[str, str]) -> Path:
    """Write the files that tell of a machine."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


@pytest.fixture(autouse=True)
def _sixteen_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _pid: set(range(16)), raising=False)


def test_without_limits_every_core_counts(tmp_path: Path) -> None:
    root = machine(tmp_path, {"proc/meminfo": "MemTotal: 1 kB\nMemAvailable: 64000000 kB\n"})
    assert capacity.cores(root) == 16
    assert capacity.n_workers(root) == 16


def test_control_groups_of_version_2(tmp_path: Path) -> None:
    group = "sys/fs/cgroup/app"
    root = machine(
        tmp_path,
        {
            "proc/self/cgroup": "0::/app/run\n",
            f"{group}/cpu.max": "250000 100000\n",
            f"{group}/run/cpu.max": "max 100000\n",
            f"{group}/run/memory.max": "max\n",
            f"{group}/memory.max": str(3 * GIB),
        },
    )
    assert capacity.cores(root) == 2.5
    assert capacity.memory(root) == 3 * GIB
    assert capacity.n_workers(root) == 2


def test_control_groups_of_version_1(tmp_path: Path) -> None:
    root = machine(
        tmp_path,
        {
            "proc/self/cgroup": "4:memory:/\n3:cpu,cpuacct:/docker\n",
            "sys/fs/cgroup/cpu/docker/cpu.cfs_quota_us": "-1",
            "sys/fs/cgroup/cpu/docker/cpu.cfs_period_us": "100000",
            "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "400000",
            "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000",
            "sys/fs/cgroup/memory/memory.limit_in_bytes": str(64 * GIB),
        },
    )
    assert capacity.cores(root) == 4
    assert capacity.n_workers(root) == 4


def test_there_is_always_one(tmp_path: Path) -> None:
    root = machine(tmp_path, {"proc/meminfo": "MemAvailable: 1000 kB\n"})
    assert capacity.n_workers(root) == 1


def test_memory_bounds_the_workers(tmp_path: Path) -> None:
    root = machine(tmp_path, {"proc/meminfo": f"MemAvailable: {2**20} kB\n"})
    assert 1 <= capacity.n_workers(root) <= 2


def test_where_nothing_can_be_read_half_of_the_machine_counts(tmp_path: Path) -> None:
    assert capacity.memory(tmp_path) == capacity._physical() // 2


def test_this_machine_can_be_read() -> None:
    assert 1 <= capacity.n_workers() <= capacity.cores() <= 16
    assert 2**20 < capacity.memory() <= capacity._physical()
