"""Next year's workbook, made from this year's: a copy of the file with what goes on in it.

Reference tables stay as they are, open placements come forward with their changes and queries,
outputs and records begin empty. This year's file, its ledger with it, stays as it is: a charge of
this year is corrected there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any

from xl_recoup.contract import (
    PERIODS,
    PLACEMENT_CHANGES,
    QUERIES,
    SETTINGS,
    is_placements_table,
    normal,
)
from xl_recoup.contract.looked_up_names import names_on_schools
from xl_recoup.errors import Refused
from xl_recoup.intake.last_run_record import Remembered, last_run_write
from xl_recoup.intake.placement_rows import read_placements
from xl_recoup.intake.reference import read_reference
from xl_recoup.intake.seen_tables import SETTING, carried_on, column_name
from xl_recoup.intake.vanished_settings import noted_settings
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.new_year.carried_rows import Sorting, sort_changes, sort_placements, sort_queries
from xl_recoup.new_year.ended_terms import EndedTerms, ended_terms
from xl_recoup.new_year.gaps import (
    CalendarShort,
    RateMissing,
    SchemeMissing,
    calendars_short,
    rates_missing,
    schemes_missing,
)
from xl_recoup.new_year.next_tables import (
    CLEARED,
    YEAR_SETTING,
    Rewriting,
    dropped_rows,
    emptied,
    periods_over,
    settings_for,
    with_closed,
    with_rows,
)
from xl_recoup.records import Place, short_record
from xl_recoup.tables import WorkbookTables
from xl_recoup.words import counted

Headings = Mapping[str, frozenset[str]]


@short_record
class NewYear:
    """What was brought forward into a year, and what has to be filled in before it can be run."""

    year: FundingPeriod
    placements: Sorting
    changes: Sorting
    queries: Sorting
    rates_missing: Sequence[RateMissing]
    schemes_missing: Sequence[SchemeMissing]
    calendars_short: Sequence[CalendarShort]
    terms_ended: Sequence[EndedTerms] = ()
    """Terms of placements brought forward that end before the year does."""
    regulations_cleared: bool = False
    """True where the old year's citation was taken out of the setting Regulations."""
    periods_closed: int = 0
    """How many posting periods of earlier years were closed."""
    fixed: Sequence[Place] = ()
    """Cells whose formula became the value that it had."""
    hidden: Sequence[Place] = ()
    """Rows of the new file that are out of sight."""
    rewritings: Sequence[Rewriting] = field(default=(), repr=False)

    def to_json(self) -> dict[str, Any]:
        """Return what `--json` prints, without the output's name."""
        counts = {"placements": self.placements, "changes": self.changes, "queries": self.queries}
        return {
            "financial_year": str(self.year),
            **{n: {"carried": len(s.carried), "dropped": s.dropped} for n, s in counts.items()},
            "rates_missing": [
                {"factor": r.factor, "phase": r.phase, "from": r.start.isoformat()}
                for r in self.rates_missing
            ],
            "schemes_missing": [
                {"scheme": s.code, "from": s.start.isoformat()} for s in self.schemes_missing
            ],
            "calendars_short": [
                {"calendar": c.name, "last_day": c.last.isoformat() if c.last else None}
                for c in self.calendars_short
            ],
            "terms_ended": [t.to_json() for t in self.terms_ended],
            "regulations_cleared": self.regulations_cleared,
            "periods_closed": self.periods_closed,
            "formulas_replaced": [str(place) for place in self.fixed],
            "hidden_rows": [str(place) for place in self.hidden],
        }

    def sentences(self) -> list[str]:
        """Return what a person is told: what came forward, then what is to be filled in."""
        p, changes, queries = self.placements, self.changes, self.queries
        said = [
            f"{counted(len(p.carried), 'placement')} brought forward into {self.year},"
            f" {p.dropped:,} finished and left behind;"
            f" {counted(len(changes.carried), 'change')} and"
            f" {counted(len(queries.carried), 'open query', 'open queries')} with them."
        ]
        if self.terms_ended:
            said.append(f"Open placements whose terms end before {self.year} does:")
            said += [f"  {terms.sentence()}" for terms in self.terms_ended]
        for title, missing in (
            ("Rates to be entered", self.rates_missing),
            ("Schemes that need a row", self.schemes_missing),
            ("Calendars to be continued", self.calendars_short),
        ):
            if missing:
                said.append(f"{title} for {self.year}:")
                said += [f"  {item.sentence()}" for item in missing]
        if self.periods_closed:
            ended = counted(self.periods_closed, "period that ended", "periods that ended")
            said.append(
                f"{ended} before {self.year} closed: what belongs there is posted in the old"
                " workbook."
            )
        if self.regulations_cleared:
            said.append(
                "The setting Regulations was cleared: its citation was the old year's. Fill in the"
                " new one."
            )
        if self.fixed:
            what = "a formula" if len(self.fixed) == 1 else "formulas"
            cells = _listed(self.fixed)
            said.append(f"What was {what} in the old file at {cells} is a typed value in the new.")
        if self.hidden:
            said.append(
                f"Out of sight in the new file, because hidden in the old: {_listed(self.hidden)}."
                " Unhide what is there."
            )
        return said


