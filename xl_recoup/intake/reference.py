"""The reference tables understood: schools, agreements, schemes, rates, calendars and the rest.

A row that can't be read is a finding and is left out, and whatever would have depended on it
is held: it is never guessed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from xl_recoup import contract
from xl_recoup.contract import normal
from xl_recoup.errors import Refused
from xl_recoup.intake.cell_values import IssueKind, read_laestab, read_year_group
from xl_recoup.intake.faults import Fault
from xl_recoup.intake.provider_rows import commission_of
from xl_recoup.intake.required import require_tables
from xl_recoup.intake.row_reading import Row, TableReading, read_rows
from xl_recoup.intake.scheme_rows import change_of, scheme_of
from xl_recoup.intake.settings import read_options
from xl_recoup.law.school_days import SchoolDays
from xl_recoup.policy.agreement_list import Agreement, AgreementList
from xl_recoup.policy.change_list import ChangeList
from xl_recoup.policy.rate_table import FACTOR_LABELS, Rate, RateTable
from xl_recoup.policy.scheme_list import SchemeList
from xl_recoup.policy.school_list import School, SchoolList
from xl_recoup.policy.whole_policy import Policy, Provider, Query
from xl_recoup.records import Place
from xl_recoup.tables import Table, WorkbookTables

T = TypeVar("T")
BEGINNING, END_OF_TIME = date.min, date.max
RATE_UNITS = ("", "per pupil per year", "per year", "a year", "year", "annual", "pounds a year")


@dataclass(slots=True)
class Reference:
    """The policy of a workbook, with what was wrong in its reference tables."""

    policy: Policy
    faults: list[Fault] = field(default_factory=list)
    readings: dict[str, TableReading] = field(default_factory=dict)


def read_reference(book: WorkbookTables, as_at: date | None, today: date) -> Reference:
    """Read everything but placements. `as_at` goes before the setting, which goes before `today`.

    Raises Refused where a required table or heading is missing, a setting is unknown or a rate
    holds an Excel error.
    """
    require_tables(book)
    readings = {
        spec.name: read_rows(table, spec, book.date_1904)
        for spec in (*contract.INPUT_SPECS, *contract.REGISTER_SPECS)
        if spec is not contract.PLACEMENTS and (table := book.find(spec.name)) is not None
    }
    settings = book.find("Settings")
    assert settings is not None
    options = read_options(book, settings)
    faults: list[Fault] = []
    _refuse_error_rates(readings["Rates"])
    calendars, broken = _calendars(readings["Calendar"], faults)
    policy = Policy(
        options=options,
        as_at=as_at or options.as_at or today,
        schools=SchoolList(_each(readings, "Schools", _school, faults)),
        agreements=AgreementList(_each(readings, "Agreements", _agreement, faults)),
        schemes=_schemes(readings, faults),
        rates=RateTable(_each(readings, "Rates", _rate, faults)),
        calendars=calendars,
        broken_calendars=broken,
        providers={normal(p.code): p for p in _each(readings, "Providers", _provider, faults)},
        changes=ChangeList(_each(readings, "PlacementChanges", change_of, faults)),
        queries=tuple(_each(readings, "Queries", _query, faults)),
    )
    return Reference(policy, faults, readings)


def _schemes(readings: dict[str, TableReading], faults: list[Fault]) -> SchemeList:
    known = list(_each(readings, "Schemes", scheme_of, faults))
    given = readings["Schemes"].rows if "Schemes" in readings else []
    return SchemeList(known, complete=len(known) == len(given))


def _each(
    readings: dict[str, TableReading],
    name: str,
    make: Callable[[Row, list[Fault]], T | None],
    faults: list[Fault],
) -> Iterable[T]:
    reading = readings.get(name)
    if reading is None:
        return []
    made = (make(row, faults) for row in reading.rows)
    return [record for record in made if record is not None]


def _refuse_error_rates(reading: TableReading) -> None:
    bad = [i for i in reading.issues if i.issue.kind is IssueKind.ERROR_CELL]
    if bad:
        cells = ", ".join(str(i.place) for i in bad[:5])
        more = f" and {len(bad) - 5} more" if len(bad) > 5 else ""
        raise Refused(
            f"The Rates table holds an Excel error at {cells}{more}, so no amount can be trusted."
            " Type the values and run again."
        )


def _needs(row: Row, fields: dict[str, str], table: str, faults: list[Fault]) -> bool:
    """Note a fault for each field that is blank; say whether all are there and readable."""
    sound = not row.unreadable & fields.keys()
    for name, heading in fields.items():
        if name not in row.values and name not in row.unreadable:
            faults.append(Fault(row.place(name), f"is blank, but {heading} is needed", table))
            sound = False
    return sound


def _school(row: Row, faults: list[Fault]) -> School | None:
    needed = {"laestab": "a LAESTAB", "school": "the school's name", "type": "the school's type"}
    if not _needs(row, needed, "Schools", faults) or row.unreadable:
        return None
    leaving: list[int] = []
    for word in str(row.get("leaving_years", "")).replace(";", ",").split(","):
        if word.strip():
            year, issue = read_year_group(word)
            if issue:
                place = row.place("leaving_years")
                faults.append(Fault(place, issue.words, "Schools"))
                return None
            leaving.append(year)
    if _backward(row, faults):
        return None
    return School(
        laestab=row.get("laestab"),
        name=row.get("school"),
        type=row.get("type"),
        place=row.place("laestab"),
        urn=row.get("urn", ""),
        phase=row.get("phase", ""),
        lowest_year=row.get("lowest_year"),
        highest_year=row.get("highest_year"),
        leaving_years=tuple(leaving),
        trust=row.get("trust", ""),
        calendar=row.get("calendar", contract.DEFAULT_CALENDAR),
        settlement=row.get("settlement", ""),
        cost_centre=row.get("cost_centre", ""),
        open_from=row.get("open_from"),
        open_to=row.get("open_to"),
        successor=row.get("successor", ""),
    )


def _backward(row: Row, faults: list[Fault]) -> bool:
    """Note a fault where a school's days or years run backwards; say whether they do."""
    for first, last, words in (
        ("open_from", "open_to", "is before the school's first day, under Open from"),
        ("lowest_year", "highest_year", "is below the Lowest year"),
    ):
        low, high = row.get(first), row.get(last)
        if low is not None and high is not None and high < low:
            faults.append(Fault(row.place(last), words, "Schools"))
            return True
    return False


