"""What one run found and charged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import date
from decimal import Decimal
from functools import wraps
from typing import TypeVar, cast

from xl_recoup.accounts.bookings import Items
from xl_recoup.accounts.journal import JournalLine
from xl_recoup.charging.summary import SchoolTotals, Tally
from xl_recoup.checks import Check
from xl_recoup.closed_lists import Status
from xl_recoup.contract import normal
from xl_recoup.intake.last_run_record import LastRunRecord, Remembered
from xl_recoup.intake.row_reading import Row
from xl_recoup.intake.sheet_names import SheetNames
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import (
    ChargeLine,
    Entry,
    Finding,
    Placement,
    Severity,
    short_record,
)
from xl_recoup.run.accepted_before import SinceAccepted
from xl_recoup.run.at_year_end import AtYearEnd, LaterCharges
from xl_recoup.run.movements import Movement
from xl_recoup.tables import OwnColumn

Progress = Callable[[str], None]
Answer = TypeVar("Answer")


def silent(stage: str) -> None:
    """Say nothing of the progress."""


@short_record
class Result:
    """What one run found and charged."""

    policy: Policy
    rows: list[Placement]
    lines: list[ChargeLine]
    findings: list[Finding]
    checks: list[tuple[Check, int]]
    tally: Tally
    totals: dict[Status, Decimal]
    schools: list[SchoolTotals]
    items: Items
    """What is booked, with the codes, documents and settlements of the workbook."""
    journal: list[JournalLine]
    headings: Mapping[str, frozenset[str]]
    """The headings of each table of the workbook, all in normal form."""
    sheets: Mapping[str, str] = field(default_factory=dict)
    """The sheet on which each table stands, whatever a team calls it; by the normal name."""
    out_of_sight: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """Columns of each sheet that are hidden or folded away, counted from 1."""
    sheet_names: SheetNames = field(default_factory=dict)
    """What each sheet with a table has been called."""
    digests: dict[str, str] = field(default_factory=dict)
    entries: Sequence[Entry] = ()
    """What was posted before this run."""
    posted_as_at: date | None = None
    """The as-at date of the run that made the last posting; None where the run log has none."""
    before: LastRunRecord = field(default_factory=LastRunRecord)
    """What the run before noted for this one."""
    seen: Sequence[Remembered] = ()
    """What this run saw of every table."""
    noted: Sequence[Remembered] = ()
    """What the next run is to know of the findings and charges of this one."""
    movements: Sequence[Movement] | None = ()
    """What moved since the run before, or None where that run is made again."""
    moved: Sequence[str] = ()
    """The same in three lines."""
    since_accepted: SinceAccepted | None = None
    """What has moved since a posting, or the first run, accepted how things stood."""
    accepted_missing: Sequence[str] = ()
    """What is missing since the run before, and was accepted to be."""
    heads: Mapping[str, str] = field(default_factory=dict)
    """The head of each record, by its name: the digest of its last entry, "" where it has none."""
    made_on: date | None = None
    """The day of the run itself, whatever day it judges as at."""
    missing: Sequence[str] = ()
    """What is missing since the run before, and nobody accepted to be."""
    own_columns: tuple[OwnColumn, ...] = ()
    """Columns of the team's own that show the charges beside the placements."""
    keeps_record: bool = True
    """False where the workbook takes no hidden sheet for what the next run is to know."""
    date_1904: bool = False
    """Whether the workbook counts its days from 1904."""
    rolls: Sequence[Row] = ()
    """The rows of the providers' own rolls."""
    at_year_end: AtYearEnd | None = None
    """What charges the same placements as at 31 March."""
    worked_out: dict[str, object] = field(default_factory=dict, compare=False, repr=False)
    """What was worked out from this result alone (`once`), by the name of the function."""

    @property
    def errors(self) -> int:
        """The number of error findings."""
        return sum(f.severity is Severity.ERROR for f in self.findings)

    @property
    def charges_at_year_end(self) -> LaterCharges:
        """Every charge as at the last day of the workbook's year; worked out when it is asked."""
        return LaterCharges(self.lines) if self.at_year_end is None else self.at_year_end.charges

    @property
    def disputed(self) -> frozenset[str]:
        """The references, in normal form, of charges with an open query."""
        return disputed_refs(self.policy)


def once(work_out: Callable[[Result], Answer]) -> Callable[[Result], Answer]:
    """Let a function of a run work once for each result, whoever asks again.

    Who gets the answer must not change it.
    """
    name = f"{work_out.__module__}.{work_out.__qualname__}"

    @wraps(work_out)
    def answer(result: Result) -> Answer:
        if name not in result.worked_out:
            result.worked_out[name] = work_out(result)
        return cast("Answer", result.worked_out[name])

    return answer


def disputed_refs(policy: Policy) -> frozenset[str]:
    """Return the references, in normal form, of charges with an open query."""
    return frozenset(normal(q.charge_ref) for q in policy.queries if q.closed is None)