def _settings_then(book: WorkbookTables, year: FundingPeriod) -> Iterator[Remembered]:
    """Yield the settings that the new workbook begins with, for its first run to compare with."""
    ours = column_name(SETTINGS.name, YEAR_SETTING)
    cleared = {column_name(SETTINGS.name, name) for name in CLEARED}
    yield Remembered(SETTING, ours, str(year))
    yield from (row for row in noted_settings(book) if row.name not in {ours, *cleared})


def _listed(places: Sequence[Place]) -> str:
    return ", ".join(map(str, places[:5])) + (" …" if len(places) > 5 else "")


def bring_forward(
    book: WorkbookTables, year: FundingPeriod, filled_down: Headings | None = None
) -> NewYear:
    """Work out a later year's tables; touches nothing.

    `filled_down` gives by table the headings of the columns that Excel fills with a formula.
    """
    own = filled_down or {}
    reference = read_reference(book, None, year.start)
    policy = reference.policy
    if year.first_year <= policy.period.first_year:
        raise Refused(
            f"The workbook is for {policy.period}, so a new year's workbook can be for"
            f" {policy.period.next} or a later year, not for {year}."
        )
    rows = read_placements(book).rows
    placements = sort_placements(rows, policy, year)
    refs = {normal(p.placement_ref) for p in rows if p.key in placements.carried}
    changes = sort_changes(reference.readings.get(PLACEMENT_CHANGES.name), refs)
    queries = sort_queries(reference.readings.get(QUERIES.name))
    settings = book.find(SETTINGS.name)
    assert settings is not None
    rewritings = [settings_for(settings, year)]
    schools = names_on_schools(book)
    going_on = {normal(PLACEMENT_CHANGES.name): changes, normal(QUERIES.name): queries}
    for table in book.tables.values():
        kept = placements if is_placements_table(table.name) else going_on.get(normal(table.name))
        if kept is not None and dropped_rows(table, kept.carried):
            rewritings.append(with_rows(table, kept.carried, own.get(table.name, ()), schools))
    rewritings += emptied(book, own)
    rewritings.append(Rewriting(last_run_write([*carried_on(book), *_settings_then(book, year)])))
    periods, over = book.find(PERIODS.name), periods_over(book, year)
    if periods is not None and over:
        rewritings.append(with_closed(periods, over))
    missing = rates_missing(policy, year)
    carried = [p for p in rows if p.key in placements.carried]
    return NewYear(
        year=year,
        placements=placements,
        changes=changes,
        queries=queries,
        rates_missing=missing,
        terms_ended=ended_terms(carried, policy, year, missing, reference.readings),
        schemes_missing=schemes_missing(policy, year),
        calendars_short=calendars_short(policy, year),
        regulations_cleared=bool(policy.options.regulations),
        periods_closed=len(over),
        fixed=[place for r in rewritings for place in r.fixed],
        hidden=[place for r in rewritings for place in r.hidden],
        rewritings=rewritings,
    )
