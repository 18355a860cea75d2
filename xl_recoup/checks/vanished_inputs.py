"""Checks on what the last run had and this one lacks: one finding each, whatever rests on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from xl_recoup import contract
from xl_recoup.checks.catalogue import ERROR, WARNING, Hit, Stage, check
from xl_recoup.checks.run_so_far import VANISHED, Facts
from xl_recoup.closed_lists import SchoolType
from xl_recoup.contract import is_placements_table, normal
from xl_recoup.contract.nothing_rests import why_nothing_rests
from xl_recoup.intake.vanished import RECORD, Vanished
from xl_recoup.records import Finding, Place, Placement
from xl_recoup.words import counted

TORN = "S34"
APART = "A16"
"""A column of Schools stands beside other schools than at the last run."""
UNLIKE = "A19"
"""The run log says otherwise than its runs noted what was accepted."""
STOPS_POSTING = (VANISHED, TORN, APART, UNLIKE)
"""Nothing is posted from a workbook that has one of these findings."""
ERRORS, CHANGED = "error", "changed"
"""Kinds of rows of the record: placements that had an error, placements that Changes names."""
LOCAL_TERMS = frozenset({"Units free", "Tier from", "Tier to", "Authority rate"})
"""Columns of Schemes that the regulations' own schemes do not use."""
CAUSED = {
    ("Placements", "Review decided on"): "R45",
    ("Placements", "PO number"): "R25",
    ("Agreements", "Evidence"): "A30",
    ("PlacementChanges", "Evidence"): "A37",
}
"""Checks that would warn at every row for want of a column on which no charge rests."""
STATUTORY_READINGS = frozenset(
    {
        "Count starts",
        "Leavers' year ends",
        "Leavers' boundary",
        "Who leaves",
        "Day six next year",
        "Pupil premium",
    }
)
"""Settings that the statutory charges alone rest on."""
NO_CHARGE = frozenset(
    {
        "Place-plus adjustment",
        "Regulations",
        "Taken back without asking",
        "Rate moved without asking",
        "Totals moved without asking",
    }
)
"""Settings on which other sums, words or a posting's questions rest, and no charge."""
NO_CHARGE_TABLES = frozenset(
    {"Approvers", "SignedOff", "Recovery", "SchemeExamples", "Services", "ExpectedPlacements"}
)
"""Tables that are told when they are missing, and on which no charge rests."""
_MEANT = 'accept it with --accept-missing "{}", or by Recalculate in Excel'


@check(VANISHED, ERROR, Stage.SHEET, "Missing since the last run")
def missing_since_the_last_run(facts: Facts) -> Iterator[Hit]:
    """A sheet, table or column that the last run read is gone, renamed or empty; a setting too.

    What is absent is never read as "no": the rows that rest on it are held, and nothing is posted,
    until it is there again or somebody accepts that it is gone. It is compared with at each run
    until then. Other findings of the rows that it holds are not listed meanwhile.
    """
    for gone in facts.inputs.vanished:
        if gone.may_be_meant:
            continue
        rows = frozenset(p.key for p in _resting(facts, gone))
        yield Hit(_place(facts, gone), _words(gone, len(rows)), rows=rows)


@check("S33", WARNING, Stage.SHEET, "The only value of a column cleared")
def only_value_cleared(facts: Facts) -> Iterator[Hit]:
    """A column in which the last run read one value has none now. It is taken as it is."""
    for gone in facts.inputs.vanished:
        if gone.may_be_meant:
            yield Hit(
                _place(facts, gone),
                f"the column {gone.heading} of {gone.table} held one value in the last run and"
                " holds none now. It is taken as blank: restore the cell if it was not cleared on"
                " purpose.",
            )


@check(TORN, ERROR, Stage.SHEET, "The record of the last run is gone")
def torn_record(facts: Facts) -> Iterator[Hit]:
    """What the last run noted is not in the workbook, or not as it left it.

    So it can't be told what was deleted since. Nothing is posted until it is back, or accepted.
    """
    if RECORD in facts.inputs.missing:
        yield Hit(
            Place(contract.LAST_RUN.sheet),
            f"the table {RECORD} on this hidden sheet is gone or was changed, so it can't be told"
            " what else is missing since the last run. Open the version of the workbook that"
            f" was kept before; or look through the sheets and {_MEANT.format(RECORD)}.",
        )


