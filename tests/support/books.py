"""Workbooks in memory for tests: tables made from rows by heading, with sound defaults.

The pupils are invented; their UPNs have valid check letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from stdnum.gb import upn

from xl_recoup import contract
from xl_recoup.run.calculate import calculate
from xl_recoup.run.result import Result
from xl_recoup.tables import Cell, Remark, Table, WorkbookTables

ALL_SPECS = (
    *contract.INPUT_SPECS, *contract.REGISTER_SPECS, *contract.ACCOUNT_INPUT_SPECS,
    *contract.OUTPUT_SPECS, *contract.RECORD_SPECS, contract.SIGNED_OFF, contract.SERVICES,
    contract.EXPECTED_PLACEMENTS, contract.SCENARIOS, contract.RECOVERY, contract.LAST_RUN,
)  # fmt: skip
AS_AT = date(2026, 1, 31)
TODAY = date(2026, 2, 2)
Row = Mapping[str, Cell]

MAINTAINED, ACADEMY, SPECIAL, OTHER_MAINTAINED = "3052001", "3054001", "3057001", "3052002"
SIXTH_FORM, MAINTAINED_SECONDARY = "3054002", "3054003"

SCHOOLS: list[dict[str, Cell]] = [
    {"LAESTAB": MAINTAINED, "School": "Oak Primary", "Type": "maintained", "Lowest year": "R",
     "Highest year": "6", "Settlement": "budget adjustment"},
    {"LAESTAB": OTHER_MAINTAINED, "School": "Ash Primary", "Type": "maintained",
     "Lowest year": "R", "Highest year": "6", "Settlement": "budget adjustment"},
    {"LAESTAB": ACADEMY, "School": "Elm Academy", "Type": "academy", "Lowest year": "7",
     "Highest year": "11", "Trust": "Elm Trust", "Settlement": "invoice"},
    {"LAESTAB": SIXTH_FORM, "School": "Fir School", "Type": "maintained", "Lowest year": "7",
     "Highest year": "13", "Settlement": "budget adjustment"},
    {"LAESTAB": MAINTAINED_SECONDARY, "School": "Yew School", "Type": "maintained",
     "Lowest year": "7", "Highest year": "11", "Settlement": "budget adjustment"},
    {"LAESTAB": SPECIAL, "School": "Holly School", "Type": "special"},
]  # fmt: skip

AGREEMENTS: list[dict[str, Cell]] = [
    {"Party": "Elm Trust", "Scheme": "PEX", "Status": "signed", "From": date(2024, 9, 1),
     "Evidence": "letter on file"},
]  # fmt: skip

SCHEMES: list[dict[str, Cell]] = [
    {"Scheme": "PEX", "Kind": "statutory", "In use": "Y", "CFR code": "I01",
     "Premium CFR code": "I05", "S251 line": "1.2.7"},
    {"Scheme": "LEAVER", "Kind": "statutory", "In use": "Y", "CFR code": "I01",
     "Premium CFR code": "I05", "S251 line": "1.2.7"},
    {"Scheme": "LOCAL", "Kind": "local", "In use": "N"},
]  # fmt: skip

PROVIDERS: list[dict[str, Cell]] = [{"Code": "AP1", "Provider": "First Provider"}]


def rate(factor: str, phase: str, amount: float, **more: Any) -> dict[str, Cell]:
    """Return one row of Rates, approved, for 2025-26."""
    return {
        "Factor": factor, "Phase": phase, "Amount": amount, "Unit": "per pupil per year",
        "Basis": "before ACA", "Valid from": date(2025, 4, 1), "Valid to": date(2026, 3, 31),
        "Status": "approved", "Approved by": "A. Head", **more,
    }  # fmt: skip


RATES: list[dict[str, Cell]] = [
    rate("basic_entitlement", "primary", 3847.0),
    rate("basic_entitlement", "ks3", 5422.0),
    rate("basic_entitlement", "ks4", 6113.0),
    rate("fsm", "all", 495.0),
    rate("fsm6", "primary", 1060.0),
    rate("fsm6", "secondary", 1555.0),
    rate("idaci_c", "secondary", 690.0),
    rate("idaci_c", "primary", 490.0),
    rate("eal", "primary", 595.0),
    rate("eal", "secondary", 1595.0),
    rate("low_prior_attainment", "secondary", 1785.0),
    rate("low_prior_attainment", "primary", 1175.0),
    rate("mobility", "primary", 965.0),
    rate("mobility", "secondary", 1385.0),
    rate("pupil_premium_fsm6", "primary", 1515.0, Basis=None),
    rate("pupil_premium_fsm6", "secondary", 1075.0, Basis=None),
    rate("pupil_premium_lac", "all", 2630.0, Basis=None),
    rate("pupil_premium_service", "all", 350.0, Basis=None),
]


CONFIRMED: Row = {
    "Setting": "Area cost adjustment of 1", "Value": "confirmed",
    "Reason": "outside London", "Approved by": "A. Head",
}  # fmt: skip
"""The rates above are before an adjustment of 1."""


def _term(first: date, last: date, kind: str = "term", calendar: str = "LA") -> dict[str, Cell]:
    return {"Calendar": calendar, "Kind": kind, "Name": kind, "From": first, "To": last}


CALENDAR: list[dict[str, Cell]] = [
    _term(date(2025, 1, 6), date(2025, 4, 4)),
    _term(date(2025, 4, 22), date(2025, 7, 22)),
    _term(date(2025, 9, 2), date(2025, 12, 19)),
    _term(date(2026, 1, 5), date(2026, 3, 27)),
    _term(date(2026, 4, 13), date(2026, 7, 22)),
    _term(date(2025, 5, 26), date(2025, 5, 30), "closure"),
    _term(date(2025, 10, 20), date(2025, 10, 31), "closure"),
    _term(date(2026, 2, 16), date(2026, 2, 20), "closure"),
]


def day_of(row: Row, heading: str) -> date:
    """Return the day that a row has under a heading."""
    day = row[heading]
    assert isinstance(day, date)
    return day


def pupil_upn(serial: int, year: int = 16, la: str = "305", school: str = "2001") -> str:
    """Return a valid UPN of an invented pupil."""
    digits = f"{la}{school}{year:02d}{serial:03d}"
    return upn.calc_check_digit(digits) + digits


def pex(n: int = 1, /, **cells: Any) -> dict[str, Cell]:
    """Return a sound exclusion: Year 4 of a maintained primary, 6 Oct 2025, sixth day 14 Oct.

    Headings with spaces are given by `**{"Year group": 5}`.
    """
    return {
        "Placement ref": f"P{n:03d}", "Episode ref": f"E{n:03d}", "UPN": pupil_upn(n, 20),
        "Pupil": f"P.{n}", "Date of birth": date(2016, 10, 1), "Year group": "4",
        "Home school": MAINTAINED, "Provider": "AP1", "Scheme": "PEX", "Roll status": "off roll",
        "Exclusion date": date(2025, 10, 6), "Decision date": date(2025, 10, 15), "FSM6": "N",
        **cells,
    }  # fmt: skip


HHT_SERVICE: dict[str, Cell] = {
    "Service": "HHT", "Financial year": "2025-26", "Line": "cost", "Amount": 1000,
    "Basis": "budget",
}  # fmt: skip
"""A sound row of Services."""


EXPECTED: dict[str, Cell] = {
    "Scheme": "PEX", "Month": "February", "Number": 2, "Average amount": 1500,
}  # fmt: skip
"""A sound row of ExpectedPlacements."""


def leaver(n: int = 1, /, **cells: Any) -> dict[str, Cell]:
    """Return a sound pupil who left the roll otherwise on 14 October 2025."""
    return pex(n, Scheme="LEAVER") | {
        "Exclusion date": None, "Decision date": None, "Left roll on": date(2025, 10, 14),
    } | cells  # fmt: skip


def table(
    name: str, rows: Sequence[Row], headings: Iterable[str], sheet: str = "", **more: Any
) -> Table:
    """Return a table in memory, its headings in row 4."""
    titles = tuple(headings)
    unknown = {h for row in rows for h in row} - set(titles)
    assert not unknown, f"no such headings: {unknown}"
    cells = [tuple(row.get(h) for h in titles) for row in rows]
    return Table(name, sheet or name, titles, 5, cells, **more)


def book(
    placements: Sequence[Row] = (),
    *,
    settings: Mapping[str, Cell] | None = None,
    replace: Mapping[str, Table | None] | None = None,
    remarks: Sequence[Remark] = (),
    sheets: Sequence[str] = (),
    **tables: Sequence[Row],
) -> WorkbookTables:
    """Return a workbook in memory.

    `tables` gives the rows of a table by its name (`Schools=[...]`); `replace` puts in a whole
    table, or leaves it out where None; `remarks` are what reading through a Mapping showed;
    `sheets` are further ones, without a table. What is not given is sound.
    """
    said = dict(settings or {})
    given: list[Row] = [{"Setting": k, "Value": v} for k, v in said.items()]
    base: dict[str, Sequence[Row]] = {
        "Settings": [*given, *([] if CONFIRMED["Setting"] in said else [CONFIRMED])],
        "Schools": SCHOOLS, "Agreements": AGREEMENTS, "Providers": PROVIDERS, "Schemes": SCHEMES,
        "Rates": RATES, "Calendar": CALENDAR, "Placements": placements, "Queries": [],
    }  # fmt: skip
    made = {}
    for name, content in (base | tables).items():
        spec = next((s for s in ALL_SPECS if s.name == name), contract.PLACEMENTS)
        extra = {h: None for row in content for h in row if h not in spec.headings}
        made[name] = table(name, content, (*spec.headings, *extra))
    for name, whole in (replace or {}).items():
        made.pop(name, None)
        if whole is not None:
            made[name] = whole
    log = table("RunLog", [{"Run by": "tester"}], contract.RUN_LOG.headings)
    if "Ledger" in made and made["Ledger"].rows:  # posting makes documents and logs itself
        made.setdefault("Documents", table("Documents", [], contract.DOCUMENTS.headings))
        made.setdefault("RunLog", log)
    if "LastRun" in made:
        made.setdefault("RunLog", log)
    names = (*(t.sheet for t in made.values()), *sheets)
    return WorkbookTables(made, names, remarks=tuple(remarks))


def run(placements: Sequence[Row] = (), *, as_at: date | None = AS_AT, **more: Any) -> Result:
    """Calculate a workbook in memory."""
    return calculate(book(placements, **more), as_at=as_at, today=TODAY)
