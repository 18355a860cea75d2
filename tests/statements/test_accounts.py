"""Statements say what the workbook's documents and settlements say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from tests.support.books import ACADEMY, pex, table
from tests.support.finance_office import NET_OFF_ACADEMY, Office, days, pounds, secondary
from xl_recoup.accounts.settlement import balances
from xl_recoup.contract import SETTLEMENTS, Letter
from xl_recoup.statements import Statement
from xl_recoup.statements.model import statements

AUTUMN = date(2025, 12, 31)
PLACEMENTS = [days(1), days(2), secondary(3, NET_OFF_ACADEMY), pex(4)]


def office() -> Office:
    """Return an office in which everything is posted, one invoice issued and partly paid."""
    made = Office()
    made.post(PLACEMENTS, "Autumn", AUTUMN)
    told = {"issued_on": date(2026, 1, 7), "po_number": "PO-7"}
    made.documents[0] = made.documents[0].model_copy(update=told)
    made.more["Settlements"] = table(
        "Settlements",
        [{"Document": "INV-2526-0001", "Date": date(2026, 1, 20), "Amount": 1000},
         {"Document": "NET-2526-0001", "Date": date(2026, 1, 15), "Amount": 500.25,
          "Method": "net-off"},
         {"Document": "INV-2526-0001", "Date": date(2026, 2, 20), "Amount": 280}],
        SETTLEMENTS.headings,
    )  # fmt: skip
    return made


def of(made: list[Statement], laestab: str) -> Statement:
    """Return the statement that has a school's account."""
    return next(s for s in made if any(x.laestab == laestab for x in s.sections))


def test_the_account_closes_with_what_was_settled() -> None:
    """Opening + new + corrections + credits + settled = closing, settled up to the as-at date.

    All of it is new: it was posted in the last period, and nothing waits to be posted.

    By hand: two invoices of £950.00 and £190.00 VAT, £1,000.00 paid; one net-off of £2,502.46, of
    which £500.25 was kept; a budget adjustment is settled by nobody.
    """
    made = statements(office().run(PLACEMENTS))
    sums = of(made, ACADEMY).sums
    assert (sums.opening, sums.new, sums.settled, sums.closing) == pounds(0, 2280, -1000, 1280)
    sums = of(made, NET_OFF_ACADEMY).sums
    assert (sums.new, sums.settled, sums.closing) == (
        Decimal("2502.46"), Decimal("-500.25"), Decimal("2002.21")
    )  # fmt: skip


def test_what_is_new_on_a_statement_was_on_none_before() -> None:
    """Two postings: the last one is new; once something waits, that is new and all else is not."""
    made = Office()
    made.post([days(1)], "Autumn", date(2025, 12, 31))
    made.post([days(1), days(2)], "January", date(2026, 1, 31))
    sums = of(statements(made.run([days(1), days(2)])), ACADEMY).sums
    assert (sums.opening, sums.new, sums.closing) == pounds(1140, 1140, 2280)
    sums = of(statements(made.run([days(1), days(2), days(3)])), ACADEMY).sums
    assert (sums.opening, sums.new, sums.closing) == pounds(2280, 1140, 3420)


LATER = days(
    2,
    **{"Start date": date(2026, 1, 12), "End date": date(2026, 1, 23)},
)


def test_what_a_posting_leaves_for_the_next_period_makes_nothing_old() -> None:
    """A line that begins after the period's last day waits: what was posted is new beside it."""
    made = Office()
    made.post([days(1), LATER], "Autumn", AUTUMN, date(2025, 12, 31))
    sums = of(statements(made.run([days(1), LATER])), ACADEMY).sums
    assert (sums.opening, sums.new, sums.closing) == pounds(0, 2280, 2280)


@pytest.mark.parametrize(
    ("as_at", "posted_as_at", "opening"),
    [
        (date(2025, 12, 31), date(2025, 12, 31), 1140),  # shown, whether before or after posting
        (date(2025, 11, 30), date(2025, 12, 31), 0),  # a month too early
        (date(2026, 1, 31), date(2025, 12, 31), 0),  # of this day: the same statement again
        (date(2025, 12, 31), None, 0),  # the run log does not say
    ],
)
def test_the_register_says_what_a_statement_has_shown(
    as_at: date, posted_as_at: date | None, opening: int
) -> None:
    """What was posted is brought forward once an earlier statement of its day or later left."""
    made = Office()
    made.post([days(1)], "Autumn", AUTUMN)
    result = made.run([days(1), LATER])
    letter = Letter(
        number="S1", version=Decimal(1), kind="statement", as_at=as_at, written_on=as_at
    )
    accounts = replace(result.items.accounts, letters=(letter,))
    result = replace(
        result, posted_as_at=posted_as_at, items=replace(result.items, accounts=accounts)
    )
    sums = of(statements(result), ACADEMY).sums
    assert (sums.opening, sums.new) == pounds(opening, 2280 - opening)


def test_a_year_end_has_what_the_journal_has_by_then() -> None:
    """Posted on 8 April to a period that ends on 31 March: the year's own, not to be accrued."""
    made = Office()
    made.post([days(1)], "March", date(2026, 3, 31))
    made.entries = [replace(e, posted_at=datetime(2026, 4, 8)) for e in made.entries]
    (section,) = of(statements(made.run([days(1)], date(2026, 4, 20))), ACADEMY).sections
    assert [(e.day.month, e.charged, e.accrual) for e in section.year_ends] == [
        (8, *pounds(0, 0)), (3, *pounds(950, 0))
    ]  # fmt: skip


def test_closing_is_what_the_aged_debt_has() -> None:
    """Of a school whose charges all stand on documents, both tell the same outstanding pounds."""
    result = office().run(PLACEMENTS)
    outstanding = {b.document.laestab: b.outstanding for b in balances(
        result.items.accounts, result.policy.as_at
    )}  # fmt: skip
    made = statements(result)
    for laestab in (ACADEMY, NET_OFF_ACADEMY):
        assert of(made, laestab).sums.closing == outstanding[laestab]


def test_a_line_names_its_document_and_order() -> None:
    """Each posted line says on which document it stands, with the PO number that was entered."""
    lines = of(statements(office().run(PLACEMENTS)), ACADEMY).sections[0].lines
    assert [(x.ref, x.document, x.po, x.vat) for x in lines] == [
        ("P001/SC", "INV-2526-0001", "PO-7", Decimal(190)),
        ("P002/SC", "INV-2526-0001", "PO-7", Decimal(190)),
    ]  # fmt: skip


def test_a_maintained_school_is_shown_no_vat() -> None:
    """A budget adjustment bears no VAT on a statement either, as in the journal."""
    result = Office().run([days(1, **{"Home school": "3054003"})])
    (statement,) = statements(result)
    assert [(x.net, x.vat) for x in statement.sections[0].lines] == [pounds(950, 0)]


def test_posted_vat_stays_on_the_statement() -> None:
    """A percentage that changes after posting changes no posted line."""
    made = office()
    made.schemes = [{**s, "VAT percentage": 5} if s["Scheme"] == "DAY" else s for s in made.schemes]
    made.documents = []
    lines = of(statements(made.run(PLACEMENTS)), ACADEMY).sections[0].lines
    assert [x.vat for x in lines if x.status == "posted"] == [190, 190]
