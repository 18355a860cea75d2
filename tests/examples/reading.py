"""How the worked examples are read: their workbook, their lines, and the sums by hand."""

from __future__ import annotations

import ast
import csv
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.support.books import SCHEMES, book
from xl_recoup.run.calculate import calculate
from xl_recoup.run.result import Result
from xl_recoup.tables import Cell

FOLDER = Path(__file__).parent
KINDS = ("published", "derived", "convention", "ours")
YEAR, AS_AT = "2025-26", date(2026, 3, 31)
DATE_COLUMNS = {"From", "To", "Open from", "Open to", "Valid from", "Valid to"}


@dataclass(frozen=True)
class Example:
    """One worked example, as written."""

    id: str
    kind: str
    situation: str
    placement: Mapping[str, Cell]
    sum: str
    lines: list[dict[str, Any]]
    year: str = YEAR
    as_at: date = AS_AT
    settings: Mapping[str, Cell] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    """Codes of warnings that the example must give; others may come."""

    def run(self) -> Result:
        """Charge the example's one placement in the examples' workbook."""
        row: dict[str, Cell] = {
            "Placement ref": self.id, "Episode ref": self.id, "Pupil": "A.B", "Scheme": "PEX",
            "Roll status": "off roll", **self.placement,
        }  # fmt: skip
        return calculate(
            book(
                [row],
                settings={"Financial year": self.year, **self.settings},
                Schemes=SCHEMES,
                Schools=shared("schools"),
                Agreements=shared("agreements"),
                Rates=shared("rates"),
                Calendar=shared("calendar"),
            ),
            as_at=self.as_at,
            today=self.as_at,
        )


def shared(name: str) -> list[dict[str, Cell]]:
    """Return a table of the examples' workbook: empty cells blank, dates as days."""
    return [
        {h: _cell(h, value) for h, value in row.items()} for row in read_csv(FOLDER / f"{name}.csv")
    ]


def read_csv(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file by heading."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _cell(heading: str, value: str) -> Cell:
    if value == "":
        return None
    return date.fromisoformat(value) if heading in DATE_COLUMNS else value


def all_examples() -> list[Example]:
    """Return every example of every file, in their order."""
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        for example in tomllib.loads(path.read_text(encoding="utf-8"))["example"]:
            found.append(Example(**example))
    return found


WEEKS = re.compile(r"(\d+) days / 7 = (\d+) weeks?(?: and (\d+) days?)?")
NO_SUM = "no sum: nothing is charged"


def wrong_sums(text: str) -> list[str]:
    """Return the written sums that do not hold; pounds on the right are half-up to the penny."""
    lines = [line for line in text.strip().splitlines() if line != NO_SUM]
    return [line for line in lines if not _holds(line)]


def _holds(line: str) -> bool:
    weeks = WEEKS.fullmatch(line)
    if weeks:
        return divmod(int(weeks[1]), 7) == (int(weeks[2]), int(weeks[3] or 0))
    left, _, right = line.rpartition(" = ")
    if not re.fullmatch(r"£[\d,]+\.\d\d", right):
        return False
    plain = left.replace("£", "").replace(",", "").replace("×", "*")
    value = _exact(ast.parse(plain, mode="eval").body, plain)
    return half_up(value) == Decimal(right.replace("£", "").replace(",", ""))


def half_up(value: Fraction) -> Decimal:
    """Round a fraction of 0 or more half-up to the penny."""
    return Decimal((value * 200 + 1) // 2).scaleb(-2)


def _exact(node: ast.expr, source: str) -> Fraction:
    if isinstance(node, ast.Constant):
        return Fraction(ast.get_source_segment(source, node) or "")
    assert isinstance(node, ast.BinOp), source
    a, b = _exact(node.left, source), _exact(node.right, source)
    match node.op:
        case ast.Add():
            return a + b
        case ast.Sub():
            return a - b
        case ast.Mult():
            return a * b
        case ast.Div():
            return a / b
    raise AssertionError(source)