def _agreement(row: Row, faults: list[Fault]) -> Agreement | None:
    needed = {"party": "the party", "scheme": "the scheme", "status": "the status"}
    if not _needs(row, needed, "Agreements", faults) or row.unreadable:
        return None
    party = row.get("party")
    laestab, issue = read_laestab(party)
    return Agreement(
        party=party if issue else laestab,
        scheme=row.get("scheme"),
        status=row.get("status"),
        place=row.place("party"),
        start=row.get("start"),
        end=row.get("end"),
        net_off_allowed=row.get("net_off_allowed", False),
        po_required=row.get("po_required", False),
        evidence=row.get("evidence", ""),
    )


def _provider(row: Row, faults: list[Fault]) -> Provider | None:
    if not _needs(row, {"code": "the provider's code"}, "Providers", faults):
        return None
    terms = commission_of(row, faults)
    return Provider(row.get("code"), row.place("code"), row.get("name", ""), **terms)


def _query(row: Row, faults: list[Fault]) -> Query | None:
    needed = {"query_ref": "the query's reference", "charge_ref": "the charge's reference"}
    if not _needs(row, needed, "Queries", faults):
        return None
    return Query(
        row.get("query_ref"), row.get("charge_ref"), row.place("charge_ref"),
        row.get("opened"), row.get("closed"), row.get("amount"),
    )  # fmt: skip


def _rate(row: Row, faults: list[Fault]) -> Rate | None:
    needed = {
        "factor": "the factor", "phase": "the phase", "amount": "the amount",
        "valid_from": "the first day",
    }  # fmt: skip
    sound = _needs(row, needed, "Rates", faults) and not row.unreadable
    amount = row.get("amount")
    if amount is not None and amount < 0:
        faults.append(Fault(row.place("amount"), "is below 0, which no rate can be", "Rates"))
        sound = False
    factor = normal(row.get("factor", "")).replace(" ", "_")
    if normal(row.get("unit", "")) not in RATE_UNITS and factor in FACTOR_LABELS:
        faults.append(
            Fault(row.place("unit"), "holds a unit other than per pupil per year", "Rates")
        )
        sound = False
    if not factor:
        return None
    return Rate(
        factor=factor,
        phase=row.get("phase", ""),
        amount=row.get("amount", 0),
        valid_from=row.get("valid_from", BEGINNING),
        valid_to=row.get("valid_to", END_OF_TIME),
        place=row.place("amount"),
        basis=row.get("basis", ""),
        draft=row.get("status", "draft") == "draft",
        unusable=not sound,
    )


def read_calendars(table: Table) -> tuple[dict[str, SchoolDays], dict[str, Place]]:
    """Return a Calendar table's calendars by name, and those with a row that can't be read."""
    return _calendars(read_rows(table, contract.CALENDAR), [])


def _calendars(
    reading: TableReading, faults: list[Fault]
) -> tuple[dict[str, SchoolDays], dict[str, Place]]:
    terms: dict[str, list[tuple[date, date]]] = defaultdict(list)
    closures: dict[str, list[tuple[date, date]]] = defaultdict(list)
    names: dict[str, str] = {}
    broken: dict[str, Place] = {}
    needed = {"kind": "the kind", "start": "the first day", "end": "the last day"}
    for row in reading.rows:
        name = row.get("calendar", contract.DEFAULT_CALENDAR)
        key = normal(name)
        names.setdefault(key, name)
        sound = _needs(row, needed, "Calendar", faults) and not row.unreadable
        first, last = row.get("start"), row.get("end")
        if sound and (last < first or (last - first).days > 366):
            how = "before" if last < first else "more than a year after"
            words = f"is {how} the first day of its row"
            faults.append(Fault(row.place("end"), words, "Calendar"))
            sound = False
        if not sound:
            broken.setdefault(key, row.place("calendar"))
        elif row.get("kind") == "term":
            terms[key].append((first, last))
        else:
            closures[key].append((first, last))
    return {k: SchoolDays(n, terms[k], closures[k]) for k, n in names.items()}, broken
