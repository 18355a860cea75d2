"""A year in the life: 41 placements, four postings, late news, and one fresh calculation.

The year is told in `tests/year` and lived by the real commands on a real file; the page
`docs/year-in-the-life.md` shows it.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.year.living import BUDGET, OFFICER, Year, live, pence
from tests.year.story import HEAD, first_tables, tell, terms, workbook
from xl_recoup.run.calculate import calculate

D = Decimal


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    """Live the year once."""
    return live(tmp_path_factory.mktemp("year"))


def entries(year: Year, placement: str) -> list[tuple[str, str, Decimal]]:
    """Return what was posted for a placement: period, reference and amount."""
    return [(e.period, e.ref, e.amount) for e in year.ledger if e.placement_ref == placement]


def test_the_year_has_as_many_placements_and_postings_as_it_says() -> None:
    """The story is of the size that it claims."""
    told = terms()
    assert [term.name for term in told] == [
        "October 2025", "Autumn 2025", "Spring 2026", "Summer 2026",
    ]  # fmt: skip
    assert sum(len(term.placements) for term in told) == 41


def test_every_term_is_run_posted_and_sound(year: Year) -> None:
    """Each term is recalculated and posted without a refusal, and the file is then in order."""
    for lived in year.lived:
        assert (lived.run.code, lived.posting.code, lived.check.code) == (0, 0, 0)
        assert lived.check.json["drift"] == []
    assert [x.posting.json["posted"]["lines"] > 20 for x in year.lived] == [False, True, True, True]


def test_the_ledger_ends_where_a_fresh_calculation_ends(year: Year) -> None:
    """Ledger and corrections come to the penny to one calculation of the final inputs.

    By placement, by school, and by whether the money moves inside the authority's own books. The
    fresh calculation is cut at the days that were posted; each part is rounded once.
    """
    assert year.posted() == year.due()
    assert sum((e.amount for e in year.ledger), D(0)) == D("87281.97")


def test_nothing_is_left_to_post(year: Year) -> None:
    """After the last posting the workbook shows nothing billable, and asks what the fresh asks."""
    assert [row["Charge ref"] for row in year.last if row["Status"] in ("billable", "held")] == []
    asked = [
        sum(pence(row["Amount"]) for row in rows if row["Status"] == "asked")
        for rows in (year.last, year.fresh)
    ]
    assert asked == [D("8684.64"), D("8684.64")]


def test_what_was_posted_is_never_changed(year: Year) -> None:
    """Every term only adds to the ledger, under two names and in its own period."""
    assert all(lived.kept for lived in year.lived)
    assert [e.number for e in year.ledger] == list(range(1, len(year.ledger) + 1))
    assert {(e.prepared_by, e.approved_by) for e in year.ledger} == {(OFFICER, HEAD)}
    assert {e.service_year for e in year.ledger} == {"2025-26"}


def test_every_posted_line_outside_our_own_books_stands_on_one_document(year: Year) -> None:
    """Documents name each invoiced or netted entry once, and add up to them, term by term."""
    outside = [e for e in year.ledger if e.route != BUDGET]
    named = [n for row in year.documents for n in numbers(str(row["Ledger entries"]))]
    assert sorted(named) == [e.number for e in outside if e.amount]
    for lived in year.lived:
        name = lived.term.name
        net = sum(pence(row["Net"]) for row in year.documents if row["Period"] == name)
        assert net == sum(e.amount for e in outside if e.period == name)
    assert {row["Kind"] for row in year.documents} == {
        "invoice", "credit note", "net-off advice",
    }  # fmt: skip


def numbers(words: str) -> list[int]:
    """Return the entries that a document names, such as `1 to 3, 7`."""
    found: list[int] = []
    for part in words.split(", "):
        first, _, last = part.partition(" to ")
        found += range(int(first), int(last or first) + 1)
    return found


def test_a_period_is_posted_once_and_a_closed_one_never(year: Year) -> None:
    """A second posting under the name of a term is refused, closed or not."""
    for lived in year.lived:
        name = lived.term.name
        assert (lived.posted_twice.code, lived.posted_when_closed.code) == (2, 2)
        assert lived.posted_twice.sentence.startswith(f"The period {name} has been posted already.")
        assert lived.posted_when_closed.sentence.startswith(f"The period {name} was closed by")


@pytest.mark.parametrize(
    ("placement", "expected"),
    [
        # left in October, told in January: 12 weeks at 5,422 / 38, of which 5 remain
        ("MED-03", [("Autumn 2025", "MED-03/SC", "1712.21"),
                    ("Spring 2026", "MED-03/SC/3054902/C1", "-998.79")]),
        # overturned: both lines come back
        ("PEX-04", [("Autumn 2025", "PEX-04/BS", "3695.19"), ("Autumn 2025", "PEX-04/PP", "516.83"),
                    ("Spring 2026", "PEX-04/BS/3054902/C1", "-3695.19"),
                    ("Spring 2026", "PEX-04/PP/3054902/C1", "-516.83")]),
        # the panel's order, whole and once; the review had held the rest until then
        ("PEX-06", [("Spring 2026", "PEX-06/BS", "3952.15"), ("Spring 2026", "PEX-06/PP", "496.15"),
                    ("Spring 2026", "PEX-06/AO", "4000.00")]),
        # signed in November: nothing before, billable after
        ("PEX-08", []),
        ("PEX-09", [("Spring 2026", "PEX-09/BS", "2654.31"),
                    ("Spring 2026", "PEX-09/PP", "372.12")]),
        # a typing mistake takes nothing back
        ("PEX-03", [("Autumn 2025", "PEX-03/BS", "4628.50"),
                    ("Autumn 2025", "PEX-03/PP", "537.50")]),
        # the school had converted: out of the budget adjustment, into an invoice
        ("PEX-17", [("Spring 2026", "PEX-17/BS", "2359.38"), ("Spring 2026", "PEX-17/PP", "330.77"),
                    ("Summer 2026", "PEX-17/BS/3054901/C1", "-2359.38"),
                    ("Summer 2026", "PEX-17/BS/3054901", "2359.38"),
                    ("Summer 2026", "PEX-17/PP/3054901/C1", "-330.77"),
                    ("Summer 2026", "PEX-17/PP/3054901", "330.77")]),
        # told twice, charged twice, and given back when the second row is deleted
        ("TURN-05", [("Autumn 2025", "TURN-05/SC", "862.15"),
                     ("Spring 2026", "TURN-05/SC-20251220", "2155.38"),
                     ("Summer 2026", "TURN-05/SC/3054902/C1", "-862.15"),
                     ("Summer 2026", "TURN-05/SC-20251220/3054902/C1", "-2155.38")]),
        # an open place, posted three times: 6, 7 and 11 school weeks; in January one less
        ("MED-05", [("October 2025", "MED-05/SC", "856.11"),
                    ("Autumn 2025", "MED-05/SC-20251018", "998.79"),
                    ("Spring 2026", "MED-05/SC-20251220", "1569.53"),
                    ("Summer 2026", "MED-05/SC-20251220/3054902/C1", "-142.69")]),
    ],
)  # fmt: skip
def test_what_late_news_does(
    year: Year, placement: str, expected: list[tuple[str, str, str]]
) -> None:
    """Each piece of news has its own lines in the period in which it became known."""
    assert entries(year, placement) == [(p, ref, D(amount)) for p, ref, amount in expected]


def test_the_order_of_the_news_makes_no_difference_to_the_charges() -> None:
    """All inputs at once, calculated in memory without a file, give the same charges.

    They come to four pence more: nothing is posted there, so no place is cut at posted days.
    """
    tables = first_tables()
    for term in terms():
        tell(tables, term)
    day = terms()[-1].as_at
    result = calculate(workbook(tables), as_at=day, today=day)
    assert result.errors == 0
    assert result.totals["billable"] == D("87282.01")
