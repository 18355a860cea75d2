"""Posting in Excel: one question for the period, one box with all that a posting asks."""

from __future__ import annotations

from typing import Any

import pytest

from tests.excel.test_macros import Opened, column, table
from tests.support.books import pex, rate
from tests.support.excel import App, Book
from tests.support.workbook_files import signed_in
from xl_recoup.excel import macros


def test_post_period_asks_confirms_and_posts(app: App, opened: Opened) -> None:
    """Posting asks for the period, shows all of it in one box and writes it."""
    book = opened()
    macros.recalculate()
    app.answers = ["Autumn 2025", "yes"]
    with signed_in("bhead"):
        macros.post_period()
    box = app.asked[-1]
    assert "posts 7 lines, £11,537.92 in all." in box
    assert "B. Head may approve up to £1,000,000.00." in box
    assert box.endswith("Post it? What is posted is never changed: later calculations add"
                        " corrections.")  # fmt: skip
    assert app.told[-1] == ("7 lines, £11,537.92 in all, posted to Autumn 2025.", "info")
    assert set(column(book, "Ledger", "Approved by")) == {"B. Head"}
    assert set(column(book, "Ledger", "Prepared by")) == {"tester"}
    assert column(book, "RunLog", "Run by") == ["tester", "bhead"]
    assert column(book, "Charges", "Status").count("posted") == 7
    assert len(table(book, "RunLog").rows) == 2


@pytest.mark.parametrize("answers", [[False], [""], ["Autumn 2025", "no"]])
def test_cancelling_a_posting_changes_nothing(app: App, opened: Opened, answers: list[Any]) -> None:
    """Cancel, an empty answer or No at any question ends it without a word or a change."""
    book = opened()
    macros.recalculate()
    before, told = book.contents(), len(app.told)
    app.answers = answers
    with signed_in("bhead"):
        macros.post_period()
    assert book.contents() == before
    assert [words for words, kind in app.told[told:] if kind == "critical"] == []
    assert app.answers == []


def test_draft_rates_are_asked_about(app: App, opened: Opened) -> None:
    """What a posting asks, such as draft rates, stands in the box."""
    rates = [
        rate("basic_entitlement", "primary", 3847.0, Status="draft"),
        rate("pupil_premium_fsm6", "primary", 1515.0, Basis=None),
    ]
    book = opened(placements=[pex(1)], Rates=rates)
    macros.recalculate()
    app.answers = ["Autumn 2025", "no", "Autumn 2025", "yes"]
    with signed_in("bhead"):
        macros.post_period()
        assert "To be decided:\n• 1 line rests on draft rates, P001/BS for one." in app.asked[-1]
        assert "--" not in app.asked[-1]
        macros.post_period()
    assert app.told[-1][0].startswith("1 line, £")
    assert column(book, "RunLog", "Accepted") == [None, "draft-rates"]


@pytest.mark.parametrize(
    ("period", "user", "reason"),
    [
        ("Autumn 2025", "tester", "tester is signed in, and is no Login on the sheet Approvers"),
        ("Autumn 2025", "cdeputy", "C. Deputy may approve up to £500.00. B. Head may."),
        ("To post", "bhead", "no posting period can have that name"),
        ("Autum 2025", "bhead", "Did you mean Autumn 2025?"),
    ],
)
def test_a_refused_posting_changes_nothing(
    app: App, opened: Opened, period: str, user: str, reason: str
) -> None:
    """What posting refuses is said in a sentence, and the workbook is as it was."""
    book = opened()
    macros.recalculate()
    before = book.contents()
    app.answers = [period]
    with signed_in(user):
        macros.post_period()
    words, kind = app.told[-1]
    assert (kind, reason in words) == ("critical", True)
    assert book.contents() == before


def test_posting_what_nobody_has_seen(app: App, opened: Opened) -> None:
    """Without a run nothing is posted; what changed since the last one is asked about."""
    book = opened()
    app.answers = ["Autumn 2025", "Autumn 2025", "no"]
    macros.post_period()
    assert "No run is recorded in recoupment.xlsx" in app.told[-1][0]
    macros.recalculate()
    book.sheets("Placements").range((5, 6)).raw_value = 5.0
    with signed_in("bhead"):
        macros.post_period()
    assert "The table Placements has changed since the last run." in app.asked[-1]
    assert "--" not in app.asked[-1]


def test_a_posting_is_taken_back(app: App, opened: Opened) -> None:
    """Equal and opposite entries go into the period, and the lines are billable again."""
    book = opened()
    macros.recalculate()
    app.answers = ["Spring 2026", "yes", "Spring 2026", "Summer 2026", "yes"]
    with signed_in("bhead"):
        macros.post_period()
        macros.take_back()
    assert "takes back Spring 2026" in app.asked[-1]
    said = "7 lines, −£11,537.92 in all, posted to Summer 2026, which takes Spring 2026 back."
    assert app.told[-1] == (said, "info")
    assert column(book, "Charges", "Status").count("billable") == 7
    assert column(book, "Ledger", "Takes back") == [*[None] * 7, *range(1, 8)]


def test_an_earlier_editions_ledger_is_sealed_first(app: App, opened: Opened) -> None:
    """A ledger without digests is sealed on the approver's word, and then posted to."""
    book = opened()
    macros.recalculate()
    app.answers = ["Spring 2026", "yes"]
    with signed_in("bhead"):
        macros.post_period()
    _forget_digests(book)
    macros.recalculate()
    app.answers = ["Autumn 2025", "yes"]
    with signed_in("bhead"):
        macros.post_period()
    assert "can't show whether somebody changed them since" in app.asked[-1]
    assert app.told[-1][0].startswith("8 rows sealed, £11,537.92 in the ledger, on the word of")
    assert all(column(book, "Ledger", "Entry digest"))
    macros.validate()
    assert "A86" not in column(book, "Exceptions", "Code")


def _forget_digests(book: Book) -> None:
    """Make the open workbook one of the first edition: no digest, and no head in the run log."""
    columns = {
        "Ledger": ("Entry digest",),
        "Documents": ("Entry digest",),
        "RunLog": ("Ledger head", "Documents head"),
    }
    for name, headings in columns.items():
        found = table(book, name)
        for heading in headings:
            at = found.headings.index(heading)
            for i in range(len(found.rows)):
                cell = (found.first_row + i, found.first_column + at)
                book.sheets(found.sheet).range(cell).raw_value = ""
