"""Take it away: the experiment as code, its layers with their shapes, its Config as a file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from playground import url
from playground.config import Config
from playground.course import Course
from playground.export.changes import words
from playground.export.network import as_module, as_sequential
from playground.export.notebook import notebook
from playground.export.script import OWN_FILE, script
from playground.serve.server.routes import POOL
from playground.table import load, own_csv
from playground.ui import teaching
from playground.ui.architecture import meanings, table
from playground.ui.saved import MOST, from_json, to_json
from playground.ui.state import session

_IMPORTS = "import torch\nfrom torch import nn\n\n"
_NAME = "playground_experiment"


SHOWN = 12
"""Changes that are listed above the script, which has them all."""

CHANGED = (
    "This run was changed while it went on, so its address alone does not repeat it: the address "
    "starts with what is set now. The script below starts as the run did and repeats each change."
)
FORGOTTEN = (
    "This run was changed more often while it went on than is kept. The script below starts with "
    "what is set now, and does not repeat it."
)

QR_WIDTH = 520
"""Pixels: as large as fits below the tabs in a window of 800."""

TOO_LONG = "This address is too long for a QR code."


@st.dialog("Take it away", width="large", icon=":material/code:")
def take_away(config: Config) -> None:
    """Show the network and the whole experiment as runnable code, and its Config as JSON."""
    pages: dict[str, Callable[[Config], None]] = {
        "Whole script": _script,
        "nn.Sequential": _sequential,
        "nn.Module": _module,
        "Layers": _layers,
        "Config": _config,
        "QR code": _code_to_scan,
    }
    for tab, show in zip(st.tabs(list(pages)), pages.values(), strict=True):
        with tab:
            show(config)


def _script(config: Config) -> None:
    """Show the script that repeats the run."""
    st.caption(
        "One file, plain PyTorch and scikit-learn: same seed, same numbers as here, to the last "
        "bit on the same version of torch. The notebook is the same code in cells, with plots."
    )
    course = POOL.course(session().secret, url.encode(config)) or Course(config)
    if course.is_changed:
        _tell(course)
    elif not course.is_whole:
        st.warning(FORGOTTEN, icon=":material/history:")
    if not course.is_changed:
        course = replace(course, began=config)
    source = script(course.began, course.changes, course.edits)
    _downloads(config, course, source)
    st.code(source, height=420)


def _tell(course: Course) -> None:
    """Say what was changed while the run went on."""
    lines = words(course)
    shown = lines if len(lines) <= SHOWN else [*lines[:SHOWN], f"and {len(lines) - SHOWN} more"]
    st.info(CHANGED, icon=":material/history:")
    st.code("\n".join(shown), language=None)


def _downloads(config: Config, course: Course, source: str) -> None:
    """Offer script and notebook, with own data each in a zip file beside their table."""
    cells = notebook(course.began, course.changes, course.edits)
    files = {
        "script": (f"{_NAME}.py", source, "text/x-python"),
        "notebook": (f"{_NAME}.ipynb", cells, "application/x-ipynb+json"),
    }
    own = ""
    if config.dataset == "own":
        try:
            own = own_csv(load(config.data))
        except LookupError as error:
            st.warning(str(error.args[0]))
            return
    with st.container(horizontal=True, gap="small"):
        for what, file in files.items():
            _download(what, *file, own)


def _download(what: str, name: str, text: str, kind: str, own: str) -> None:
    """Offer one file, in a zip file beside ``own`` where that holds a table."""
    label, content = f"Download the {what}", text.encode()
    if own:
        label, content = f"{label} with {OWN_FILE}", packed({name: text, OWN_FILE: own})
        name, kind = f"{_NAME}_{what}.zip", "application/zip"
    st.download_button(label, content, name, kind, icon=":material/download:", on_click="ignore")


def packed(files: dict[str, str]) -> bytes:
    """Return a zip file of ``files``, texts by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def _sequential(config: Config) -> None:
    """Show the network as one expression."""
    st.caption("The layers in order: enough where data go straight through.")
    st.code(f"{_IMPORTS}{as_sequential(config)}")


def _module(config: Config) -> None:
    """Show the network as a class."""
    st.caption("The same as a class, for whatever needs a forward of its own.")
    st.code(f"{_IMPORTS}{as_module(config)}")


def _layers(config: Config) -> None:
    """Show every layer's shape and number of parameters."""
    st.markdown(table(config))
    st.markdown(meanings(config))


def _code_to_scan(config: Config) -> None:
    """Show the page's address for the cameras of a whole room."""
    address = teaching.address(config)
    st.caption(
        "The address of this experiment, to be scanned from the last row. Fields listed after "
        f"`{teaching.NAME}=` in it, as in `{teaching.NAME}=learning_rate,hidden`, are the only "
        "ones that the page then shows."
    )
    if picture := teaching.qr_code(address):
        st.image(picture, width=QR_WIDTH)
    else:
        st.warning(TOO_LONG)
    st.code(address, language=None, wrap_lines=True)


def _config(config: Config) -> None:
    """Show the Config as JSON and take one back."""
    text = to_json(config)
    st.download_button(
        "Download the Config",
        text,
        f"{_NAME}.json",
        "application/json",
        icon=":material/download:",
        on_click="ignore",
    )
    st.code(text, language="json", height=200)
    file = st.file_uploader("A Config from a file", type="json", max_upload_size=1)
    pasted = st.text_area("Or pasted", max_chars=MOST, height=90, placeholder='{"dataset": "xor"}')
    given = file.getvalue()[: MOST + 1].decode("utf-8", "replace") if file else pasted
    if st.button("Use this Config", disabled=not given.strip()):
        _use(given)


def _use(given: str) -> None:
    """Take the Config that ``given`` spells, or say why not."""
    texts, complaint = from_json(given)
    if texts is None:
        st.error(complaint)
        return
    session().want(texts, complaint)
    st.rerun()
