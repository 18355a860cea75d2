"""Sheet checks on a workbook of the team's own, which is read through its Mapping."""

from __future__ import annotations

from collections.abc import Iterator

from xl_recoup.checks.catalogue import WARNING, Hit, Stage, check
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.records import Place


def remarks_of(facts: Facts, code: str) -> Iterator[Hit]:
    """Yield what reading a workbook through its Mapping showed for one check."""
    return (
        Hit(Place(remark.sheet, remark.cell), remark.words)
        for remark in facts.inputs.remarks
        if remark.code == code
    )


@check("S40", WARNING, Stage.SHEET, "Mapping not confirmed")
def unconfirmed(facts: Facts) -> Iterator[Hit]:
    """Rows of the Mapping are proposed and used, and no person has confirmed them.

    Nothing can be posted until they are confirmed.
    """
    return remarks_of(facts, "S40")


@check("S41", WARNING, Stage.SHEET, "Rows of a team's sheet that are no placements")
def left_out(facts: Facts) -> Iterator[Hit]:
    """Totals, titles, notes and repeated headings were left out when a team's sheet was read."""
    return remarks_of(facts, "S41")


@check("S42", WARNING, Stage.SHEET, "Names read as numbers or codes")
def names(facts: Facts) -> Iterator[Hit]:
    """Names of schools or providers were read as the LAESTAB or code that exactly one has."""
    return remarks_of(facts, "S42")


@check("S43", WARNING, Stage.SHEET, "Columns that are not mapped")
def unmapped_columns(facts: Facts) -> Iterator[Hit]:
    """Columns of a team's sheet are neither mapped nor set aside, so they are not read."""
    return remarks_of(facts, "S43")


@check("S44", WARNING, Stage.SHEET, "Sheets that the Mapping does not know")
def unknown_sheets(facts: Facts) -> Iterator[Hit]:
    """A sheet came in after the workbook was adopted, so nothing on it is read."""
    return remarks_of(facts, "S44")


@check("S45", WARNING, Stage.SHEET, "Tables that a mapped sheet stands in for")
def replaced_tables(facts: Facts) -> Iterator[Hit]:
    """A table of ours is not read, because the Mapping takes its rows from a team's sheet."""
    return remarks_of(facts, "S45")


@check("S46", WARNING, Stage.SHEET, "Made references that had to be numbered")
def numbered_references(facts: Facts) -> Iterator[Hit]:
    """References made from day and school are numbered where several placements share both."""
    return remarks_of(facts, "S46")
