"""The panel for a visitor's own data: upload, paste or draw, choose columns, use it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import streamlit as st

from playground.table import (
    Choice,
    Column,
    Points,
    Table,
    TableError,
    columns,
    drawn_points,
    joined,
    make_points,
    plan,
    read_csv,
    save,
    spellings,
    suggest,
)
from playground.table.choice import DROP, FILL, LABEL, ONE_HOT, lacking
from playground.table.limits import MAX_BYTES, STATED
from playground.table.numbers import is_missing
from playground.ui.markup import plain
from playground.ui.own_drawing import drawing
from playground.ui.own_tables import fates, preview

OnUse = Callable[[str], None]
"""Takes the key of the table that the visitor wants to use; called in a widget's callback."""

UPLOAD, PASTE, DRAW = "Upload", "Paste", "Draw"
_READ, _WRONG, _SAID, _USED = "_own_read", "_own_wrong", "_own_said", "_own_used"
_ENCODINGS = {ONE_HOT: "one column per value (one-hot)", LABEL: "numbers in an order (labels)"}


@dataclass(frozen=True)
class _Read:
    """A table as it was read, what its columns hold, or what is wrong with it.

    ``spellings`` are the texts that differ only in capitals, by column; ``columns`` are those of
    the table where they are different (False) and where they are one (True).
    """

    digest: str
    table: Table | None
    columns: Mapping[bool, list[Column]] = field(default_factory=dict)
    spellings: Mapping[str, list[tuple[str, ...]]] = field(default_factory=dict)
    suggested: Choice | None = None
    wrong: str = ""


def own_data_panel(on_use: OnUse) -> None:
    """Show the panel. ``on_use`` is given the key under which the chosen points were kept."""
    if st.session_state.pop(_USED, False):
        st.rerun()  # the whole page, also when this is a dialog or a fragment
    way = st.segmented_control(
        "Where the data come from",
        [UPLOAD, PASTE, DRAW],
        default=UPLOAD,
        key="own_way",
        label_visibility="collapsed",
        on_change=_forget,
    )
    if way == DRAW:
        st.caption("Choose a class, click or drag on the square. At least two points per class.")
        drawing(lambda drawn: _use(lambda: drawn_points(drawn), on_use))
    else:
        st.caption(plain(STATED))
        source = (_pasted() or None) if way == PASTE else _uploaded()
        if source is not None:
            _table(_read(source), on_use)
    _say()


def _uploaded() -> bytes | None:
    """Show the uploader; return the file's bytes."""
    file = st.file_uploader(
        "CSV file",
        type=["csv", "txt", "tsv"],
        key="own_file",
        max_upload_size=MAX_BYTES // 2**20,
        on_change=_forget,
    )
    return None if file is None else file.getvalue()


def _pasted() -> str:
    """Show the text area; return what is in it."""
    return st.text_area(
        "Table with a row of names",
        key="own_text",
        height=160,
        placeholder="x1,x2,class\n0.5,1.2,red\n…",
        on_change=_forget,
    )


def _read(source: bytes | str) -> _Read:
    """Return what ``source`` holds, read again only when it is another one."""
    content = source if isinstance(source, bytes) else source.encode("utf-8", "replace")
    digest = hashlib.sha256(content).hexdigest()[:16]
    read: _Read | None = st.session_state.get(_READ)
    if read is None or read.digest != digest:
        read = st.session_state[_READ] = _read_anew(source, digest)
    return read


def _read_anew(source: bytes | str, digest: str) -> _Read:
    """Return what ``source`` holds, or the sentence that says what is wrong with it."""
    try:
        table = read_csv(source)
        known = spellings(table)
        found = columns(joined(table, known))
        both = {True: found, False: columns(table) if known else found}
        return _Read(digest, table, both, known, suggest(table, found))
    except TableError as error:
        return _Read(digest, None, wrong=str(error))


def _table(read: _Read, on_use: OnUse) -> None:
    """Show a table and the choices that it leaves."""
    if read.table is None or read.suggested is None:
        st.error(plain(read.wrong))
        return
    table = read.table
    if table.note:
        st.warning(plain(table.note))
    st.html(preview(table))
    choice = _choose(read, table, read.suggested)
    st.html(fates(plan(table, read.columns[choice.joins], choice)))
    st.button(
        "Use this data",
        key="own_use",
        type="primary",
        on_click=lambda: _use(lambda: make_points(table, choice), on_use),
    )


