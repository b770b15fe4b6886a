"""Imports run one way, from room to room, and each heavy package stays where it belongs."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import playground

ROOT = Path(playground.__file__).parent

_CONFIG = {"params", "catalog", "rules", "fields", "config", "package"}
_EXPERIMENT = {"url", "course", "layers", "cost", *_CONFIG}
_TALK = {"serve", "table", "labs", *_EXPERIMENT}
_PAGE = {"serve.server", "views", "labs", "lessons", "figures", "export", "table", *_EXPERIMENT}
SEES = {
    "package": set(),
    "catalog": {"catalog", "params", "package"},
    "params": {"package"},
    "rules": {"rules", "params", "catalog", "package"},
    "fields": {"fields", "params", "catalog", "package"},
    "config": _CONFIG,
    "url": {"url", *_CONFIG},
    "layers": {"layers", *_CONFIG},
    "cost": {"cost", "url", "layers", *_CONFIG},
    "course": {"course", "url", *_CONFIG},
    "learn": {"learn", "learn.switch", *_EXPERIMENT},
    "learn.switch": {"package"},
    "figures": {"figures", *_EXPERIMENT},
    "views": _CONFIG,
    "views.compute": {"views", "views.compute", "learn", *_EXPERIMENT},
    "views.figure": {"figures", *_EXPERIMENT},
    "labs": {"labs", *_CONFIG},
    "labs.compute": {"labs", "labs.compute", "learn", *_EXPERIMENT},
    "labs.figure": {"labs", "labs.figure", "figures", *_EXPERIMENT},
    "export": {"export", *_EXPERIMENT},
    "lessons": {"lessons", *_EXPERIMENT},
    "table": {"table", *_EXPERIMENT},
    "serve": _TALK,
    "serve.server": {"serve.server", "serve.worker.fork_server", "learn.switch", *_TALK},
    "serve.worker": {"serve.worker", "views.compute", "labs.compute", "learn", "export", *_TALK},
    "serve.worker.fork_server": {"serve.worker", "learn", *_TALK},
    "thumbnails": {"learn", "figures", "labs", "labs.compute", *_EXPERIMENT},
    "serve.server.sweeping": {"serve.server", "sweeps", *_TALK},
    "ui": {"ui", "serve.server.sweeping", "sweeps", *_PAGE},
    "sweeps": {"sweeps", "sweeps.task", *_EXPERIMENT},
    "sweeps.task": {"sweeps", "learn", *_EXPERIMENT},
    "sweeps.prepared": {"learn", *_EXPERIMENT},
    "bench": {"learn", "views.compute", *_EXPERIMENT},
}
"""Room → the rooms that it may import; ``package`` is the package itself."""

HOMES = {
    "torch": {"learn", "views.compute", "labs.compute", "bench", "sweeps.task"},
    "sklearn": {"learn", "views.compute", "labs.compute"},
    "streamlit": {"ui"},
    "plotly": {"figures", "views.figure", "labs.figure"},
    "starlette": {"serve.server"},
    "prometheus_client": {"serve.server"},
    "distributed": {"sweeps"},
    "optuna": {"sweeps"},
}
"""Heavy package → the rooms that may import it."""

FILES = [path for path in ROOT.rglob("*.py") if path.name != "__main__.py"]


def room(path: Path) -> str:
    """Return the room that a file belongs to."""
    parts = list(path.relative_to(ROOT).with_suffix("").parts)
    if parts[-1] == "__init__":
        parts.pop()
    match parts:
        case []:
            return "package"
        case ["views", "frame" | "curves"] | ["views", _, "compute"]:
            return "views.compute"
        case ["views", _, "figure"]:
            return "views.figure"
        case ["labs", "answer" | "picture"] | ["labs", _, "compute"]:
            return "labs.compute"
        case ["labs", "charts"] | ["labs", _, "figure"]:
            return "labs.figure"
    while ".".join(parts) not in SEES:
        parts.pop()
    return ".".join(parts)


def imported(path: Path) -> Iterator[str]:
    """Yield the dotted names that a file imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.module, f"relative import in {path}"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def file_of(name: str) -> Path:
    """Return the file of this package that a dotted name stands for, or stands in."""
    parts = name.split(".")[1:]
    while parts:
        place = ROOT.joinpath(*parts)
        for file in (place / "__init__.py", place.with_suffix(".py")):
            if file.exists():
                return file
        parts.pop()
    return ROOT / "__init__.py"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    here = room(path)
    for name in imported(path):
        package = name.split(".")[0]
        if package == "playground":
            assert room(file_of(name)) in SEES[here], f"{here} must not import {name}"
        assert here in HOMES.get(package, {here}), f"{name} in {here}"


def test_nothing_below_needs_streamlit_app() -> None:
    assert not [path for path in FILES if "streamlit_app" in set(imported(path))]
