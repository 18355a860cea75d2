"""A setting whose row or value is gone: one error that names it, never its default in silence."""

from __future__ import annotations

from typing import Any

import pytest

from tests.run.test_movements import typed
from tests.support.books import AS_AT, TODAY
from tests.support.runs import AT, Months
from xl_recoup.contract.nothing_rests import why_nothing_rests
from xl_recoup.outputs.all_tables import writes_with_log
from xl_recoup.policy.options import setting_names
from xl_recoup.run.calculate import calculate
from xl_recoup.run.result import Result
from xl_recoup.tables import Cell

CHOSEN: dict[str, Cell] = {
    "LA number": 208, "Financial year": "2024-25", "Complete weeks": "exclusive",
    "Count starts": "exclusion date", "Leavers' year ends": "31 August",
    "Leavers' boundary": "after 1 April", "Who leaves": "highest year and Year 11",
    "Day six next year": "old year only", "Pupil-led funding": "basic entitlement",
    "Pupil premium": "left alone", "Area cost adjustment": 1.1, "Hold days": 0,
    "Place-plus adjustment": "all vacant places", "Regulations": "reg 39, SI 2026/1",
    "Taken back without asking": 5, "Rate moved without asking": 1,
    "Totals moved without asking": 10,
}  # fmt: skip
"""Each setting that is noted, with a value that is not its default."""
NO_MATTER = {"As-at date"}
"""Blank is a value of its own, the day of the run; what it moves is told as time passing."""


def _typed(chosen: dict[str, Cell]) -> Months:
    return Months(typed(Settings=[{"Setting": n, "Value": v} for n, v in chosen.items()]))


def _charged(result: Result) -> dict[tuple[str, str], object]:
    return {
        (line.ref, line.laestab): (line.amount, line.status)
        for line in result.lines
        if line.status not in ("held", "nil")
    }


def _deleted(months: Months, name: str) -> None:
    months.edit("Settings", lambda rows: rows.__setitem__(
        slice(None), [row for row in rows if row["Setting"] != name]))  # fmt: skip


def _emptied(months: Months, name: str) -> None:
    months.edit("Settings", lambda rows: [
        row.update(Value=None) for row in rows if row["Setting"] == name])  # fmt: skip


HOW = {"deleted": _deleted, "emptied": _emptied}


def test_every_setting_is_noted_or_nothing_rests_on_it() -> None:
    """A new setting has to say which of the two it is."""
    free = {n for n in setting_names().values() if why_nothing_rests("Settings", n)}
    assert free | NO_MATTER | CHOSEN.keys() == set(setting_names().values())
    assert not free & CHOSEN.keys()


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("name", CHOSEN)
def test_a_setting_that_is_gone_is_one_error(name: str, how: str) -> None:
    """It is named with what it was, what rests on it is held, and each run says it again."""
    months = _typed({"Query days": 20, name: CHOSEN[name]})
    known = _charged(months.run())
    HOW[how](months, name)
    for _ in range(2):
        result = months.run()
        (found,) = [f for f in result.findings if f.code == "S32"]
        assert f": the setting {name}, which was {CHOSEN[name]} in the" in found.message
        assert result.missing == [f"Settings[{name}]"]
        assert _charged(result).items() <= known.items()
        assert not any(f.code == "S33" for f in result.findings)
    if how == "emptied":
        at = [row[0] for row in months.tables.tables["Settings"].rows].index(name)
        months.set("Settings", at, {"Value": CHOSEN[name]})
    else:
        months.add("Settings", [{"Setting": name, "Value": CHOSEN[name]}])
    result = months.run()
    assert not any(f.code == "S32" for f in result.findings)


@pytest.mark.parametrize("how", HOW)
def test_the_default_may_go(how: str) -> None:
    """Without a row, or blank, a setting has its default: what was that is no matter."""
    months = _typed({"Query days": 20, "Complete weeks": "Inclusive", "Area cost adjustment": 1.0})
    known = _charged(months.run())
    HOW[how](months, "Complete weeks")
    HOW[how](months, "Area cost adjustment")
    result = months.run()
    assert result.missing == []
    assert _charged(result) == known


def test_a_setting_that_may_be_gone_moves_as_a_setting() -> None:
    """Accepted by its name, its default is taken, the movement says so, and the run log too."""
    months = _typed({"Pupil premium": "left alone", "Query days": 20})
    known = _charged(months.run())
    _deleted(months, "Pupil premium")
    result: Any = calculate(
        months.tables, as_at=AS_AT, today=TODAY, accept_missing=["Pupil premium"]
    )
    assert _charged(result) != known
    assert {m.reason.value for m in result.movements} == {"setting"}
    writes = writes_with_log(result, at=AT, who="tester", version="1")
    log = next(w for w in writes if w.table == "RunLog")
    assert log.rows[0][log.headings.index("Accepted missing")] == "Settings[Pupil premium]"
    months.book.write(writes)
    assert months.run().missing == []


def test_where_all_settings_are_gone_that_is_said_once() -> None:
    """The table's own error stands for its rows."""
    months = _typed({"Pupil premium": "left alone", "Query days": 20})
    months.run()
    months.edit("Settings", lambda rows: [row.update(dict.fromkeys(row)) for row in rows])
    assert months.run().missing == ["Settings"]
