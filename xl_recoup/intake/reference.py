"""The reference tables understood: schools, agreements, schemes, rates, calendars and the rest.

A row that can't be read is a finding and is left out, and whatever would have depended on it
is held: it is never guessed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from xl_recoup import contract
from xl_recoup.closed_lists import CALENDAR_KINDS, CalendarKind
from xl_recoup.contract import (
    Agreement,
    CalendarDays,
    Change,
    Provider,
    Query,
    Rate,
    ScenarioRow,
    Scheme,
    School,
    SignOff,
    normal,
)
from xl_recoup.contract.cell_values import IssueKind
from xl_recoup.contract.table_row import TableRow
from xl_recoup.errors import Refused
from xl_recoup.intake.required import LOOKED_UP, require_tables
from xl_recoup.intake.row_reading import Row, TableReading, read_rows
from xl_recoup.intake.row_records import Fault, record_of, record_of_whole
from xl_recoup.intake.settings import read_options
from xl_recoup.law.school_days import SchoolDays
from xl_recoup.policy.agreement_list import AgreementList
from xl_recoup.policy.change_list import ChangeList
from xl_recoup.policy.rate_table import RateTable
from xl_recoup.policy.scheme_list import SchemeList
from xl_recoup.policy.school_list import SchoolList
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import Place
from xl_recoup.tables import Table, WorkbookTables

R = TypeVar("R", bound=TableRow)
MakeRecord = Callable[[Row, type[R], list[Fault]], R | None]


@dataclass(slots=True)
class Reference:
    """The policy of a workbook, with what was wrong in its reference tables."""

    policy: Policy
    faults: list[Fault] = field(default_factory=list)
    readings: dict[str, TableReading] = field(default_factory=dict)
    sign_offs: list[SignOff] = field(default_factory=list)


def read_reference(book: WorkbookTables, as_at: date | None, today: date) -> Reference:
    """Read everything but placements. `as_at` goes before the setting, which goes before `today`.

    Raises Refused where a required table or heading is missing, a setting is unknown or a rate
    holds an Excel error.
    """
    require_tables(book)
    readings = {
        spec.name: read_rows(table, spec, book.date_1904)
        for spec in LOOKED_UP
        if spec is not contract.PLACEMENTS and (table := book.find(spec.name)) is not None
    }
    faults: list[Fault] = []

    def each(model: type[R], make: MakeRecord[R] = record_of) -> list[R]:
        reading = readings.get(model.spec.name)
        made = [make(row, model, faults) for row in (reading.rows if reading else ())]
        return [record for record in made if record is not None]

    settings = book.find("Settings")
    assert settings is not None
    options = read_options(book, settings)
    _refuse_error_rates(readings["Rates"])
    calendars, broken = _calendars(readings["Calendar"], faults)
    schools, agreements = each(School), each(Agreement)
    schemes = each(Scheme, record_of_whole)
    rows = readings["Schemes"].rows if "Schemes" in readings else []
    policy = Policy(
        options=options,
        as_at=as_at or options.as_at or today,
        schools=SchoolList(schools),
        agreements=AgreementList(agreements),
        schemes=SchemeList(schemes, complete=len(schemes) == len(rows)),
        rates=RateTable(each(Rate, _rate)),
        calendars=calendars,
        broken_calendars=broken,
        providers={normal(p.code): p for p in each(Provider, _provider)},
        changes=ChangeList(each(Change, record_of_whole)),
        queries=tuple(each(Query)),
    )
    each(ScenarioRow)  # for what is wrong in them: no charge of the workbook rests on a scenario
    return Reference(policy, faults, readings, each(SignOff))


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


def _provider(row: Row, model: type[Provider], faults: list[Fault]) -> Provider | None:
    """Return a provider; where its terms can't be meant it is known without them."""
    provider = record_of(row, model, faults, tell_all=True)
    if provider is None and row.get("code"):
        named = {"code": row.get("code"), "name": row.get("name", "")}
        return model(place=row.place(model.named_by), **named)
    return provider


def _rate(row: Row, model: type[Rate], faults: list[Fault]) -> Rate | None:
    """Return a rate; one that can't be used is kept, so that whoever needs it is told."""
    rate = record_of(row, model, faults, tell_all=True)
    if rate is None and row.get("factor"):
        return model.not_to_be_used(row.place(model.named_by), row.values)
    return rate


def read_calendars(table: Table) -> tuple[dict[str, SchoolDays], dict[str, Place]]:
    """Return a Calendar table's calendars by name, and those with a row that can't be read."""
    return _calendars(read_rows(table, contract.CALENDAR), [])


def _calendars(
    reading: TableReading, faults: list[Fault]
) -> tuple[dict[str, SchoolDays], dict[str, Place]]:
    spans: dict[CalendarKind, dict[str, list[tuple[date, date]]]] = {
        kind: defaultdict(list) for kind in CALENDAR_KINDS
    }
    names: dict[str, str] = {}
    broken: dict[str, Place] = {}
    for row in reading.rows:
        name = row.get("calendar", contract.DEFAULT_CALENDAR)
        key = normal(name)
        names.setdefault(key, name)
        days = record_of(row, CalendarDays, faults)
        if days is None:
            broken.setdefault(key, row.place("calendar"))
        else:
            spans[days.kind][key].append((days.start, days.end))
    terms, closures = spans["term"], spans["closure"]
    return {k: SchoolDays(n, terms[k], closures[k]) for k, n in names.items()}, broken
