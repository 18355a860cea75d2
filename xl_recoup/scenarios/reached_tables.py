"""What each kind of change reaches: which table, by which columns, and on whose days."""

from __future__ import annotations

from typing import NamedTuple

from xl_recoup.closed_lists import ScenarioSubject
from xl_recoup.contract import (
    AGREEMENTS,
    RATES,
    SCHEMES,
    SETTINGS,
    Agreement,
    Column,
    Rate,
    Scheme,
    TableSpec,
    normal,
)
from xl_recoup.contract.nothing_rests import NOTHING_RESTS
from xl_recoup.contract.table_row import TableRow


class Target(NamedTuple):
    """A table that a scenario may change."""

    spec: TableSpec
    model: type[TableRow] | None
    """None for the settings, which are read as a whole."""
    usual: str
    """The column that is meant where none is named; "" where one has to be."""
    named_by: tuple[str, ...]
    """The columns by which rows are named: a scenario does not change those."""
    days: tuple[str, str] | None
    """The columns of a row's first and last day."""

    def column(self, heading: str) -> Column | None:
        """Return the column that a heading names, or the usual one; None where there is none."""
        wanted = normal(heading or self.usual)
        return next((c for c in self.spec.columns if normal(c.heading) == wanted), None)

    @property
    def may_change(self) -> list[str]:
        """The headings below which a scenario may change a cell."""
        if self.model is None:
            return [self.usual]
        left_out = {*self.named_by, *NOTHING_RESTS.get(self.spec.name, ())}
        return [h for h in self.spec.headings if h not in left_out]


TARGETS: dict[ScenarioSubject, Target] = {
    "setting": Target(SETTINGS, None, "Value", ("Setting",), None),
    "rate": Target(
        RATES,
        Rate,
        "Amount",
        ("Factor", "Phase", "School"),
        ("Valid from", "Valid to"),
    ),
    "scheme": Target(SCHEMES, Scheme, "", ("Scheme",), ("Valid from", "Valid to")),
    "agreement": Target(AGREEMENTS, Agreement, "Status", ("Party",), ("From", "To")),
}
