"""For all tests: none fails because a busy machine took its time, and the longest files begin."""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

LONGEST = (
    *("browser/test_workbench", "browser/test_board", "browser/test_experiment"),
    *("browser/test_links", "browser/test_own", "browser/test_reach", "browser/test_connection"),
    *("browser/test_pages", "browser/test_views", "browser/test_scores", "browser/test_timeline"),
    "browser/test_labs",
    *("browser/test_lessons", "browser/test_film", "browser/test_plotly", "browser/test_names"),
    *("learn/test_engine", "export/test_script", "lessons/test_lessons"),
    *("serve/test_processes", "learn/test_diagnosis", "test_cost", "serve/test_server"),
    *("ui/test_controls", "export/test_changes", "serve/test_turns", "learn/test_suited"),
    *("learn/test_torch_private",),
)
"""Files that take long: begun last, one of them would keep a worker busy when the other is done.

Those in Chromium stand together, as they share a server and a browser.
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest first, the others after them as they were."""
    items.sort(key=lambda item: _place(item.path))


def _place(path: Path) -> int:
    """Return where a file stands among the longest."""
    name = path.relative_to(Path(__file__).parent).with_suffix("").as_posix()
    return LONGEST.index(name) if name in LONGEST else len(LONGEST)
