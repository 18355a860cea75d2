"""Sheet checks on what a workbook has no business to hold: settings for programs."""

from __future__ import annotations

from collections.abc import Iterator

from xl_recoup.checks.catalogue import ERROR, Hit, Stage, check
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.records import Place
from xl_recoup.tables import steers_programs


@check("S35", ERROR, Stage.SHEET, "A sheet with settings for programs")
def settings_for_programs(facts: Facts) -> Iterator[Hit]:
    """A sheet tells add-ins such as xlwings which program to start. Ours reads no such thing."""
    for name in facts.inputs.sheets:
        if steers_programs(name):
            yield Hit(
                Place(name.strip(), "A1"),
                "stands on a sheet from which add-ins such as xlwings take which program they"
                " start, also where it is hidden. xl_recoup does not read it, but another add-in"
                " on this computer may. If the workbook came from outside, show it to IT first."
                " Delete the sheet: right-click a tab > Unhide; where it is not offered there, IT"
                " can unhide it.",
            )
