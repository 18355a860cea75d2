"""What Post period asks before it posts, beside the confirmation."""

from __future__ import annotations

from collections.abc import Callable

from tests.support.books import pex
from tests.support.excel import App, Book
from tests.support.workbook_files import signed_in
from xl_recoup.excel import macros

Opened = Callable[..., Book]


def test_a_multiplier_of_1_is_asked_about(app: App, opened: Opened) -> None:
    """Posting on rates before an adjustment of 1 needs a yes of its own."""
    book = opened(placements=[pex(1)], settings={"Area cost adjustment of 1": "asked about"})
    macros.recalculate()
    before = book.contents()
    app.answers = ["Autumn 2025", "no", "Autumn 2025", "yes"]
    with signed_in("bhead"):
        macros.post_period()
    assert "the area cost adjustment is 1" in app.asked[-1]
    assert "Is all of that meant, and shall it be posted?" in app.asked[-1]
    assert book.contents() == before
    with signed_in("bhead"):
        macros.post_period()
    assert app.told[-1][0].startswith("1 line, £")
