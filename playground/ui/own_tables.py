"""A visitor's table before it is used, as HTML in which every word of theirs is plain text."""

from __future__ import annotations

import html

from playground.table import Plan, Table

PREVIEW_ROWS = 5
PREVIEW_COLUMNS = 30
LONGEST = 24
"""Characters of a cell or a name that are shown."""


def preview(table: Table) -> str:
    """Return the first rows as an HTML table in which every cell is plain text."""

    def row(cells: tuple[str, ...], tag: str) -> str:
        shown = "".join(f"<{tag}>{_cell(c)}</{tag}>" for c in cells[:PREVIEW_COLUMNS])
        more = f"<{tag}>…</{tag}>" if len(cells) > PREVIEW_COLUMNS else ""
        return f"<tr>{shown}{more}</tr>"

    body = "".join(row(cells, "td") for cells in table.rows[:PREVIEW_ROWS])
    size = f"{len(table.rows):,} rows, {len(table.header)} columns"
    return (
        '<div style="overflow-x:auto;font-size:0.8rem" tabindex="0" role="region" '
        f'aria-label="First rows"><table><thead>{row(table.header, "th")}</thead>'
        f"<tbody>{body}</tbody></table></div><small>{size}</small>"
    )


def fates(plan: Plan) -> str:
    """Return what becomes of each column, and how many rows are kept, as an HTML table."""
    rows = "".join(
        _row(fate.name, fate.holds, fate.becomes, is_used=fate.is_used) for fate in plan.fates
    )
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Column", "Holds", "Becomes"))
    return (
        '<div style="overflow:auto;max-height:16rem;font-size:0.8rem" tabindex="0" role="region" '
        f'aria-label="What becomes of each column"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div><small>{html.escape(str(plan))}</small>"
    )


def _row(name: str, *others: str, is_used: bool) -> str:
    """Return a row of the columns' table; a long name is cut."""
    style = "" if is_used else ' style="opacity:0.6"'
    rest = "".join(f"<td>{html.escape(cell)}</td>" for cell in others)
    return f'<tr{style}><th scope="row">{_cell(name)}</th>{rest}</tr>'


def _cell(text: str) -> str:
    """Return a cell's text, cut when long, as HTML."""
    cut = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return html.escape(cut)
