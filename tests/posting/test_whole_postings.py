"""A posting makes sense as a whole: by whom, into which period, what it asks, what it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.posting.two_desks import AT, TwoDesks
from tests.support.books import pex
from tests.support.finance_office import days
from xl_recoup.closed_lists import ACCEPTED
from xl_recoup.contract import Approver, Period
from xl_recoup.errors import Refused
from xl_recoup.posting.open_period import open_period
from xl_recoup.posting.proposal_words import box_words, preview_json, preview_lines
from xl_recoup.posting.questions import QUESTIONS, NotAccepted
from xl_recoup.posting.two_people import approver, same_person
from xl_recoup.records import Place
from xl_recoup.tables import Cell

HEAD = Approver(place=Place("Approvers"), name="B. Head", login="bhead", limit=Decimal(1000))
JANUARYS = {"Start date": date(2026, 1, 5), "End date": date(2026, 1, 16)}
LATE = days(2, **JANUARYS)
PERIODS = [
    {"Period": "Autumn 2025", "From": date(2025, 9, 1), "To": date(2025, 12, 31)},
    {"Period": "Spring 2026", "From": date(2026, 1, 1), "To": date(2026, 3, 31)},
    {"Period": "Summer 2026", "From": date(2026, 4, 1), "To": date(2026, 8, 31)},
]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("B. Head", "b head", True),
        ("B. Head", "bhead", True),
        ("B. Head", "B.HEAD ", True),
        ("Head, B.", "B Head", True),
        ("COUNCIL\\bhead", "B. Head", True),
        ("bhead@council.gov.uk", "BHead", True),
        ("Zoë Béla", "zoe bela", True),
        ("A. Officer", "B. Head", False),
        ("bheadley", "B. Head", False),
        ("", "", False),
        (" . ", "-", False),
    ],
)
def test_one_person_under_two_spellings(one: str, other: str, same: bool) -> None:
    """Capitals, dots, spaces, accents, order and domain tell nobody apart; other letters do."""
    assert same_person(one, other) is same
    assert same_person(other, one) is same


@pytest.mark.parametrize(
    ("signed_in", "named", "prepared_by", "words"),
    [
        ("A. Officer", "B. Head", "A. Officer", "is no Login on the sheet Approvers"),
        ("B. Head", "B. Head", "b head", "it needs two people"),
        ("bhead", "B. Head", "BHEAD", "it needs two people"),
        ("bhead", "B. Head", "Head B", "it needs two people"),
        ("bhead", "x", "A. Officer", "is to be approved by x"),
        ("bhead", "B. Head", " ", "does not say who ran the last calculation"),
    ],
)
def test_who_may_not_approve(signed_in: str, named: str, prepared_by: str, words: str) -> None:
    """The approver is signed in, is named, and is not who prepared it under another spelling."""
    with pytest.raises(Refused, match=words):
        approver([HEAD], signed_in=signed_in, named=named, prepared_by=prepared_by)
    assert approver([HEAD], signed_in="BHEAD", named="", prepared_by="A. Officer") is HEAD


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"May approve up to": None}, "Approvers C5 is blank, but the sum up to which they may"),
        ({"May approve up to": "all"}, "Approvers C5"),
        ({"Login": None}, "Approvers B5 is blank, but the name that they sign in with is needed"),
        ({"May approve up to": 100}, r"moves £1,140.00, .* may approve up to £100.00. Nobody on"),
        (None, "the table Approvers, with 1 row in the last run, is missing"),
    ],
)
def test_a_limit_is_never_absent(row: dict[str, Any] | None, words: str) -> None:
    """A blank limit is no leave to approve any sum, and a table that is gone is nobody's leave."""
    whole = {"Name": "B. Head", "Login": "bhead", "May approve up to": 5000}
    desks = TwoDesks([days(1)], Approvers=[whole | (row or {})])
    if row is None:
        del desks.tables.tables["Approvers"]  # type: ignore[attr-defined]
    with pytest.raises(Refused, match=words):
        desks.post()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Autum 2025", "Did you mean Autumn 2025?"),
        ("January", "The open periods are Autumn 2025."),
        ("  ", "Say which period is posted"),
        ("To post", "no posting period can have that name"),
        ("Summer 2025", "was closed by C. Closer"),
        ("Spring 2026", "has no last day"),
    ],
)
def test_only_a_period_of_periods(name: str, words: str) -> None:
    """Free text is no period: the nearest is offered, and a last day is needed for the cut-off."""
    place, end = Place("Periods"), date(2025, 12, 31)
    rows = [
        Period(place=place, period="Autumn 2025", end=end),
        Period(place=place, period="Summer 2025", end=end, status="closed", closed_by="C. Closer"),
        Period(place=place, period="Spring 2026", status="closed"),
    ]
    rows[2] = rows[2].model_copy(update={"status": "open"}) if name == "Spring 2026" else rows[2]
    with pytest.raises(Refused, match=words.replace("?", r"\?")):
        open_period(rows, name)
    assert open_period(rows, " autumn  2025") is rows[0]
    with pytest.raises(Refused, match="two rows"):
        open_period([*rows, rows[0]], "Autumn 2025")


