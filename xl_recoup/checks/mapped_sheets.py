"""Sheet checks on a team's own sheets, read through its Mapping, and on names typed in ours."""

from __future__ import annotations

from collections.abc import Iterator

from xl_recoup.checks.catalogue import WARNING, Hit, Stage, check, made_of
from xl_recoup.checks.names_of_schools import is_exactly, is_nearly, nearest, says_as_much
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.contract.cell_values import read_laestab
from xl_recoup.contract.looked_up_names import HOME_SCHOOL, HOME_SCHOOL_NAME
from xl_recoup.policy.school_list import SchoolList
from xl_recoup.records import Place


def remarks_of(facts: Facts, code: str) -> Iterator[Hit]:
    """Yield what reading a workbook through its Mapping showed for one check."""
    return (
        Hit(Place(remark.sheet, remark.cell), remark.words)
        for remark in facts.inputs.remarks
        if remark.code == code
    )


REMARKED = (
    (
        "S40",
        "Mapping not confirmed",
        "Rows of the Mapping are proposed and used, and no person has confirmed them.\n\n"
        "Nothing can be posted until they are confirmed.",
    ),
    (
        "S41",
        "Rows of a team's sheet that are no placements",
        "Totals, titles, notes and repeated headings were left out when a team's sheet was read.",
    ),
    (
        "S42",
        "Names read as numbers or codes",
        "Names of schools or providers were read as the LAESTAB or code that exactly one has.",
    ),
    (
        "S43",
        "Columns that are not mapped",
        "Columns of a team's sheet are neither mapped nor set aside, so they are not read.",
    ),
    (
        "S44",
        "Sheets that the Mapping does not know",
        "A sheet came in after the workbook was adopted, so nothing on it is read.",
    ),
    (
        "S45",
        "Tables that a mapped sheet stands in for",
        "A table of ours is not read, because the Mapping takes its rows from a team's sheet.",
    ),
    (
        "S46",
        "Made references that had to be numbered",
        "References made from day and school are numbered where several placements share both.",
    ),
    (
        "S47",
        "Placements left out that nobody has decided on",
        "Rows struck through, coloured, below a note or again on another sheet, and sheets named"
        "\nlike a template or an archive, are not charged. Somebody says whether that is right.",
    ),
    (
        "S50",
        "Sheets that changed after they were taken over",
        "A list with a pupil in each column that was turned, or a matrix that was read as rates,\n"
        "says something else by now, or is gone. What was taken over of it counts.",
    ),
)
"""Code, title and help text of what reading through a Mapping shows."""

for _code, _title, _about in REMARKED:
    check(_code, WARNING, Stage.SHEET, _title)(made_of(_about, remarks_of, _code))


@check("S49", WARNING, Stage.SHEET, "School's number and name do not agree")
def disagreeing_names(facts: Facts) -> Iterator[Hit]:
    """A row has the number of one school and, in another column, the name of another one.

    Typed over *Home school name*, whatever is not nearly the school's own name is said; a short
    form such as Hayes for Hayes School is.

    The number counts: who is charged may be the wrong one.
    """
    yield from remarks_of(facts, "S49")
    schools = facts.inputs.policy.schools
    said: dict[tuple[str, str], tuple[str, str] | None] = {}
    for typed in facts.inputs.placements.typed_names:
        key = (typed.laestab, typed.name)
        if key not in said:
            said[key] = _disagreeing(schools, *key)
        if found := said[key]:
            what, more = found
            yield Hit(
                typed.number,
                f"{HOME_SCHOOL} is the number of “{schools.all(typed.laestab)[0].name}”, and {what}"
                f" is typed in {typed.cell}{more}. The number counts: correct whichever is wrong,"
                f" and copy the formula of {HOME_SCHOOL_NAME} down again from another row.",
                typed.row,
            )


def _disagreeing(schools: SchoolList, laestab: str, typed: str) -> tuple[str, str] | None:
    """Return what is typed beside a school's number, and whose it is; None where it is its own."""
    if laestab not in schools:
        return None  # an unknown number has a finding of its own
    number = read_laestab(typed)[0]
    if isinstance(number, str):
        whose = f"the number of “{schools.all(number)[0].name}”" if number in schools else ""
        return (number, f", {whose or 'another one'}") if number != laestab else None
    own, what = schools.all(laestab), f"“{typed}”"
    others = [s.name for s in schools.rows if s.laestab != laestab]
    if any(is_exactly(typed, s.name) for s in own):
        return None
    if any(is_exactly(typed, name) for name in others):
        return what, ""
    near = nearest(typed, others)
    whose = f", which is nearest to “{near}”" if near else ""
    if not any(says_as_much(typed, s.name) for s in own):
        if near and says_as_much(typed, near):
            return what, whose
        if not any(is_nearly(typed, s.name, s.phase) for s in own):
            return what, whose
    return None
