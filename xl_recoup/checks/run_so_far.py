"""What checks look at: the workbook as it is understood, and, later in a run, as charged."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from xl_recoup.accounts.bookings import Items
from xl_recoup.accounts.journal import JournalLine, journal
from xl_recoup.accounts.standing_entries import standing
from xl_recoup.charging.assessment import Assessment
from xl_recoup.charging.gap import Gap
from xl_recoup.charging.rows_in_ledger import PostedDays, posted_as, posted_days_of
from xl_recoup.charging.status import is_statutory
from xl_recoup.checks.told_findings import Weighed
from xl_recoup.contract import School, is_placements_table, normal
from xl_recoup.intake.inputs import Inputs
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import ChargeLine, Entry, Finding, Placement, RowKey, Severity
from xl_recoup.recovery.recovery_rows import Trouble as WrongStep
from xl_recoup.scenarios.scenario_list import Trouble

CHANGED_BY_HAND = "A85"
"""A posted record is not what was written: what rests on a changed entry of the Ledger is held."""
VANISHED = "S32"
"""What the last run had and this one lacks: the rows that rest on it are held."""


@dataclass
class Facts:
    """One workbook in one run. `assessments`, `gaps` and `lines` fill as the run goes on."""

    inputs: Inputs
    today: date
    """The day of the run itself, whatever day it judges as at."""
    assessments: dict[RowKey, Assessment] = field(default_factory=dict)
    ready_lines: dict[RowKey, list[ChargeLine]] = field(default_factory=dict)
    """Lines under local schemes and between authorities; they wait until all rows are weighed."""
    numbers: dict[RowKey, int] = field(default_factory=dict)
    """A placement's number among those of its school and year, where its scheme's rows go by it."""
    gaps: dict[RowKey, Gap] = field(default_factory=dict)
    fresh: list[ChargeLine] = field(default_factory=list)
    """Every charge as it is calculated now, whatever was posted."""
    lines: list[ChargeLine] = field(default_factory=list)
    """The lines of the Charges table: what is posted, what corrects it, and what is new."""
    weighed: list[Weighed] = field(default_factory=list)
    """The sign-offs, and what they cover of all that is found before they are looked at."""
    held_apart: set[RowKey] = field(default_factory=set)
    """Rows that one thing holds for all of them: no check says anything else of those."""
    scenario_troubles: Sequence[Trouble] = ()
    """What is wrong with the rows of scenarios."""
    recovery_troubles: Sequence[WrongStep] = ()
    """What is wrong with the rows of Recovery."""
    error_codes: dict[RowKey, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Codes of the errors found so far, by row: those rows are not charged."""
    codes: set[str] = field(default_factory=set)
    """Codes of the errors found so far, whatever they are of."""

    @cached_property
    def policy(self) -> Policy:
        """The policy of the workbook."""
        return self.inputs.policy

    @property
    def rows(self) -> list[Placement]:
        """All placement rows."""
        return self.inputs.placements.rows

    @property
    def as_at(self) -> date:
        """The day as at which the run judges."""
        return self.policy.as_at

    @cached_property
    def statutory(self) -> list[Placement]:
        """The placement rows under PEX or LEAVER."""
        return [p for p in self.rows if is_statutory(p)]

    @cached_property
    def statutory_keys(self) -> frozenset[RowKey]:
        """The places of those rows."""
        return frozenset(p.key for p in self.statutory)

    @cached_property
    def by_upn(self) -> Mapping[str, list[Placement]]:
        """Placement rows that share a UPN: two or more of each."""
        return _shared((p.upn, p) for p in self.rows if p.upn)

    @cached_property
    def by_episode(self) -> Mapping[str, list[Placement]]:
        """Placement rows that share an episode, whatever its capitals: two or more of each."""
        return _shared((normal(p.episode_ref), p) for p in self.rows if p.episode_ref)

    @cached_property
    def lines_by_row(self) -> Mapping[RowKey, list[ChargeLine]]:
        """Charges as they are calculated now, by the placement row that they come from."""
        grouped: dict[RowKey, list[ChargeLine]] = defaultdict(list)
        for line in self.fresh:
            grouped[line.row].append(line)
        return grouped

    @cached_property
    def standing(self) -> list[Entry]:
        """The posted entries that were not taken back."""
        return standing(self.inputs.entries)

    def in_ledger(self, p: Placement) -> bool:
        """Say whether a row is posted: by its reference, its school and its first day."""
        sole = self._rows_of_reference[normal(p.placement_ref)] == 1
        return posted_as(p, self.policy, self._posted_days, sole=sole)

    @cached_property
    def _rows_of_reference(self) -> Counter[str]:
        return Counter(normal(p.placement_ref) for p in self.rows)

    @cached_property
    def _posted_days(self) -> PostedDays:
        return posted_days_of(self.standing)

    @cached_property
    def items(self) -> Items:
        """What is booked: needed only when all lines are there."""
        posted, accounts = self.inputs.entries, self.inputs.accounts.accounts
        return Items(self.policy, self.rows, self.lines, posted, accounts)

    @cached_property
    def journal(self) -> list[JournalLine]:
        """The journal of those items."""
        return journal(self.items)

    def home_school(self, p: Placement) -> School | None:
        """Return a placement's home school as it was when the placement began, if known."""
        return self._home_schools[p.key]

    @cached_property
    def _home_schools(self) -> dict[RowKey, School | None]:
        return {p.key: self._home_school(p) for p in self.rows}

    def _home_school(self, p: Placement) -> School | None:
        if p.home_school not in self.policy.schools:
            return None
        day = p.counts_from or self.policy.period.start
        return self.policy.schools.on(p.home_school, day)

    @property
    def why_not_taken_out(self) -> str:
        """The code of the error because of which placements may be missing; "" without one."""
        named = ("", "Placement ref")
        gone = [v for v in self.inputs.vanished if is_placements_table(v.table)]
        if any(v.heading in named for v in gone):
            return VANISHED
        return CHANGED_BY_HAND if CHANGED_BY_HAND in self.codes else ""

    def note(self, findings: Iterable[Finding]) -> None:
        """Remember which rows have errors."""
        for finding in findings:
            if finding.severity is Severity.ERROR:
                self.codes.add(finding.code)
            if finding.severity is Severity.ERROR and finding.row is not None:
                self.error_codes[finding.row].append(finding.code)
            for row in finding.rows:
                self.error_codes[row] = [finding.code]


def _shared(pairs: Iterable[tuple[str, Placement]]) -> dict[str, list[Placement]]:
    grouped: dict[str, list[Placement]] = defaultdict(list)
    for key, p in pairs:
        grouped[key].append(p)
    return {key: rows for key, rows in grouped.items() if len(rows) > 1}