def test_what_begins_later_waits() -> None:
    """A line that begins after the period's last day is named, left, and posted with the next."""
    desks = TwoDesks([days(1), LATE], Periods=PERIODS)
    made = desks.post()
    assert (made.lines, [line.ref for line in made.left]) == (1, ["P002/SC"])
    with pytest.raises(Refused, match="Autumn 2025 has been posted already"):
        desks.post()
    assert desks.post("Spring 2026").lines == 1
    assert desks.column("Ledger", "Period") == ["Autumn 2025", "Spring 2026"]
    only_late = TwoDesks([LATE], Periods=PERIODS)
    with pytest.raises(Refused, match=r"every billable line begins after its last day, P002/SC"):
        only_late.post()


def test_a_preview_shows_everything_and_writes_nothing() -> None:
    """Lines, documents, cut-off, who may approve and what is asked; the workbook is untouched."""
    desks = TwoDesks([days(1), LATE], Periods=PERIODS)
    before = desks.tables
    made = desks.propose(signed_in="A. Officer")
    said = "\n".join(preview_lines(made))
    assert "which ends on 31 December 2025, as at 31 January 2026: posts 1 line, £950.00" in said
    assert "1 line, £950.00 in all, begins after that day and waits for the next period" in said
    assert "P002/SC from 5 January 2026" in said
    assert "  P001/SC  Elm Academy  Scheme charge  £950.00" in said
    assert "  INV-2526-0001  invoice  Elm Academy  £1,140.00" in said
    assert "Not to be posted yet: A. Officer is signed in, and is no Login" in said
    assert said.endswith("Nothing was written.")
    told = preview_json(made)
    assert (told["until"], told["amount"], told["moved"]) == ("2025-12-31", "950.00", "1140.00")
    assert [line["charge_ref"] for line in told["left"]] == ["P002/SC"]
    assert desks.tables is before
    assert "B. Head may approve up to £1,000,000.00." in box_words(desks.propose())


def test_every_question_has_a_code_of_the_list() -> None:
    """What is asked and what can be accepted are the same."""
    assert tuple(QUESTIONS) == ACCEPTED


def test_what_is_asked_is_refused_until_it_is_accepted() -> None:
    """As at an earlier day everything would be taken back: three questions, each with its code."""
    desks = TwoDesks([pex(1), pex(2)])
    desks.post()
    desks.recalculate(as_at=date(2025, 9, 30))
    with pytest.raises(NotAccepted, match="3 things want an answer") as refused:
        desks.post("Spring 2026")
    codes = ("earlier-as-at", "negative-total", "much-taken-back")
    assert refused.value.codes == codes
    with pytest.raises(NotAccepted, match="post with --accept much-taken-back"):
        desks.post("Spring 2026", *codes[:2])
    assert desks.post("Spring 2026", *codes).amount < 0
    assert desks.column("RunLog", "Accepted")[-1] == ", ".join(codes)
    autumn, spring = (f"{period}, approved by B. Head" for period in ("Autumn 2025", "Spring 2026"))
    assert desks.column("RunLog", "Posting") == [None, autumn, None, spring]


