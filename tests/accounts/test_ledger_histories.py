"""Random histories: whatever becomes known when, ledger + corrections = a fresh calculation.

A history is a list of states of the workbook: placements edited, mistyped, deleted and told again,
agreements signed and withdrawn, schools that convert, rates corrected, schemes switched on and
off, weeks passing. Between states it is posted, or not, or into a closed period, which is refused.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.accounts.open_place import OUR_PROVIDERS, cut_at_posted
from tests.support.books import (
    ACADEMY,
    AGREEMENTS,
    MAINTAINED,
    OTHER_MAINTAINED,
    RATES,
    SCHEMES,
    SCHOOLS,
    book,
    pex,
)
from xl_recoup.accounts.after_posting import after_posting
from xl_recoup.accounts.posted_stretches import STRETCHES
from xl_recoup.contract import Period
from xl_recoup.errors import Refused
from xl_recoup.outputs.account_outputs import ledger_write
from xl_recoup.posting.entries import PostingOrder, appended, new_entries
from xl_recoup.posting.open_period import open_period
from xl_recoup.records import ChargeLine, Entry, Place
from xl_recoup.run.calculate import calculate
from xl_recoup.run.result import Result
from xl_recoup.tables import WorkbookTables

AT = datetime(2026, 3, 1, 9, 0)
FIRST_DAY = date(2025, 12, 5)
Sums = dict[tuple[str, str, bool], Decimal]
D = Decimal

LOCAL = {"Scheme": "WEEK", "Exclusion date": None, "Decision date": None, "Roll status": "dual",
         "Start date": date(2025, 9, 8)}  # fmt: skip
ROWS: list[dict[str, Any] | None] = [
    None,
    {},
    {"FSM6": "Y"},
    {"EAL": "Y"},
    {"Cancelled on": date(2025, 11, 3)},
    {"Reinstated on": date(2025, 11, 10), "FSM6": "Y"},
    {"Review status": "open"},
    {"Home school": OTHER_MAINTAINED},
    {"Home school": ACADEMY, "FSM6": "Y"},
    {"Exclusion date": date(2025, 9, 22)},
    {"Adjustment order": "Y", "Order date": date(2025, 12, 1)},
    {"Admitting school": OTHER_MAINTAINED, "Admitted on": date(2025, 11, 17), "FSM6": "Y"},
    {"Admitting school": ACADEMY, "Admitted on": date(2025, 11, 17)},
    {"UPN": "X000"},
    {"Home school": "9999999"},
    {"Year group": "four", "FSM6": "Y"},
    LOCAL,
    LOCAL | {"End date": date(2025, 10, 17)},
    LOCAL | {"Home school": ACADEMY},
    LOCAL | {"Days per week": 2.0},
]
"""How one placement may be told; None: it is not in the workbook."""

WEEK: dict[str, Any] = {"Scheme": "WEEK", "Kind": "local", "Measure": "complete weeks",
                        "Denominator": 52.0, "Base": "basic entitlement", "By days per week": "Y",
                        "School share": 60.0}  # fmt: skip
SIGNED = {"Scheme": "all", "Status": "signed", "Evidence": "letter"}
AGREED: list[list[dict[str, Any]]] = [
    [],
    AGREEMENTS,
    [SIGNED | {"Party": "Elm Trust", "From": date(2025, 11, 3)}],
    [SIGNED | {"Party": "Elm Trust", "Net-off allowed": "Y"}, SIGNED | {"Party": MAINTAINED}],
    [SIGNED | {"Party": MAINTAINED, "To": date(2025, 10, 10)}],
    [{"Party": "Elm Trust", "Scheme": "all", "Status": "refused"}],
]


@dataclass(frozen=True)
class State:
    """The workbook at one time, and what is done with it."""

    rows: tuple[dict[str, Any] | None, ...]
    agreements: list[dict[str, Any]]
    converted: date | None
    dearer: bool
    scheme_in_use: bool
    days_later: int
    posting: str

    def tables(self, changes: list[dict[str, Any]]) -> WorkbookTables:
        """Return the workbook, with some changes of provider."""
        placed = [pex(i, **cells) for i, cells in enumerate(self.rows, 1) if cells is not None]
        week = WEEK | {"In use": "Y" if self.scheme_in_use else "N"}
        return book(
            placed, Schools=_schools(self.converted), Agreements=self.agreements,
            Rates=_rates(self.dearer), Schemes=[*SCHEMES, week], Providers=OUR_PROVIDERS,
            PlacementChanges=changes, RunLog=[{"Run by": "tester"}], Documents=[],
        )  # fmt: skip


def _schools(converted: date | None) -> list[dict[str, Any]]:
    """Return the schools; Oak Primary becomes an academy on a day, if any."""
    if converted is None:
        return SCHOOLS
    before = {**SCHOOLS[0], "Open to": converted - timedelta(days=1)}
    after = {**SCHOOLS[0], "Type": "academy", "Settlement": "invoice", "Open from": converted}
    return [before, after, *SCHOOLS[1:]]


def _rates(dearer: bool) -> list[dict[str, Any]]:
    return [
        row | {"Amount": 3_900.01} if dearer and row["Factor"] == "basic_entitlement" else row
        for row in RATES
    ]


STATES = st.builds(
    State,
    rows=st.tuples(*[st.sampled_from(ROWS)] * 3),
    agreements=st.sampled_from(AGREED),
    converted=st.sampled_from([None, None, date(2025, 10, 1), date(2025, 11, 1)]),
    dearer=st.booleans(),
    scheme_in_use=st.sampled_from([True, True, False]),
    days_later=st.integers(0, 20),
    posting=st.sampled_from(["post", "post", "post", "wait", "closed"]),
)


def calculated(state: State, day: date, entries: list[Entry]) -> tuple[Result, Result]:
    """Return what a run shows beside a ledger, and what one without a ledger gives.

    The one without has its places cut at the days that are posted.
    """
    tables = state.tables([])
    cut = cut_at_posted([e for e in entries if e.component in STRETCHES])
    alone = calculate(state.tables(cut), as_at=day, today=day)
    beside = appended(tables, [ledger_write(entries)]) if entries else tables
    return calculate(beside, as_at=day, today=day), alone


def due(lines: list[ChargeLine], *statuses: str) -> Sums:
    """Return pounds by placement, school and side of the books of the lines of some statuses."""
    sums: Sums = defaultdict(Decimal)
    for line in lines:
        if line.status in statuses:
            own = line.route == "budget adjustment"
            sums[line.placement_ref.casefold(), line.laestab, own] += line.amount
    return {k: v for k, v in sums.items() if v}


def without(sums: Sums, placements: set[str]) -> Sums:
    """Leave out some placements."""
    return {k: v for k, v in sums.items() if k[0] not in placements}


def in_ledger(entries: list[Entry]) -> Sums:
    """Return pounds in the ledger."""
    sums: Sums = defaultdict(Decimal)
    for e in entries:
        sums[e.placement_ref.casefold(), e.laestab, e.route == "budget adjustment"] += e.amount
    return {k: v for k, v in sums.items() if v}


def posted(result: Result, entries: list[Entry], number: int, posting: str) -> list[Entry]:
    """Return the ledger after a posting that is made, left out, or tried into a closed period."""
    if posting == "wait":
        return entries
    period = f"Period {number}"
    if posting == "closed":
        row = Period(place=Place("Periods"), period=period, status="closed", closed_by="C. Closer")
        with pytest.raises(Refused, match="was closed by"):
            open_period([row], period)
        return entries
    order = PostingOrder(period, prepared_by="A", approved_by="B", at=AT)
    if not any(line.status == "billable" for line in result.lines):
        with pytest.raises(Refused, match="nothing to post"):
            new_entries(result, order)
        return entries
    return [*entries, *new_entries(result, order)[0]]


@settings(max_examples=80)
@given(st.lists(STATES, min_size=1, max_size=5))
def test_ledger_and_corrections_equal_a_fresh_calculation(history: list[State]) -> None:
    """Posted + billable is what a fresh calculation bills; posted lines only ever grow in number.

    A row that has an error keeps what was posted of it, and no new line of it can be posted.
    """
    entries: list[Entry] = []
    day = FIRST_DAY
    for number, state in enumerate(history, 1):
        day += timedelta(days=state.days_later)
        shown, alone = calculated(state, day, entries)
        wrong = {f"p{i:03d}" for i, cells in enumerate(state.rows, 1) if cells and _faulty(cells)}
        before = in_ledger(entries)
        now = due(shown.lines, "posted", "billable")
        assert without(now, wrong) == without(due(alone.lines, "billable"), wrong)
        kept = {k: v for k, v in now.items() if k[0] in wrong}
        assert kept == {k: v for k, v in before.items() if k[0] in wrong}
        assert due(shown.lines, "posted") == before
        assert len({line.ref.casefold() for line in shown.lines}) == len(shown.lines)
        assert due(shown.lines, "asked") == due(alone.lines, "asked")
        ledger = posted(shown, entries, number, state.posting)
        assert ledger[: len(entries)] == entries
        assert [e.number for e in ledger] == list(range(1, len(ledger) + 1))
        assert {e.service_year for e in ledger} <= {"2025-26"}
        entries = ledger
        event(f"{state.posting}, {'corrected' if _corrections(entries) else 'no correction'}")
    _ends_at_the_fresh_sum(history[-1], day, entries)


def _faulty(cells: dict[str, Any]) -> bool:
    return cells.get("UPN") == "X000" or "four" in cells.values() or "9999999" in cells.values()


def _corrections(entries: list[Entry]) -> bool:
    return any(e.component == "Correction" for e in entries)


def _ends_at_the_fresh_sum(last: State, day: date, entries: list[Entry]) -> None:
    """Put every row right and post a last time: the ledger is the fresh calculation."""
    sound = replace(last, rows=tuple({} if c and _faulty(c) else c for c in last.rows))
    shown, alone = calculated(sound, day, entries)
    entries = posted(shown, entries, 99, "post")
    assert in_ledger(entries) == due(alone.lines, "billable")
    settled, _ = calculated(sound, day, entries)
    assert not [line for line in settled.lines if line.status == "billable"]
    shares = [sum((x.authority_share for x in xs), D(0)) for xs in (entries, _billed(alone))]
    assert shares[0] == shares[1]


def _billed(result: Result) -> list[ChargeLine]:
    return [line for line in result.lines if line.status == "billable"]


@settings(max_examples=40)
@given(STATES, STATES)
def test_a_closed_year_is_left_alone_and_corrected_in_its_own_workbook(
    one: State, other: State
) -> None:
    """Entries of another service year change nothing; those of this year are corrected, late."""
    late = date(2026, 7, 22)
    shown, _ = calculated(one, FIRST_DAY, [])
    entries = posted(shown, [], 1, "post")
    _, alone = calculated(other, late, [])
    foreign = [replace(e, service_year="2024-25") for e in entries]
    assert after_posting(alone.lines, foreign, "2025-26") == alone.lines
    again, _ = calculated(other, late, entries)
    entries = posted(again, entries, 2, "post")
    assert {e.service_year for e in entries} <= {"2025-26"}
    assert {e.period for e in entries} <= {"Period 1", "Period 2"}


def test_the_histories_hold_every_kind_of_line() -> None:
    """Among the states are charged, asked, held, nil and erroneous rows, on both sides."""
    seen: set[tuple[str, str]] = set()
    for cells in ROWS:
        for agreed in AGREED:
            state = State((cells, None, None), agreed, None, False, True, 0, "post")
            _, alone = calculated(state, FIRST_DAY, [])
            seen |= {(line.status, line.route) for line in alone.lines}
    statuses, routes = {s for s, _ in seen}, {r for s, r in seen if s == "billable"}
    assert statuses == {"billable", "asked", "held", "nil"}
    assert routes == {"budget adjustment", "invoice"}
