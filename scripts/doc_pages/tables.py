"""`docs/tables.md`: every table of the contract, its columns, and what may stand in each."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from doc_pages.words import GENERATED, escaped, page, table
from xl_recoup import contract
from xl_recoup.contract import Column, Kind, Role, TableSpec
from xl_recoup.contract.code_names import with_name_columns
from xl_recoup.contract.looked_up_names import HOME_SCHOOL_NAME

EXAMPLES = (
    "`SchemeExamples`, on the sheet *Scheme examples*, has the same columns; no run reads it: copy"
    " a row from there, give it a code of your own, and set *In use* to Y. "
)
MEANINGS = Path(__file__).parent / "meanings.toml"
ROLES = {
    Role.INPUT: ("Input tables", "What people fill in. A run reads them and never writes in them."),
    Role.OUTPUT: ("Output tables", "What a run fills anew each time; what is typed there is lost."),
    Role.RECORD: ("Records", "What is only added to, and never changed afterwards."),
}  # fmt: skip
KINDS = {
    Kind.TEXT: "text", Kind.NOTE: "text", Kind.DATE: "a date", Kind.FLAG: "Y, N or blank",
    Kind.NUMBER: "a number", Kind.PERCENTAGE: "per cent: 50, or a cell that shows 50%",
    Kind.LAESTAB: "LAESTAB", Kind.UPN: "UPN",
    Kind.YEAR_GROUP: "R, or 1 to 13", Kind.LA_NUMBER: "three digits",
}  # fmt: skip


@cache
def meanings() -> dict[str, dict[str, str]]:
    """Return what columns mean, by table and heading."""
    return tomllib.loads(MEANINGS.read_text(encoding="utf-8"))


def specs() -> list[TableSpec]:
    """Return every table of the contract, in the order of the sheets."""
    return [*contract.ALL_SPECS, contract.MAPPING]


def meaning(spec: TableSpec, column: Column) -> str:
    """Return what a column means. Raises ValueError where nobody has said it."""
    told = meanings()
    own = told.get(spec.name, {}).get(column.heading) or column.note
    found = own or told["any"].get(column.heading)
    if not found:
        raise ValueError(f"{MEANINGS.name} does not say what {column.heading} of {spec.name} means")
    return found


def tables_page() -> str:
    """Return the page of all tables and columns."""
    parts = [
        "# Tables and columns",
        GENERATED.format(
            source="the contract in `xl_recoup/contract` and `scripts/doc_pages/meanings.toml`"
        ),
        "Each table is a named Excel table on a sheet of its own. Its name and headings are what"
        " the program knows it by; capitals, surplus spaces and curly apostrophes make no"
        " difference. Columns may stand in any order, and columns of your own may stand among them."
        " A heading in **bold** must be there; any other column may be left out where no row needs"
        " it. As many placements tables as you like may stand in a workbook, if their names begin"
        " with `Placements_`. Columns marked *private* are personal data: no message ever repeats"
        " what stands in them.",
    ]
    for role, (title, words) in ROLES.items():
        parts += [f"## {title}", words]
        for spec in specs():
            if spec.role is role:
                parts += _table(spec)
    return page(*parts)


def _table(spec: TableSpec) -> list[str]:
    where = f"Sheet *{spec.sheet}*. " if spec.sheet != spec.name else ""
    where += EXAMPLES if spec is contract.SCHEMES else ""
    rows = "\n".join(
        f"| {_heading(spec, c)} | {escaped(_allowed(c))} | {escaped(meaning(spec, c))}"
        f"{' *(private)*' if c.private else ''} |"
        for c in with_name_columns(spec)
    )
    if spec.role is Role.OUTPUT:
        shown = [(c.heading, meaning(spec, c)) for c in with_name_columns(spec)]
        words = f"{where}{escaped(spec.purpose)}"
        return [f"### {spec.name}", words, table(("column", "what it shows"), shown)]
    if spec is contract.PLACEMENTS:
        rows += (
            f"\n| {HOME_SCHOOL_NAME} | its formula | {meanings()[spec.name][HOME_SCHOOL_NAME]} |"
        )
    top = "| column | what may stand there | what it means |\n|---|---|---|\n"
    return [f"### {spec.name}", f"{where}{escaped(spec.purpose)}", top + rows]


def _heading(spec: TableSpec, column: Column) -> str:
    return f"**{column.heading}**" if column.heading in spec.required else column.heading


def _allowed(column: Column) -> str:
    return ", ".join(column.allowed) if column.allowed else KINDS[column.kind]
