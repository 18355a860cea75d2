"""Checks on columns of the tables that charges rest on, which stand beside other rows than before.

A column that was sorted alone, or two cells that were swapped, look as sound as they did.
"""

from __future__ import annotations

from collections.abc import Iterator

from xl_recoup.checks.catalogue import ERROR, WARNING, Hit, Stage, check
from xl_recoup.checks.names_of_schools import is_nearly
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.checks.vanished_inputs import APART
from xl_recoup.contract import SCHOOLS
from xl_recoup.intake.moved_columns import KEYS, NAMES, MovedColumn
from xl_recoup.records import Place, RowKey
from xl_recoup.words import counted

_MEANT = 'accept it with --accept-missing "{}"'
_SHOWN = 2


@check(APART, ERROR, Stage.ACROSS, "A column of Schools beside other schools")
def schools_apart(facts: Facts) -> Iterator[Hit]:
    """Schools have one another's cells of a column: it was sorted alone, or cells were swapped.

    Whose charge is whose is not known, so the rows of these schools are held and nothing is posted,
    until the column is as it was at the last run or somebody accepts it as it is.
    """
    for moved in facts.inputs.moved:
        if moved.holds:
            rows = _rows_of(facts, moved)
            held = f"the {counted(len(rows), 'row')} of these schools"
            verb = "is" if len(rows) == 1 else "are"
            so = f"{held} {verb} held, and nothing is posted" if rows else "nothing is posted"
            yield Hit(
                _place(facts, moved),
                f"{moved.heading} stands beside other schools than at the last run:"
                f" {_was_and_is(moved)}. It was sorted alone, or swapped, so {so}. Restore it from"
                f" the version that was kept before, or {_MEANT.format(moved.name)}, or by"
                " Recalculate in Excel.",
                rows=rows,
            )


@check("A17", WARNING, Stage.ACROSS, "Another name than at the last run")
def renamed_schools(facts: Facts) -> Iterator[Hit]:
    """A school or provider has another name than at the last run. It is charged by its number.

    A name that is nearly the one before is passed over.
    """
    for moved in facts.inputs.moved:
        if moved.swapped:
            continue
        ((key, (was, now)),) = moved.rows.items()
        if not is_nearly(now, was) and not is_nearly(was, now):
            kind = "school" if moved.table == SCHOOLS.name else "provider"
            yield Hit(
                _place(facts, moved),
                f"{key} was {was} at the last run and is {now} now; all that names {key} is"
                f" charged as before. Correct the cell; if this is the same {kind}, sign it off or"
                f" {_MEANT.format(moved.name)}.",
            )


@check("A18", WARNING, Stage.ACROSS, "A column beside other rows than at the last run")
def rows_apart(facts: Facts) -> Iterator[Hit]:
    """Rows of Providers, Schemes or Rates have one another's cells of a column.

    The column was sorted alone, or cells were swapped. What moves by it is on Since last run.
    """
    for moved in facts.inputs.moved:
        if moved.swapped and not moved.holds:
            yield Hit(
                _place(facts, moved),
                f"{moved.heading} stands beside other rows of {moved.table} than at the last run:"
                f" {_was_and_is(moved)}. Where it was sorted alone, restore it from the version"
                f" that was kept before; where it is meant, sign it off or"
                f" {_MEANT.format(moved.name)}.",
            )


def _rows_of(facts: Facts, moved: MovedColumn) -> frozenset[RowKey]:
    numbers = {key.partition(" ")[0] for key in moved.rows}
    return frozenset(
        p.key for p in facts.rows if p.home_school in numbers or p.admitting_school in numbers
    )


def _place(facts: Facts, moved: MovedColumn) -> Place:
    table = facts.inputs.table(moved.table)
    return Place(table.sheet if table else moved.table, moved.place)


def _was_and_is(moved: MovedColumn) -> str:
    called = moved.heading in (NAMES.get(moved.table), KEYS[moved.table][0])
    verb = "was" if called else "had"
    told = [
        f"{key} {verb} {was or 'nothing'}, now {now or 'nothing'}"
        for key, (was, now) in list(moved.rows.items())[:_SHOWN]
    ]
    more = len(moved.rows) - len(told)
    return "; ".join([*told, *([f"and {more:,} more"] if more else [])])
