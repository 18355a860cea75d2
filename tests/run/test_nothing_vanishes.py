"""What the last run had and this one lacks: refused, one error, or nothing rests on it.

Every table and column of a small workbook is deleted, renamed and emptied in turn, before and
after a posting: no amount ever changes without a word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache
from itertools import product
from typing import Any

import pytest

from tests.support.books import AGREEMENTS, AS_AT, TODAY, book, pex, pupil_upn
from tests.support.memory import MemoryBook
from xl_recoup import contract
from xl_recoup.accounts.documents import new_documents
from xl_recoup.contract import Role, TableSpec
from xl_recoup.contract.nothing_rests import why_nothing_rests
from xl_recoup.errors import Refused
from xl_recoup.intake.seen_tables import seen_spec
from xl_recoup.outputs.all_tables import writes_with_log
from xl_recoup.posting.entries import PostingOrder, additions, appended, new_entries
from xl_recoup.records import Severity
from xl_recoup.run.calculate import calculate
from xl_recoup.run.result import Result
from xl_recoup.tables import Table, WorkbookTables

AT = datetime(2026, 1, 31, 12)
FLAGS = {"FSM": "Y", "FSM6": "Y", "EAL": "Y", "Notes": "seen"}
ELM = "3054001"
PUPILS = [
    pex(1, **FLAGS), pex(2, **FLAGS, **{"Looked after": "Y"}),
    pex(3, **{"Home school": ELM, "Year group": "8", "UPN": pupil_upn(3, 14), "FSM6": "Y"}),
    pex(4, **{"Review status": "open", "Looked after": "Y"}),
    pex(5, **{"Cancelled on": TODAY.replace(month=1), "Reserved SEN place": "N"}),
]  # fmt: skip
MORE: dict[str, Any] = {
    "Codes": [{"Use": "income maintained", "Cost centre": "C", "Subjective": "S"}],
    "Periods": [{"Period": "Autumn", "From": AT.date(), "To": AT.date()}],
    "PlacementChanges": [],
    "Agreements": [*AGREEMENTS, AGREEMENTS[0] | {"Party": "3052001"}],
}
Change = Callable[[Table], Table | None]


def deleted(table: Table) -> None:
    return None


def renamed(table: Table) -> Table:
    return replace(table, name=f"{table.name}_old")


def emptied(table: Table) -> Table:
    return replace(table, rows=[(None,) * len(table.headings)])


def _without(at: int) -> Change:
    return lambda t: replace(
        t,
        headings=t.headings[:at] + t.headings[at + 1 :],
        rows=[(*row[:at], *row[at + 1 :]) for row in t.rows],
    )


def _misspelt(at: int) -> Change:
    return lambda t: replace(
        t, headings=(*t.headings[:at], f"{t.headings[at]} (old)", *t.headings[at + 1 :])
    )


def _blanked(at: int) -> Change:
    return lambda t: replace(t, rows=[(*row[:at], None, *row[at + 1 :]) for row in t.rows])


@cache
def _run_once(posted: bool) -> tuple[WorkbookTables, Result]:
    """Return a workbook as a run, or a posting, left it, and what it gives."""
    held = MemoryBook(book(PUPILS, **MORE))
    for _ in range(2):  # the second sees the tables that the first one added
        result = _calculated(held.tables)
        held.write(writes_with_log(result, at=AT, who="A. Officer", version="1"))
    if posted:
        order = PostingOrder("Autumn", "B. Head", prepared_by="A. Officer", at=AT)
        entries, _ = new_entries(result, order)
        documents = new_documents(result.items, entries, made_on=AT.date())
        added = additions(result, entries, documents)
        after = _calculated(appended(held.tables, added))
        log = writes_with_log(after, at=AT, who="A. Officer", version="1", posting="Autumn")
        held.write([*added, *log])
    return held.tables, _calculated(held.tables)


def _calculated(tables: WorkbookTables) -> Result:
    return calculate(tables, as_at=AS_AT, today=TODAY)


def _cases() -> Iterator[tuple[str, str, str, Change]]:
    for name, table in _run_once(False)[0].tables.items():
        spec = seen_spec(name)
        if spec is None or spec.role is Role.OUTPUT:
            continue
        for change in (deleted, renamed, emptied):
            yield name, "", change.__name__, change
        ours = {contract.normal(h) for h in spec.headings}
        for at, heading in enumerate(table.headings):
            if contract.normal(heading) in ours:
                yield name, heading, "deleted", _without(at)
                yield name, heading, "renamed", _misspelt(at)
                yield name, heading, "emptied", _blanked(at)


def _charged(result: Result) -> dict[tuple[str, str], object]:
    return {
        (line.ref, line.laestab): (line.amount, line.status)
        for line in result.lines
        if line.status not in ("held", "nil")
    }


@pytest.mark.parametrize("posted", [False, True], ids=["before", "after"])
def test_nothing_changes_in_silence(posted: bool) -> None:
    """Each table and column gone, renamed or emptied: refused, told, or nothing rests on it."""
    tables, sound = _run_once(posted)
    codes, known = {f.code for f in sound.findings}, _charged(sound)
    assert known
    assert not codes & {"S32", "S33", "S34"}
    wrong = []
    for name, heading, how, change in _cases():
        there = tables.tables[name]
        made = change(there)
        changed = {n: t for n, t in tables.tables.items() if n != name}
        if made is not None:
            changed[made.name] = made
        try:
            result = _calculated(replace(tables, tables=changed))
        except Refused:
            continue
        told = [f for f in result.findings if f.code in ("S32", "S33")]
        errors = [f for f in told if f.severity is Severity.ERROR]
        same = _charged(result) == known
        fewer = _charged(result).items() <= known.items()
        spec = seen_spec(name)
        assert isinstance(spec, TableSpec)
        ours = contract.PLACEMENTS.name if spec is contract.PLACEMENTS else name
        rests = not why_nothing_rests(ours, heading)
        if len(errors) > 1 or not (same or (told and (fewer or not errors))):
            wrong.append((name, heading, how, "changes an amount in silence"))
        if how != "emptied" and not errors:
            wrong.append((name, heading, how, "is not told"))
        if not rests and not same:
            wrong.append((name, heading, how, "something rests on it"))
    assert wrong == []


def test_what_is_missing_is_compared_with_until_it_is_back_or_accepted() -> None:
    """The error stays run after run; accepted, it is gone, and the run log says so."""
    tables, _ = _run_once(False)
    table = tables.tables["Placements"]
    at = table.headings.index("EAL")
    held = MemoryBook(
        replace(tables, tables={**tables.tables, "Placements": _misspelt(at)(table) or table})
    )
    for _ in range(2):
        result = _calculated(held.tables)
        assert result.missing == ["Placements[EAL]"]
        (found,) = [f for f in result.findings if f.code == "S32"]
        assert "Did you mean “EAL (old)”" in found.message
        held.write(writes_with_log(result, at=AT, who="tester", version="1"))
    with pytest.raises(Refused, match="Missing are Placements\\[EAL\\]"):
        calculate(held.tables, as_at=AS_AT, today=TODAY, accept_missing=["FSM"])
    accepted = calculate(held.tables, as_at=AS_AT, today=TODAY, accept_missing=["eal"])
    writes = writes_with_log(accepted, at=AT, who="tester", version="1")
    log = next(w for w in writes if w.table == "RunLog")
    assert log.rows[0][log.headings.index("Accepted missing")] == "Placements[EAL]"
    held.write(writes)
    assert _calculated(held.tables).missing == []


@pytest.mark.parametrize(("name", "change"), [*product(["Ledger", "RunLog"], [deleted, emptied])])
def test_a_lost_record_is_refused_whoever_else_knows_of_it(name: str, change: Change) -> None:
    """Without the record of the last run, run log, documents and ledger vouch for one another."""
    tables, _ = _run_once(True)
    changed = {n: t for n, t in tables.tables.items() if n not in (name, "LastRun")}
    made = change(tables.tables[name])
    if made is not None:
        changed[name] = made
    with pytest.raises(Refused, match=name):
        _calculated(replace(tables, tables=changed))


def test_a_torn_record_stays_torn_until_it_is_accepted() -> None:
    """A record that was deleted is an error at each run, and no run replaces it by itself."""
    tables, _ = _run_once(False)
    kept = {n: t for n, t in tables.tables.items() if n != "LastRun"}
    held = MemoryBook(replace(tables, tables=kept))
    for _ in range(2):
        result = _calculated(held.tables)
        assert result.missing == ["LastRun"]
        held.write(writes_with_log(result, at=AT, who="tester", version="1"))
    accepted = calculate(held.tables, as_at=AS_AT, today=TODAY, accept_missing=["LastRun"])
    held.write(writes_with_log(accepted, at=AT, who="tester", version="1"))
    assert _calculated(held.tables).missing == []
