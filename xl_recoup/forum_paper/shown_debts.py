"""What is outstanding by age and by stage of recovery, as far as that may be shown.

Both tables are hidden together: a document stands in one age and one stage, and whoever subtracts
the rows of one table from those of the other must not learn of few pupils.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from xl_recoup.accounts.settlement import Balance, balances
from xl_recoup.closed_lists import DEBT_AGES, RECOVERY_STAGES, RecoveryStage
from xl_recoup.contract import normal
from xl_recoup.forum.derived_sums import Cell
from xl_recoup.forum.report import Figure, figure
from xl_recoup.forum.suppression import TOTAL, Group, Key, suppressed
from xl_recoup.money import ZERO
from xl_recoup.recovery.chased import Chase
from xl_recoup.run.chased_now import chases
from xl_recoup.run.result import Result

AGE, STAGE = "Age", "Stage"
NOT_PRESSED = "not pressed"
"""The stage of a document on which nothing is to be paid now."""


@dataclass
class ShownDebts:
    """The documents of a run with their ages and stages, and what of them may be shown."""

    result: Result
    held: Sequence[Balance] = field(init=False)
    found: Sequence[Chase] = field(init=False)
    """What is chased: documents with money outstanding, and requests without an answer."""
    _stages: dict[str, RecoveryStage] = field(init=False)
    _hidden: Collection[Key] = field(init=False)

    def __post_init__(self) -> None:
        result = self.result
        self.held = balances(result.items.accounts, result.policy.as_at)
        self.found = chases(result)
        self._stages = {normal(c.chased.reference): c.stage for c in self.found}
        self._named = {
            normal(p.placement_ref): p.upn or p.episode_ref or p.ref for p in result.rows
        }
        self._refs = {e.number: normal(e.placement_ref) for e in result.entries}
        cells = {(age, stage) for age in DEBT_AGES for stage in (*RECOVERY_STAGES, NOT_PRESSED)}
        groups = [Group(AGE, age, frozenset(c for c in cells if c[0] == age)) for age in DEBT_AGES]
        groups += [
            Group(STAGE, stage, frozenset(c for c in cells if c[1] == stage))
            for stage in (*RECOVERY_STAGES, NOT_PRESSED)
        ]
        groups += [Group(breakdown, TOTAL, frozenset(cells)) for breakdown in (AGE, STAGE)]
        on: dict[Cell, frozenset[str]] = {
            cell: self._pupils(b for b in self.held if self._cell(b) == cell) for cell in cells
        }
        self._hidden = suppressed(groups, on)

    def stage(self, balance: Balance) -> str:
        """Return how far a document is pressed."""
        return self._stages.get(normal(balance.document.number), NOT_PRESSED)

    def of_age(self, age: str) -> tuple[int, Figure]:
        """Return how many documents are of an age, and what is outstanding on them."""
        return self._of((AGE, age), [b for b in self.held if b.age == age])

    def of_stage(self, stage: str) -> tuple[int, Figure]:
        """Return how many documents came to a stage, and what is outstanding on them."""
        return self._of((STAGE, stage), [b for b in self.held if self.stage(b) == stage])

    def in_all(self, amounts: Iterable[Decimal]) -> Figure:
        """Return a sum over all documents."""
        rounding = self.result.policy.options.publication_rounding
        return figure((AGE, TOTAL) in self._hidden, sum(amounts, ZERO), rounding)

    def _of(self, key: Key, held: Sequence[Balance]) -> tuple[int, Figure]:
        left = sum((b.outstanding for b in held), ZERO)
        rounding = self.result.policy.options.publication_rounding
        return len(held), figure(key in self._hidden, left, rounding)

    def _cell(self, balance: Balance) -> Cell:
        return balance.age, self.stage(balance)

    def _pupils(self, held: Iterable[Balance]) -> frozenset[str]:
        """Return the pupils of the ledger entries that stand on some documents."""
        numbers = (number for balance in held for number in balance.document.entries)
        refs = (self._refs.get(number, str(number)) for number in numbers)
        return frozenset(self._named.get(ref, ref) for ref in refs)
