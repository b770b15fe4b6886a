"""Imports run one way, and each heavy package stays where it belongs."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import playground

ROOT = Path(playground.__file__).parent

_CONFIG = {"params", "catalog", "rules", "config", ""}
_EXPERIMENT = {"url", "layers", *_CONFIG}
SEES = {
    "catalog": {"catalog", ""},
    "params": {""},
    "rules": {"rules", "params", "catalog", ""},
    "config": _CONFIG,
    "url": {"url", *_CONFIG},
    "layers": {"layers", *_CONFIG},
    "learn": {"learn", *_EXPERIMENT},
    "figures": {"figures", *_EXPERIMENT},
    "export": {"export", *_EXPERIMENT},
    "table": {"table", *_EXPERIMENT},
    "serve": {"serve", "learn", "export", "table", *_EXPERIMENT},
    "ui": {"ui", "serve", "learn", "figures", "export", "table", *_EXPERIMENT},
}
"""Part → the parts that it may import; the empty part is the package itself."""

HOMES = {
    "torch": {"learn"},
    "sklearn": {"learn"},
    "streamlit": {"ui"},
    "plotly": {"figures"},
    "starlette": {"serve"},
}
"""Heavy package → the parts that may import it."""

FILES = [path for path in ROOT.rglob("*.py") if path.name != "__main__.py"]


def part(path: Path) -> str:
    """Return the part that a file belongs to."""
    return path.relative_to(ROOT).parts[0].removesuffix(".py").removeprefix("__init__")


def imported(path: Path) -> Iterator[str]:
    """Yield the dotted names that a file imports."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.module, f"relative import in {path}"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_one_way(path: Path) -> None:
    for name in imported(path):
        package, *rest = name.split(".")
        if package == "playground" and part(path):
            is_part = rest and ((ROOT / rest[0]).is_dir() or (ROOT / f"{rest[0]}.py").exists())
            seen = rest[0] if is_part else ""
            assert seen in SEES[part(path)], f"{part(path)} must not import {name}"
        assert part(path) in HOMES.get(package, {part(path)}), f"{name} in {part(path)}"


def test_nothing_below_needs_streamlit_app() -> None:
    assert not [path for path in FILES if "streamlit_app" in set(imported(path))]
