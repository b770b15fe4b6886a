"""The frame around the pages: their list, the tab's title and picture, which page is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from playground.ui import labs, lessons, page, sweeps
from playground.ui.state import know_pages, leave

HERE = Path(__file__).parent
NAME = "Classification Playground"


@dataclass(frozen=True)
class Entry:
    """One page: its title, its icon, the path of its address, and what shows it."""

    title: str
    icon: str
    url_path: str
    show: Callable[[], None]


PAGES = (
    Entry("Playground", ":material/show_chart:", "", page.main),
    Entry("Labs", ":material/experiment:", labs.PATH, labs.main),
    Entry("Lessons", ":material/school:", lessons.PATH, lessons.main),
    Entry("Sweeps", ":material/grid_on:", sweeps.PATH, sweeps.main),
)
"""The pages, the first of them at ``/``."""


def main(entries: Sequence[Entry] = PAGES) -> None:
    """Show the page among ``entries`` that the address names."""
    st.set_page_config(page_title=NAME, page_icon=str(HERE / "icon.png"), layout="wide")
    pages = {entry.url_path: as_page(entry) for entry in entries}
    know_pages(pages)
    chosen = st.navigation(list(pages.values()), position="hidden")
    if chosen.url_path:
        st.set_page_config(page_title=f"{chosen.title} · {NAME}")
        leave()
    chosen.run()
    links(entries)  # after the page: the tab key comes to its board first


def links(entries: Sequence[Entry]) -> None:
    """Show the ways to all pages, small, in the corner that ``page.css`` leaves them."""
    with st.container(key="links", horizontal=True, gap="small"):
        for entry in entries:
            st.page_link(as_page(entry), label=entry.title)


def as_page(entry: Entry) -> st.Page:
    """Return an entry as Streamlit knows it, to be shown or linked to."""
    return st.Page(
        entry.show,
        title=entry.title,
        icon=entry.icon,
        url_path=entry.url_path,
        default=not entry.url_path,
    )
