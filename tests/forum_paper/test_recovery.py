"""Take-up and recovery by stages in the paper: counted, and nothing told of few pupils."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.forum_paper.conftest import Sample
from tests.forum_paper.test_paper import tables_of
from tests.statements.test_reminders import FIRST, UNANSWERED, Desk, asking, requested
from tests.support.finance_office import days
from xl_recoup.forum.report import HIDDEN, forum_report
from xl_recoup.forum_paper.recovery_section import HEADING, recovery_section
from xl_recoup.forum_paper.shown_debts import ShownDebts

TAKE_UP = "Agreements, by scheme: schools and trusts, and what is asked of those not bound"


def test_take_up_is_counted_by_scheme_and_in_all(sample: Sample) -> None:
    """As Recovery figures count it: a trust is one party; pounds are those of the report."""
    rows = {str(row[0]): row[1:] for row in tables_of(sample.paper)[TAKE_UP].rows}
    assert rows["Permanent exclusion"][:3] == (8, 1, 86)
    assert rows["Medical tuition"][:3] == (4, 0, 96)
    assert rows["Any of them"][:3] == (10, 1, 89)
    report = forum_report(sample.result)
    asked = {r.group.partition(": ")[2]: r.figure("Asked") for r in report.rows}
    for name, row in rows.items():
        if name != "Any of them":
            assert row[3] == asked[name]


def test_nothing_has_left_so_nothing_is_pressed_for(sample: Sample) -> None:
    """The paper has no such section then."""
    assert recovery_section(ShownDebts(sample.result)) is None
    assert HEADING not in [s.heading for s in sample.paper.sections]


def test_each_stage_has_its_documents(tmp_path: Path) -> None:
    """Six pupils on six invoices: sent, then reminded; paid on none."""
    desk = Desk(placements=[dict(days(n)) for n in range(1, 7)])
    before = recovery_section(ShownDebts(desk.run(FIRST)))
    assert before is not None
    assert [row[0] for row in before.tables[0].rows] == ["Sent, and no reminder yet", "All"]
    desk.remind(FIRST, tmp_path)
    after = recovery_section(ShownDebts(desk.run(FIRST)))
    assert after is not None
    first, whole = after.tables[0].rows
    assert first[0] == "First reminder"
    assert first[1:] == whole[1:]
    assert HIDDEN not in first


def test_an_invoice_for_one_pupil_says_no_pounds() -> None:
    """Neither by stage nor by age, nor in all."""
    section = recovery_section(ShownDebts(Desk().run(FIRST)))
    assert section is not None
    assert [row[2] for row in section.tables[0].rows] == [HIDDEN, HIDDEN]


def test_a_request_without_an_answer_is_counted() -> None:
    """No pounds stand beside it: by silence nothing becomes owed."""
    desk = asking(UNANSWERED)
    requested(desk, (1, date(2026, 1, 5), "P002"))
    section = recovery_section(ShownDebts(desk.run(date(2026, 2, 9))))
    assert section is not None
    assert section.tables[0].rows[-1][3] == 1
    assert "1 request waits for an answer" in section.words[1]