def _words(gone: Vanished, rows: int) -> str:
    said = f"{_what(gone)}{_held(rows)}"
    meant = f"or {_MEANT.format(gone.name)}."
    if gone.is_setting:
        named = f"{gone.heading} under Setting and {gone.value} under Value"
        do = f"Type {gone.value} again" if gone.emptied else f"Add a row with {named}"
        return f"{said} {do}, {meant}"
    if gone.emptied:
        return f"{said} Restore what stood there, {meant}"
    if gone.renamed and gone.heading:
        return (
            f"{said} Did you mean “{gone.renamed}”, which is not read? Change that heading back to"
            f" “{gone.heading}”, {meant}"
        )
    if gone.renamed:
        return (
            f"{said} Did you mean the table {gone.renamed}? Give it the name {gone.table} under"
            f" Table Design, {meant}"
        )
    return f"{said} Restore it from the version that was kept before, {meant}"


def _what(gone: Vanished) -> str:
    now = "is empty now" if gone.emptied else "is missing"
    if gone.is_setting:
        return f"the setting {gone.heading}, which was {gone.value} in the last run, {now}"
    if not gone.heading:
        had = f"with {counted(gone.was, 'row')} in the last run" if gone.was else "which was there"
        return f"the table {gone.table}, {had}, {now}"
    filled = counted(gone.was, "filled cell") if gone.was else "no filled cell"
    had = "which belongs to it" if gone.assumed else f"with {filled} in the last run"
    return f"the column {gone.heading} of the table {gone.table}, {had}, {now}"


def _held(rows: int) -> str:
    if not rows:
        return ", so nothing is posted."
    one = rows == 1
    return (
        f", so the {counted(rows, 'row')} that {'rests' if one else 'rest'} on it"
        f" {'is' if one else 'are'} held, and nothing is posted."
    )


def _place(facts: Facts, gone: Vanished) -> Place:
    if gone.place:
        return gone.place
    table = facts.inputs.table(gone.table)
    if table is None:
        return Place(gone.sheet)
    names = [normal(h) for h in table.headings]
    for heading in (gone.heading, gone.renamed):
        if heading and normal(heading) in names:
            return Place(table.sheet, table.heading_address(names.index(normal(heading))))
    return Place(table.sheet, table.heading_address(0))


def _resting(facts: Facts, gone: Vanished) -> Iterator[Placement]:
    """Yield the placements that may be charged otherwise for want of what is gone.

    A row that had an error in the last run stays one: what it clashed with may be what is gone.
    """
    before = facts.inputs.before
    had_errors, changed = before.of(ERRORS).keys(), {normal(n) for n in before.of(CHANGED)}
    placements = is_placements_table(gone.table)
    rests = gone.was and not why_nothing_rests(_contract_name(gone), gone.heading)
    sheets = {r.table.sheet for r in facts.inputs.placements.readings if r.table.name == gone.table}
    for p in facts.rows:
        if p.ref in had_errors:
            yield p
        elif not rests or gone.table in NO_CHARGE_TABLES or _for_other_sums(gone):
            continue
        elif gone.is_setting and gone.heading in STATUTORY_READINGS:
            if p.key in facts.statutory_keys:
                yield p
        elif placements:
            if p.key.sheet in sheets or facts.policy.schemes.go_by_number(p.scheme):
                yield p
        elif gone.table == contract.PLACEMENT_CHANGES.name:
            if normal(p.placement_ref) in changed:
                yield p
        elif gone.table == contract.AGREEMENTS.name:
            if p.key not in facts.statutory_keys or _may_need_agreement(facts, p):
                yield p
        elif gone.table == contract.SCHEMES.name and gone.heading in LOCAL_TERMS:
            if p.key not in facts.statutory_keys:
                yield p
        elif gone.table != contract.PROVIDERS.name:
            yield p


def _for_other_sums(gone: Vanished) -> bool:
    return gone.is_setting and gone.heading in NO_CHARGE


def _may_need_agreement(facts: Facts, p: Placement) -> bool:
    schools = [s for each in (p.home_school, p.admitting_school) for s in _rows_of(facts, each)]
    return not schools or any(s != "maintained" for s in schools)


def _rows_of(facts: Facts, laestab: str) -> list[SchoolType]:
    if laestab not in facts.policy.schools:
        return []
    return [school.type for school in facts.policy.schools.all(laestab)]


def said_already(facts: Facts) -> Callable[[Finding], bool]:
    """Return what says of a finding that its cause is something missing, which has its own."""
    gone = [v for v in facts.inputs.vanished if not v.may_be_meant]
    if not gone:
        return lambda finding: False
    places = {_place(facts, v) for v in gone}
    sheets = {place.sheet for place in places}
    caused = {CAUSED[key] for v in gone if (key := (_contract_name(v), v.heading)) in CAUSED}

    def said(finding: Finding) -> bool:
        code, place = finding.code, finding.place
        if code == VANISHED:
            return False
        return (
            finding.row in facts.held_apart
            or (code == "S26" and place in places)
            or (code in ("S27", "S31", *caused) and place.sheet in sheets)
        )

    return said


def _contract_name(gone: Vanished) -> str:
    return contract.PLACEMENTS.name if is_placements_table(gone.table) else gone.table
