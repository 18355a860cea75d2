"""The last result as a page in the browser: a screen reader can read it, the window's text not."""

from __future__ import annotations

import atexit
import os
import tempfile
import webbrowser
from contextlib import suppress
from html import escape
from pathlib import Path

from xl_recoup.excel.dialogs import TITLE


def page_of(words: str) -> str:
    """Return a result as a page: a paragraph for each of its lines."""
    lines = (line.strip() for line in words.splitlines())
    body = "\n".join(f"<p>{escape(line)}</p>" for line in lines if line)
    return (
        '<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{TITLE}: what came out</title>\n"
        "<style>body{font:1.125rem/1.5 'Segoe UI',sans-serif;max-width:60rem;margin:2rem auto;"
        "padding:0 1rem;color:#1d2b36}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{TITLE}: what came out</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )


def show_in_browser(words: str) -> Path:
    """Open a result in the browser; the file, for this user alone, goes when the window closes."""
    handle, name = tempfile.mkstemp(prefix="recoupment-", suffix=".html")
    path = Path(name)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(page_of(words))
    atexit.register(_gone, path)
    webbrowser.open(path.as_uri())
    return path


def _gone(path: Path) -> None:
    with suppress(OSError):
        path.unlink()
