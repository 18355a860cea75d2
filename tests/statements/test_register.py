"""A letter's number and version say what left before it, and never the same thing twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.statements.support import every_kind, run
from tests.support.books import MAINTAINED, pex
from xl_recoup.contract import Letter
from xl_recoup.errors import Refused
from xl_recoup.policy.account_records import Accounts
from xl_recoup.records import Place
from xl_recoup.run.result import Result
from xl_recoup.statements import Outgoing, Register, notices_to_send, statements_to_send

MAY, JUNE = date(2026, 5, 4), date(2026, 6, 1)
NOTICE = f"305-2025-26-{MAINTAINED}-notice"


def sent(letters: list[Outgoing], before: tuple[Letter, ...] = ()) -> tuple[Letter, ...]:
    """Return the sheet Letters once these letters have left."""
    return (*before, *(row for x in letters for row in x.rows))


def of_school(letters: list[Outgoing], number: str) -> Outgoing:
    """Return the letter of a number."""
    return next(x for x in letters if x.number == number)


def test_the_first_letters_are_version_1() -> None:
    """Statements and the requests on their last pages have numbers, versions and the day's date."""
    letters = statements_to_send(every_kind(), Register(MAY), draft=False)
    rows = sent(letters)
    assert [(r.number, int(r.version), r.kind, r.replaces) for r in rows] == [
        ("305-2025-26-3052001", 1, "statement", ""),
        ("305-2025-26-3052002", 1, "statement", ""),
        ("305-2025-26-elm-trust", 1, "statement", ""),
        ("305-2025-26-elm-trust-request", 1, "request", ""),
    ]
    assert {r.written_on for r in rows} == {MAY}
    assert rows[0].placements == "P001, P003"
    assert [x.stem for x in letters] == [
        "305-2025-26-3052001-v1-Oak-Primary", "305-2025-26-3052002-v1-Ash-Primary",
        "305-2025-26-elm-trust-v1",
    ]  # fmt: skip


def test_the_same_content_is_the_same_version() -> None:
    """Sent again on another day it keeps its version and its date, and is not entered again."""
    first = statements_to_send(every_kind(), Register(MAY), draft=False)
    again = statements_to_send(every_kind(), Register(JUNE, sent(first)), draft=False)
    assert [x.rows for x in again] == [()] * 3
    assert [x.standing.version for x in again] == [1] * 3
    assert [x.letter.paper.issued for x in again] == [MAY] * 3
    for one, other in zip(first, again, strict=True):
        assert one.made("pdf", None, draft=False) == other.made("pdf", None, draft=False)


def test_other_content_is_the_next_version() -> None:
    """It names the version that it replaces; the letters of other schools are not new."""
    before = run([pex(1), pex(2)])
    first = sent(statements_to_send(before, Register(MAY), draft=False))
    later = statements_to_send(run([pex(1)]), Register(JUNE, first), draft=False)
    (letter,) = later
    (row,) = letter.rows
    assert (int(row.version), row.replaces, row.written_on) == (2, "version 1", JUNE)
    assert letter.stem == "305-2025-26-3052001-v2-Oak-Primary"
    back = statements_to_send(before, Register(JUNE, (*first, row)), draft=False)
    assert [(x.standing.version, x.standing.replaces) for x in back] == [(3, 2)]


def test_another_as_at_day_is_another_letter() -> None:
    """A statement as at a later day says something new, even where no amount has moved."""
    early = sent(statements_to_send(run([pex(1)]), Register(MAY), draft=False))
    later = run([pex(1)], as_at=date(2026, 2, 28))
    assert statements_to_send(later, Register(MAY, early), draft=False)[0].standing.version == 2


def test_a_request_changes_on_its_own() -> None:
    """Where what is owed changes, and not what is asked, the request stays the version it is."""
    result = every_kind()
    first = sent(statements_to_send(result, Register(MAY), draft=False))
    lines = [
        replace(ln, amount=ln.amount + 1) if ln.status == "held" and ln.amount else ln
        for ln in result.lines
    ]
    rows = sent(
        statements_to_send(replace(result, lines=lines), Register(JUNE, first), draft=False)
    )
    assert [(r.number, int(r.version)) for r in rows] == [("305-2025-26-elm-trust", 2)]


def _notices(result: Result, letters: tuple[Letter, ...] = (), day: date = MAY) -> list[Outgoing]:
    return notices_to_send(result, Register(day, letters), draft=False)


def test_notices_are_numbered_by_what_they_speak_of() -> None:
    """The same placements: the same number; once the first has reached the school, the next one."""
    first = sent(_notices(run([pex(1)])))
    assert [(r.number, int(r.version), r.placements) for r in first] == [(f"{NOTICE}-1", 1, "P001")]
    assert sent(_notices(run([pex(1)]), first, JUNE)) == ()
    more = sent(_notices(run([pex(1), pex(2)]), first, JUNE))
    assert [(r.number, int(r.version), r.placements) for r in more] == [
        (f"{NOTICE}-1", 2, "P001, P002")
    ]
    told = {"Notice sent on": date(2026, 1, 5)}
    other = sent(_notices(run([pex(1, **told), pex(2)]), first, JUNE))
    assert [(r.number, int(r.version), r.placements) for r in other] == [(f"{NOTICE}-2", 1, "P002")]


def test_an_unreadable_letter_stops_all_letters() -> None:
    """Where the record can't be read, a number might be given twice: refused, with the cell."""
    accounts = Accounts(letters_unread=(Place("Letters", "A5"),))
    with pytest.raises(Refused, match="Letters A5 can't be read"):
        Register.of(accounts, MAY)


def test_the_highest_version_counts_wherever_its_row_stands() -> None:
    """Sorting the sheet Letters changes no version."""
    first = sent(statements_to_send(run([pex(1), pex(2)]), Register(MAY), draft=False))
    second = sent(statements_to_send(run([pex(1)]), Register(MAY, first), draft=False))
    for rows in ((*first, *second), (*second, *first)):
        (letter,) = statements_to_send(run([pex(1), pex(3)]), Register(JUNE, rows), draft=False)
        assert letter.standing.version == Decimal(3)
