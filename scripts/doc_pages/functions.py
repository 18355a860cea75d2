"""`docs/functions.md`: the custom functions, their arguments, and examples that are worked out."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from doc_pages.words import GENERATED, escaped, page, table
from tests.support.books import book, pex
from xl_recoup.contract import CHARGES
from xl_recoup.excel.function_list import Function
from xl_recoup.excel.functions import FUNCTIONS
from xl_recoup.words import long_date

INPUTS = ("Placements", "Settings", "Schools", "Agreements", "Schemes", "Rates", "Calendar")


class Area(NamedTuple):
    """Cells that an example names: as they are typed, and what they hold."""

    typed: str
    cells: Any


def _whole(name: str) -> Area:
    found = book([pex(1, FSM6="Y"), pex(2)]).tables[name]
    return Area(f"{name}[#All]", [list(found.headings), *map(list, found.rows)])


TABLES = {name: _whole(name) for name in INPUTS}
START, END, AS_AT = date(2025, 10, 1), date(2026, 3, 31), date(2026, 1, 31)
LINES = Area(
    "Charges[#All]",
    next(f for f in FUNCTIONS if f.name == "RECOUP_CHARGES").call(
        *(area.cells for area in TABLES.values()), as_at=AS_AT
    ),
)
BLANK = Area("A1", None)
EXAMPLES: dict[str, list[tuple[Any, ...]]] = {
    "RECOUP_RELEVANT_DATE": [
        (date(2025, 10, 6), TABLES["Calendar"]),
        (date(2025, 10, 6), TABLES["Calendar"], "Elsewhere"),
        (date(2040, 10, 6), TABLES["Calendar"]),
    ],
    "RECOUP_WEEKS": [
        (START, END),
        (START, END, "exclusive"),
        (END, END),
        (END, START),
        (START, date(2027, 3, 31)),
        (START, END, "roughly"),
    ],
    "RECOUP_AMOUNT": [
        (5022, 26),
        (5700, 28.5, 190),
        (31.83, 60, 1),
        (5022, 60),
        (5022, 26.5),
        (-5, 26),
        (5022, "26"),
    ],
    "RECOUP_CREDIT": [
        (2511, 13, 26),
        (2511, 26, 26),
        (2511, 0, 0),
        (2511, 30, 26),
        (2511, 12.5, 26),
        (-2511, 13, 26),
    ],
    "RECOUP_UPN_VALID": [("B801200005001",), ("A801200005001",), (BLANK,)],
    "RECOUP_CHARGES": [(*TABLES.values(), *[Area("", None)] * 3, AS_AT)],
    "RECOUP_WORKING": [("P001/BS", LINES), ("P999", LINES), (BLANK, LINES)],
}
"""For each function what is handed to it: what it gives is on the page as it comes out."""
UNITS = {
    "RECOUP_RELEVANT_DATE": "A day: format the cell as a date.",
    "RECOUP_WEEKS": "Whole weeks, 0 to 52. An end before the start has no weeks: `#VALUE!`.",
    "RECOUP_AMOUNT": "Pounds. With the denominator 52 weeks are whole; days and other units may be"
    " halves. More units than a full period has are `#VALUE!`, unless the denominator is 1.",
    "RECOUP_CREDIT": "Pounds, 0 or less. No more weeks than the charge had, all of them whole and"
    " at most 52.",
    "RECOUP_UPN_VALID": "A blank is no valid UPN: FALSE.",
    "RECOUP_CHARGES": "The columns are those of the sheet Charges without its Check. Held, asked"
    " and nil lines are among them. It sees no ledger, so nothing is posted and nothing corrected.",
    "RECOUP_WORKING": "Text. A reference that is not in the table is `#N/A`, a blank one"
    " `#VALUE!`.",
}
ERRORS = """\
A bad argument is a real error, which SUM shows instead of passing over: `#VALUE!` for a blank, a
text where a number belongs, TRUE or FALSE, an error passed in, and for any sum that the law does
not know. Of a range, the cells that can't be worked out are errors and the others have their
results. Why it is so stands in the Immediate window of Excel's editor (Alt+F11, Ctrl+G). In the
examples A1 is blank."""
FILLING = """\
Each function takes single cells or ranges. **Give it a whole column and let the results fill the
cells below**: `=RECOUP_WORKING(Charges[Charge ref],Charges[#All])` is one call for all of them.
Filled down, each cell is a call of its own; a table is understood once and not again until one of
its cells changes, but every call has to look whether one has."""


def functions_page() -> str:
    """Return the page of the custom functions."""
    return page(
        "# The seven functions",
        GENERATED.format(source="`xl_recoup/excel/functions.py`, whose examples it works out"),
        "The law's steps, one at a time, in any cell. The numbers are those of a run: exact, and"
        " rounded once, half-up, to the penny.",
        ERRORS,
        FILLING,
        *(_section(f) for f in FUNCTIONS),
    )


def _section(function: Function) -> str:
    needed = [("may be left out" if a.optional else "yes") for a in function.arguments]
    rows = [
        (f"`{a.name}`", need, a.doc) for a, need in zip(function.arguments, needed, strict=True)
    ]
    worked = [
        (f"`{_typed(function.name, given)}`", _outcome(function, given))
        for given in EXAMPLES.get(function.name, ())
    ]
    return page(
        f"## {function.name}",
        f"{escaped(function.doc)} {UNITS.get(function.name, '')}".rstrip(),
        table(["argument", "needed", "what it is"], rows),
        *([table(["example", "gives"], worked)] if worked else []),
    ).rstrip("\n")


def _typed(name: str, given: tuple[Any, ...]) -> str:
    return f"={name}({','.join(map(_as_typed, given))})"


def _as_typed(value: Any) -> str:
    match value:
        case Area():
            return value.typed
        case date():
            return f"DATE({value.year},{value.month},{value.day})"
        case str():
            return f'"{value}"'
    return str(value)


def _outcome(function: Function, given: tuple[Any, ...]) -> str:
    cells = [value.cells if isinstance(value, Area) else value for value in given]
    try:
        found = function.call(*cells)
    except ValueError as error:
        return f"`#VALUE!`: {error}"
    if isinstance(found, list):
        _, first = found[:2]
        amount = first[found[0].index("Amount")]
        return (
            f"{len(found) - 1} rows below {len(CHARGES.headings) - 1} headings; the first is"
            f" {first[0]}, {amount:,.2f}"
        )
    if isinstance(found, bool):
        return str(found).upper()
    if isinstance(found, float):
        return f"{found:,.2f}".replace("-", "−")
    return long_date(found) if isinstance(found, date) else str(found)