def test_a_clock_that_goes_back_is_asked_about() -> None:
    """A posting before the last run is not made by the way; one in the same second is."""
    desks = TwoDesks([pex(1)])
    with pytest.raises(NotAccepted, match="computer's clock says 1 February 2026, 09:00"):
        desks.post(at=AT - timedelta(days=1))
    assert desks.post(at=AT).lines == 1


def test_a_small_correction_is_not_asked_about() -> None:
    """Up to the setting, ten per cent of what is posted, corrections go by themselves."""
    whole = [days(n) for n in range(1, 12)]
    desks = TwoDesks(whole)
    desks.post()
    desks.type([*whole[:-1], days(11, **{"End date": date(2025, 11, 3)}), days(12, **JANUARYS)])
    desks.recalculate()
    made = desks.propose("Spring 2026")
    assert [q.code for q in made.questions] == []
    assert [e.amount < 0 for e in made.entries] == [True, False]


def test_drafts_and_changes_are_asked_about() -> None:
    """A draft rate and inputs that changed since the run: one code each."""
    rates = [r | {"Status": "draft"} for r in TwoDesks([pex(1)]).more["Rates"]]
    desks = TwoDesks([pex(1)], Rates=rates)
    assert [q.code for q in desks.propose().questions] == ["draft-rates"]
    desks.type([pex(1), pex(2)])
    assert [q.code for q in desks.propose().questions] == ["draft-rates", "changed-since-run"]
    made = desks.post("Autumn 2025", "draft-rates", "changed-since-run")
    assert (made.lines, made.approved_by) == (2, "B. Head")


def test_two_postings_need_one_preparer() -> None:
    """The approver's own posting does not make them the preparer of the next one."""
    desks = TwoDesks([days(1), LATE], Periods=PERIODS)
    desks.post()
    desks.post("Spring 2026")
    assert set(desks.column("Ledger", "Prepared by")) == {"A. Officer"}
    assert desks.column("RunLog", "Run by") == ["A. Officer", "bhead", "bhead"]
    desks.type([days(1), LATE, days(3)])
    desks.recalculate(by="B Head")
    with pytest.raises(Refused, match="it needs two people"):
        desks.post("Summer 2026", at=datetime(2026, 3, 1))


def _log(desks: TwoDesks, rows: Sequence[Sequence[Cell]]) -> None:
    log = replace(desks.tables.tables["RunLog"], rows=rows)
    desks.memory.tables = replace(desks.tables, tables={**desks.tables.tables, "RunLog": log})


def test_one_typed_cell_makes_nobody_else_the_preparer() -> None:
    """The record of the last run knows who ran it, through postings of others too."""
    desks = TwoDesks([days(1), LATE], Periods=PERIODS)
    desks.post()
    desks.recalculate(by="bhead")
    rows = desks.tables.tables["RunLog"].rows
    at = desks.tables.tables["RunLog"].headings.index("Run by")
    _log(desks, [*rows[:-1], (*rows[-1][:at], "A. Officer", *rows[-1][at + 1 :])])
    with pytest.raises(Refused, match="that run noted bhead: a cell under Run by was typed over"):
        desks.post("Spring 2026")
    _log(desks, rows)
    with pytest.raises(Refused, match="it needs two people"):
        desks.post("Spring 2026")


def test_a_line_that_is_deleted_makes_nobody_else_the_preparer() -> None:
    """The record is then not that of the last line: nothing is posted."""
    desks = TwoDesks([days(1)])
    desks.recalculate(by="bhead")
    _log(desks, desks.tables.tables["RunLog"].rows[:-1])
    with pytest.raises(Refused):
        desks.post()
