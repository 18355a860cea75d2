"""Random histories of places that stay open: posted, further and corrected make what is due.

A history changes a place, lets time pass, and posts or not. After every step what is posted and
what is to be posted equals a fresh calculation that is cut at the days posted so far.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.accounts.open_place import (
    ACADEMY,
    ATTENDED,
    DAY,
    HOURS,
    MAINTAINED,
    OUR_RATES,
    SCHEME,
    OpenPlaces,
    change,
    converted,
    place,
    sums,
)
from tests.support.books import OTHER_MAINTAINED, SCHOOLS
from xl_recoup.records import ChargeLine

FIRST, LAST = date(2025, 4, 22), date(2026, 3, 31)
DAYS = st.dates(FIRST, LAST)
COUNTED: list[dict[str, Any]] = [
    SCHEME,
    SCHEME | {"Measure": "complete weeks", "Denominator": 52.0, "By days per week": "Y"},
    SCHEME | {"Measure": "school days agreed", "Denominator": 190.0, "School share": 60.0},
    SCHEME | {"Measure": "sessions", "Denominator": 380.0, "Units free": 9.0},
    SCHEME | {"Measure": "school weeks", "Denominator": 38.0, "Cap": 12.0, "Cap unit": "units"},
    SCHEME | {"Measure": "terms", "Denominator": 3.0, "Rounding": "unit rate first"},
    SCHEME | {"Measure": "complete weeks", "Denominator": 52.0, "Open end": "end of year"},
]
WHOLE: list[dict[str, Any]] = [ATTENDED, HOURS, ATTENDED | {"Units free": 5.0}]
Step = tuple[str, Any]
PLACES = st.integers(0, 1)
STEPS: st.SearchStrategy[Step] = st.one_of(
    st.tuples(st.just("time passes"), st.integers(1, 60)),
    st.tuples(st.just("time passes"), st.integers(1, 60)),
    st.tuples(st.just("Start date"), st.tuples(PLACES, DAYS)),
    st.tuples(st.just("End date"), st.tuples(PLACES, st.none() | DAYS)),
    st.tuples(
        st.just("Home school"),
        st.tuples(PLACES, st.sampled_from([MAINTAINED, OTHER_MAINTAINED, ACADEMY])),
    ),
    st.tuples(st.just("Days per week"), st.tuples(PLACES, st.sampled_from([2.0, 3.0, 5.0]))),
    st.tuples(st.just("told"), st.tuples(PLACES, st.integers(1, 60))),
    st.tuples(st.just("deleted"), PLACES),
    st.tuples(st.just("pause"), st.tuples(DAYS, st.integers(1, 30))),
    st.tuples(st.just("days change"), st.tuples(DAYS, st.sampled_from(["1", "4"]))),
    st.tuples(st.just("no changes"), st.none()),
    st.tuples(st.just("converted"), st.none() | DAYS),
    st.tuples(st.just("dearer from"), DAYS),
    st.tuples(st.just("VAT"), st.sampled_from([0.0, 5.0, 20.0])),
)


def take(book: OpenPlaces, kept: list[dict[str, Any]], step: Step, as_at: date) -> None:
    """Change a workbook by a step of its history; `kept` holds both places, told or not.

    No place begins after the day of the run: such a one is taken back until it begins.
    """
    what, value = step
    if what == "deleted":
        book.rows = [row for row in book.rows if row is not kept[value]]
    elif what == "pause":
        first, length = value
        book.changes.append(change(first, first + timedelta(days=length), "Pause"))
    elif what == "days change":
        book.changes.append(change(value[0], None, "Days per week", value[1]))
    elif what == "no changes":
        book.changes = []
    elif what == "converted":
        book.schools = list(SCHOOLS) if value is None else list(converted(value))
    elif what == "dearer from":
        book.rates = [row for old in OUR_RATES for row in _dearer(old, value)]
    elif what == "VAT":
        book.scheme = book.scheme | {"VAT percentage": value, "VAT code": f"V{value:.0f}"}
    else:
        number, told = value
        row = kept[number]
        if row not in book.rows:
            book.rows.append(row)
        if what == "told":
            row |= {"Days attended": float(told), "Hours": float(told)}
        else:
            row[what] = min(told, as_at) if what == "Start date" else told
        if row["End date"] and row["End date"] < row["Start date"]:
            row["End date"] = None


def _dearer(row: Any, day: date) -> list[Any]:
    if row["Factor"] != "basic_entitlement":
        return [row]
    return [
        row | {"Valid to": day - DAY},
        row | {"Valid from": day, "Amount": row["Amount"] + 1_000.01},
    ]


def books(scheme: dict[str, Any]) -> tuple[OpenPlaces, list[dict[str, Any]]]:
    """Return a workbook with two open places under a scheme, and both rows."""
    kept = [place(n, **{"End date": None, "Days attended": 20.0, "Hours": 20.0}) for n in (1, 2)]
    return OpenPlaces(rows=list(kept), scheme=dict(scheme)), kept


def live(
    scheme: dict[str, Any],
    history: list[tuple[Step, bool]],
    after: Callable[[OpenPlaces, list[ChargeLine], date, str], None],
) -> None:
    """Live a history from 30 September on; `after` looks at each run before it is posted."""
    book, kept = books(scheme)
    as_at = date(2025, 9, 30)
    book.post(as_at)
    for step, posts in history:
        if step[0] == "time passes":
            as_at = min(LAST, as_at + timedelta(days=step[1]))
        else:
            take(book, kept, step, as_at)
        after(book, book.run(as_at).lines, as_at, step[0])
        if posts:
            before = list(book.entries)
            book.post(as_at)
            assert book.entries[: len(before)] == before
            assert book.told(as_at) == []


HISTORIES = st.lists(st.tuples(STEPS, st.booleans()), min_size=2, max_size=6)


def is_due(book: OpenPlaces, lines: list[ChargeLine], as_at: date, what: str) -> None:
    """Hold what a run shows against a fresh calculation, and its days against the places."""
    assert sums(lines, "posted", "billable") == book.fresh_and_cut(as_at)
    assert len({line.ref.casefold() for line in lines}) == len(lines)
    posted = [e for e in book.entries if e.component != "Correction"]
    for line in lines:
        if line.status == "billable" and line.component == "Further charge":
            last = max(e.end for e in posted if e.placement_ref == line.placement_ref and e.end)
            assert line.start is not None
            assert line.start > last or line.start == LAST
        event(f"{what}: {line.component} {line.status}")


@settings(max_examples=60)
@given(st.sampled_from(COUNTED), HISTORIES)
def test_posted_further_and_corrected_are_a_fresh_calculation(
    scheme: dict[str, Any], history: list[tuple[Step, bool]]
) -> None:
    """After every step, per placement and school, to the penny; once posted, nothing is left."""
    live(scheme, history, is_due)


@settings(max_examples=40)
@given(st.sampled_from(WHOLE), HISTORIES)
def test_what_is_told_for_the_year_is_posted_once(
    scheme: dict[str, Any], history: list[tuple[Step, bool]]
) -> None:
    """The same of days attended and hours, which grow and shrink, at whole pounds an hour."""
    live(scheme, history, is_due)


@settings(max_examples=60)
@given(st.sampled_from([*COUNTED, *WHOLE]), HISTORIES, st.lists(st.integers(1, 45), max_size=4))
def test_time_alone_corrects_nothing(
    scheme: dict[str, Any], history: list[tuple[Step, bool]], spans: list[int]
) -> None:
    """After any history that is posted, weeks that pass give further charges and nothing else."""
    as_at = [date(2025, 9, 30)]
    seen: list[OpenPlaces] = []

    def note(book: OpenPlaces, lines: list[ChargeLine], day: date, what: str) -> None:
        as_at.append(day)
        seen.append(book)

    live(scheme, history, note)
    book, day = seen[-1], as_at[-1]
    book.post(day)
    for span in spans:
        day = min(LAST, day + timedelta(days=span))
        new = book.post(day)
        assert {e.component for e in new} <= {"Scheme charge", "Further charge"}
        assert sums(book.run(day).lines, "posted") == book.fresh_and_cut(day)
