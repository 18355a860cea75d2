"""What the paper for the Forum says, and what it keeps to itself."""

from __future__ import annotations

import re
from decimal import Decimal

from tests.forum_paper.conftest import Sample
from xl_recoup.forum.report import HIDDEN, forum_report
from xl_recoup.forum_paper.paper_parts import ForumPaper, PaperTable, written
from xl_recoup.forum_paper.whole_paper import whole_paper
from xl_recoup.run.result import Result


def words_of(paper: ForumPaper) -> str:
    """Return all that a reader sees of a paper, line by line."""
    said = [paper.title, paper.authority, *paper.in_short, *paper.notes]
    for section in paper.sections:
        said += [section.heading, *section.words, *section.points]
        for table in section.tables:
            said += [table.name, *table.headings, *(written(c) for row in table.rows for c in row)]
        said += [chart.in_words for chart in section.charts]
    return "\n".join(said)


def tables_of(paper: ForumPaper) -> dict[str, PaperTable]:
    """Return the tables of a paper by name."""
    return {t.name: t for s in paper.sections for t in s.tables}


def test_each_part_stands_under_its_heading(sample: Sample) -> None:
    """What was asked and paid, the service, proposals, agreements, recommendations."""
    assert [s.heading for s in sample.paper.sections] == [
        "What schools are charged and asked for",
        "What the service costs, and who pays for it",
        "What is proposed, and what it would cost",
        "Who has agreed",
        "What has been invoiced and paid",
        "What it will be on 31 March 2026",
        "What the Forum is asked to do",
    ]
    assert sum(len(s.charts) for s in sample.paper.sections) == 3


def test_figures_in_words_are_those_of_the_run(sample: Sample) -> None:
    """£180,526.73 are £180,527 to a reader; the gap is £14,935.50 and closes at 185.2 per cent."""
    said = words_of(sample.paper)
    for figure in ("£180,527", "£81,091", "£14,936 short", "rise by 185.2 per cent", "£3,988 left"):
        assert figure in said, figure


def test_the_report_is_in_it_as_it_may_be_shown(sample: Sample) -> None:
    """By scheme and by type of school, with what is hidden hidden."""
    report = forum_report(sample.result)
    table = tables_of(sample.paper)["What schools are charged and asked for, by scheme, 2025-26"]
    shown = {row[0]: row for row in table.rows}
    for row in report.rows:
        if row.breakdown == "Scheme" and row.group != "Total":
            name = row.group.partition(": ")[2]
            _, pupils, posted, billable, asked, held, disputed = shown[name]
            assert (pupils, asked, billable, held, posted, disputed) == (row.pupils, *row.amounts)
    assert HIDDEN in shown["Left the roll otherwise"]


def test_no_school_and_no_pupil_is_named(sample: Sample) -> None:
    """Neither in words nor in tables: no name, LAESTAB, reference or UPN."""
    said = words_of(sample.paper)
    for p in sample.result.rows:
        for secret in (p.placement_ref, p.upn, p.home_school):
            assert not secret or secret not in said
    for school in sample.result.schools:
        assert school.school not in said
        assert not re.search(rf"\b{school.laestab}\b", said) or len(school.laestab) < 4
    assert "the agreement of one school or trust" in said


def test_what_few_pupils_are_held_for_is_nowhere(sample: Sample) -> None:
    """£3,214.58 is held for two pupils: the service's position must not tell either."""
    assert not re.search(r"3,21[45]", words_of(sample.paper))


def test_the_law_is_cited_once(sample: Sample) -> None:
    """In the notes, where those look who want it."""
    assert words_of(sample.paper).count("Regulations") == 1


def test_a_run_of_nothing_has_a_paper_that_says_so(empty: Result) -> None:
    """No placements, no service, no scenario, no agreement: sentences, and no table of nothing."""
    paper = whole_paper(empty, None)
    assert [t.name for t in tables_of(paper).values()] == ["Forecast to 31 March 2026"]
    said = words_of(paper)
    for sentence in (
        "Nothing is charged to any school",
        "No service's cost is entered",
        "No proposal is entered",
        "No school or trust has been asked",
        "Nothing has been invoiced yet",
    ):
        assert sentence in said


def test_pounds_are_written_for_readers() -> None:
    """Whole pounds with commas, below 0 with a minus; what is not there is a dash."""
    assert [written(c) for c in (Decimal("1234.50"), Decimal("-0.60"), None, 12_000, HIDDEN)] == [
        "1,235", "−1", "–", "12,000", HIDDEN,
    ]  # fmt: skip
