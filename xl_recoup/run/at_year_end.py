"""What the charges of a workbook come to on 31 March of its year, as its tables are now.

The same engine charges again, as at that day. Only placements that time still moves are charged
twice: those that are held, and those that are open under a scheme of the authority's own. What such
a placement can't be charged for until then (a rate that ends, a calendar that is too short) is
said, and it stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from xl_recoup.accounts.after_posting import after_posting
from xl_recoup.checks import Facts
from xl_recoup.intake.inputs import Inputs
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import ChargeLine, Placement


@dataclass(slots=True)
class LaterCharges:
    """Every line of Charges as at a later day."""

    lines: Sequence[ChargeLine]
    not_priced: dict[str, str] = field(default_factory=dict)
    """Why a placement could not be charged until then, by its reference: it stands as it is now."""


@dataclass
class AtYearEnd:
    """The charges of a run as at 31 March; worked out when somebody asks, and once."""

    facts: Facts
    charge: Callable[[Facts], None]
    """Assesses and charges rows whose errors are known, as a run does."""

    @cached_property
    def charges(self) -> LaterCharges:
        """The lines of Charges as at the last day of the year; from that day on, those of now."""
        facts, policy = self.facts, self.facts.policy
        if policy.as_at >= policy.period.end:
            return LaterCharges(facts.lines)
        moved = [p for p in facts.rows if self._time_moves(p)]
        later = Facts(self._inputs(moved), facts.today)
        later.error_codes |= facts.error_codes
        self.charge(later)
        gone_on = {p.key for p in moved if p.key not in later.gaps}
        fresh = [
            line
            for p in facts.rows
            for line in (later if p.key in gone_on else facts).lines_by_row.get(p.key, ())
        ]
        lines = after_posting(fresh, facts.standing, str(policy.period), facts.why_not_taken_out)
        refs = {p.key: p.ref for p in moved}
        return LaterCharges(lines, {refs[key]: gap.message for key, gap in later.gaps.items()})

    def _inputs(self, rows: list[Placement]) -> Inputs:
        inputs = self.facts.inputs
        reference = replace(inputs.reference, policy=at_the_end(inputs.policy))
        return replace(
            inputs, reference=reference, placements=replace(inputs.placements, rows=rows)
        )

    def _time_moves(self, p: Placement) -> bool:
        """Say whether a placement may be charged otherwise on a later day."""
        facts, as_at = self.facts, self.facts.as_at
        if p.key in facts.error_codes:
            return False
        if p.key not in facts.statutory_keys:
            by_number = facts.policy.schemes.go_by_number(p.scheme)  # they are numbered together
            if by_number or p.end_date is None or p.end_date > as_at:
                return True
        return any(line.status == "held" for line in facts.lines_by_row.get(p.key, ()))


def at_the_end(policy: Policy) -> Policy:
    """Return a policy that judges as at the last day of its year."""
    return replace(policy, as_at=policy.period.end)