def _choose(read: _Read, table: Table, suggested: Choice) -> Choice:
    """Show the widgets of a table's columns; return what they say."""
    names = list(table.header)
    target_key, features_key = f"own_target_{read.digest}", f"own_features_{read.digest}"

    def take_target_out() -> None:
        target = st.session_state[target_key]
        usable = {*suggested.features, suggested.target}
        st.session_state[features_key] = [n for n in names if n in usable and n != target]
        _forget()

    target = st.selectbox(
        "Class column",
        names,
        index=names.index(suggested.target),
        key=target_key,
        on_change=take_target_out,
    )
    st.session_state.setdefault(features_key, list(suggested.features))
    features = st.multiselect("Features", names, key=features_key, on_change=_forget)
    joins = _joins(read, [target, *features])
    chosen = [column for column in read.columns[joins] if column.name in features]
    choice = Choice(target, tuple(column.name for column in chosen), joins=joins)
    encodings, orders = _encodings(read.digest, chosen)
    missing = _missing(table, choice)
    return replace(choice, encodings=encodings, orders=orders, missing=missing)


def _joins(read: _Read, names: list[str]) -> bool:
    """Show whether texts that differ only in capitals are one, where there are any."""
    groups = [group for name in names for group in read.spellings.get(name, ())]
    if not groups:
        return True
    some = ", ".join(" and ".join(f"‘{word}’" for word in group[:3]) for group in groups[:3])
    return st.checkbox(
        f"Capitals make no difference: {plain(some)} are one",
        value=True,
        key=f"own_joins_{read.digest}",
        on_change=_forget,
    )


def _encodings(
    digest: str, chosen: list[Column]
) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Show how text columns become numbers; return the encodings and the orders of labels."""
    encodings, orders = {}, {}
    for place, column in enumerate(chosen):
        if column.is_numeric:
            continue
        key = f"{digest}_{hashlib.sha256(column.name.encode()).hexdigest()[:8]}"
        encodings[column.name] = st.selectbox(
            f"Text column {plain(column.name)} becomes",
            list(_ENCODINGS),
            format_func=_ENCODINGS.__getitem__,
            key=f"own_encoding_{key}",
            on_change=_forget,
        )
        if encodings[column.name] == LABEL:
            orders[column.name] = _order(column, f"own_order_{key}_{place}")
    return encodings, orders


def _order(column: Column, key: str) -> tuple[str, ...]:
    """Show a text column's values, one a line; return them in the visitor's order."""
    text = st.text_area(
        f"Order of {plain(column.name)}, one value a line, lowest first",
        value="\n".join(column.categories),
        key=key,
        on_change=_forget,
    )
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _missing(table: Table, choice: Choice) -> str:
    """Show what becomes of missing values, where there are any, and what either way costs."""
    n_cells = sum(sum(map(is_missing, table.column(name))) for name in choice.features)
    if not n_cells:
        return DROP
    needed = lacking(table, (choice.target, *choice.features))
    n_rows = sum(needed) - sum(lacking(table, (choice.target,)))  # those without a class go anyway
    ways = {
        DROP: f"Leave {n_rows:,} of {len(table.rows):,} rows out",
        FILL: f"Fill {n_cells:,} cells (median, most frequent)",
    }
    return st.radio(
        "Missing values",
        list(ways),
        format_func=ways.__getitem__,
        key="own_missing",
        horizontal=True,
        on_change=_forget,
    )


def _use(make: Callable[[], Points], on_use: OnUse) -> None:
    """Make points, keep them and hand over their key; or note the sentence why not."""
    _forget()
    try:
        points = make()
        key = save(points)
    except TableError as error:
        st.session_state[_WRONG] = str(error)
        return
    n, n_features = points.X.shape
    size = f"In use: {n:,} points, {n_features} features, {len(points.classes)} classes."
    st.session_state[_SAID] = f"{size} {points.note}".strip()
    st.session_state[_USED] = True
    on_use(key)


def _forget() -> None:
    """Drop what was said of an earlier choice."""
    for name in (_WRONG, _SAID):
        st.session_state.pop(name, None)


def _say() -> None:
    """Show what came of the last try."""
    if wrong := st.session_state.get(_WRONG):
        st.error(plain(wrong))
    if said := st.session_state.get(_SAID):
        st.caption(plain(said))
