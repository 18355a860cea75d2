"""The councils' cases, calculated by rows in tables alone: a run of the whole workbook for each."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from tests.examples.reading import FOLDER, read_csv, shared
from tests.support.books import SCHEMES, book, rate, table
from xl_recoup.contract import PLACE_PLUS
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.outputs.all_tables import writes
from xl_recoup.records import ChargeLine
from xl_recoup.run.calculate import calculate
from xl_recoup.run.result import Result

PRIMARY, SECONDARY = "3052001", "3054001"
"""The schools of pupils in Year 4 and in every other year group, unless a case names its own."""
Rows = Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """One case of `council_cases.csv` with its rows of the tables."""

    id: str
    told: Rows
    """The case as the file has it."""
    settings: Rows = field(default_factory=dict)
    placement: Rows = field(default_factory=dict)
    schemes: list[Rows] = field(default_factory=list)
    rates: list[Rows] = field(default_factory=list)
    providers: list[Rows] = field(default_factory=list)
    calendar: list[Rows] = field(default_factory=list)
    gives: Mapping[str, Rows] = field(default_factory=dict)
    inputs: Mapping[str, Rows] = field(default_factory=dict)
    unsummed: Mapping[str, str] = field(default_factory=dict)
    no_sum: str = ""
    others: list[Rows] = field(default_factory=list)
    """What differs on further placements, beside the case's own."""
    shows: str = ""
    """The terms of schemes that it is the example of."""
    typed: Mapping[str, str] = field(default_factory=dict)
    """What goes in and is no column of the line: the heading that it is typed under."""

    @property
    def expected(self) -> dict[str, Any]:
        """What must come out, by the names of the file."""
        return dict(json.loads(self.told["expected"]))

    @property
    def given(self) -> dict[str, Any]:
        """What the file says goes in."""
        return dict(json.loads(self.told["inputs"]))

    def outcome(self) -> dict[str, Any]:
        """Return what comes out of the tables, in the form of what is expected."""
        return {key: self._answer(how, self.expected[key]) for key, how in self.gives.items()}

    def taken(self) -> dict[str, Any]:
        """Return what the lines are made of, in the form of what the file says goes in."""
        told = {key: self._answer(how, self.given[key]) for key, how in self.inputs.items()}
        cells = {**self.placement, **(self.schemes[0] if self.schemes else {})}
        return told | {
            key: _in_form(Decimal(str(cells[heading])), self.given[key])
            for key, heading in self.typed.items()
        }

    def _answer(self, how: Rows, form: object) -> Any:
        result = self.run(how.get("with", {}))
        if how["field"] == "valid":
            return result.errors == 0
        assert result.errors == 0, [f.message for f in result.findings if f.row]
        value = self._place_plus(result, how) if "sheet" in how else self._charge(result, how)
        if "above" in how:
            value -= self._charge(self.run(how["above"]), how)
        if "means" in how:
            return how["means"].get(str(value), f"unexpected: {value}")
        return _in_form(-value if how.get("credit") else value, form)

    def _charge(self, result: Result, how: Rows) -> Any:
        ends = how.get("line", "BS" if self._row({})["Scheme"] == "PEX" else "SC")
        (line,) = (x for x in result.lines if x.ref == f"{self.id}/{ends}")
        return _cell(line, how["field"])

    def working(self) -> str:
        """Return the working of its first charge."""
        return next(x.working for x in self.run({}).lines if x.placement_ref == self.id)

    def _place_plus(self, result: Result, how: Rows) -> Any:
        (write,) = (w for w in writes(result) if w.table == how["sheet"])
        rows = [dict(zip(write.headings, row, strict=True)) for row in write.rows]
        (row,) = (r for r in rows if r["Line"] == how["line"])
        return row[how["field"]]

    def _row(self, more: Rows) -> dict[str, Any]:
        cells = {"Scheme": "PEX", "Roll status": "off roll", **self.placement, **more}
        year = cells.get("Year group")
        return {
            "Placement ref": self.id, "Episode ref": self.id, "Pupil": "A.B",
            "Home school": PRIMARY if year == "4" else SECONDARY, **cells,
        }  # fmt: skip

    def _kept(self, row: Rows) -> bool:
        """Say whether a row of the shared calendar stays beside the case's own."""
        return row["Calendar"] not in {r["Calendar"] for r in self.calendar}

    def run(self, more: Rows) -> Result:
        """Return the run of its rows, with those of `more` in their place."""
        row = self._row(more.get("placement", {}))
        others = [
            {**row, "Placement ref": f"{self.id}-{n}", "Episode ref": f"{self.id}-{n}", **other}
            for n, other in enumerate(more.get("others", self.others))
        ]
        settings = {"Financial year": "2025-26", **self.settings, **more.get("settings", {})}
        last_day = FundingPeriod.parse(settings["Financial year"]).end
        scheme = {"Scheme": row["Scheme"], "Kind": "local", "In use": "Y", "Denominator": 1.0,
                  "Agreement needed": "none"}  # fmt: skip
        providers = more.get("providers", self.providers)
        rates = [
            rate(factor=r["Factor"], phase="all", amount=r["Amount"],
                 Basis="local value") | r
            for r in more.get("rates", self.rates)
        ]  # fmt: skip
        return calculate(
            book(
                [row, *others] if self.placement else [], settings=settings,
                Schools=_shared("schools"),
                Agreements=_shared("agreements"), Rates=[*_shared("rates"), *rates],
                Providers=[{"Code": "AP", "Provider": "Campus"} | p for p in providers],
                replace={"PlacePlus": table("PlacePlus", [], PLACE_PLUS.headings)},
                Schemes=[*SCHEMES, *({**scheme, **s} for s in self.schemes)],
                Calendar=[*self.calendar, *(r for r in _shared("calendar") if self._kept(r))],
            ),
            as_at=last_day, today=last_day,
        )  # fmt: skip


def _cell(line: ChargeLine, name: str) -> Any:
    if name == "both":
        return line.amount + line.authority_share
    if name == "weeks":
        return line.units or 0  # a nil line of no complete weeks has no units
    return getattr(line, name)


def _in_form(value: Any, form: object) -> Any:
    """Return a value as the file writes it: a number as text, or itself."""
    if isinstance(form, str) and isinstance(value, Decimal | int):
        return form if Decimal(form) == value else str(value)
    return int(value) if isinstance(form, int) else str(value)


@lru_cache
def _shared(name: str) -> list[dict[str, Any]]:
    return shared(name)


def all_cases() -> dict[str, Case]:
    """Return every case that has rows, or a reason why it has none, by its id."""
    told = {row["id"]: row for row in read_csv(FOLDER / "council_cases.csv")}
    files = ("rows.toml", "terms.toml")
    texts = [(FOLDER / "councils" / name).read_text(encoding="utf-8") for name in files]
    rows = [row for text in texts for row in tomllib.loads(text)["case"]]
    assert {r["id"] for r in rows} <= told.keys()
    return {r["id"]: Case(told=told[r["id"]], **r) for r in rows}
