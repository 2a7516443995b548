"""What a notebook shows of an object whose report is a text."""

from __future__ import annotations

import html
from collections.abc import Mapping


def pre(text: str) -> str:
    """A text in columns as HTML."""
    return (
        f'<pre style="font-family:monospace;white-space:pre;overflow-x:auto;line-height:1.35">{html.escape(text)}</pre>'
    )


def listed(title: str, rows: Mapping[str, object]) -> str:
    """A caption and a table of names and values."""
    body = "".join(
        f'<tr><th scope="row" style="text-align:left">{html.escape(name)}</th>'
        f'<td style="text-align:left">{html.escape(str(value))}</td></tr>'
        for name, value in rows.items()
    )
    caption = f'<caption style="text-align:left;font-weight:600">{html.escape(title)}</caption>'
    return f"<table>{caption}<tbody>{body}</tbody></table>"


def folded(title: str, rows: Mapping[str, object], text: str) -> str:
    """The same with a long report beneath it, folded away."""
    return f"{listed(title, rows)}<details><summary>The report</summary>{pre(text)}</details>"
