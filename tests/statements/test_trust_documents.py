"""What is paid on a trust's own documents stands in the account of that trust's statement."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.statements.support import pdf_text, sheets
from tests.support.books import ACADEMY, table
from tests.support.finance_office import NET_OFF_ACADEMY, OUR_SCHOOLS, Office, days
from xl_recoup.accounts.settlement import balances
from xl_recoup.contract import SCHOOLS, SETTLEMENTS
from xl_recoup.run.result import Result
from xl_recoup.statements import Statement
from xl_recoup.statements.model import statements
from xl_recoup.statements.statement_pdf import statement_pdf
from xl_recoup.statements.workbook import statement_xlsx
from xl_recoup.tables import Cell

AUTUMN = date(2025, 12, 31)
PLACEMENTS = [days(1), days(2, **{"Home school": NET_OFF_ACADEMY})]


def paid(*, shared: bool) -> Result:
    """Return a run with £1,000.00 paid on an invoice to Elm Trust, of one school or of two."""
    made = Office()
    if shared:
        theirs: dict[str, Cell] = {"Trust": "Elm Trust", "Settlement": "invoice"}
        joined = [s | theirs if s["LAESTAB"] == NET_OFF_ACADEMY else s for s in OUR_SCHOOLS]
        made.more["Schools"] = table("Schools", joined, SCHOOLS.headings)
    documents = made.post(PLACEMENTS if shared else PLACEMENTS[:1], "Autumn", AUTUMN, per="trust")
    assert [(d.party, d.laestab) for d in documents] == [("Elm Trust", "")]
    row: dict[str, Cell] = {
        "Document": documents[0].number,
        "Date": date(2026, 1, 20),
        "Amount": 1000,
    }
    made.more["Settlements"] = table("Settlements", [row], SETTLEMENTS.headings)
    return made.run(PLACEMENTS if shared else PLACEMENTS[:1])


def one(result: Result) -> Statement:
    """Return the only statement of a run."""
    (statement,) = statements(result)
    return statement


@pytest.mark.parametrize("shared", [True, False])
def test_closing_is_what_is_open_on_the_trusts_document(shared: bool) -> None:
    """£1,000.00 stands under Settled once, and the balance is what the document has open."""
    result = paid(shared=shared)
    statement = one(result)
    (balance,) = balances(result.items.accounts, result.policy.as_at)
    assert statement.sums.settled == Decimal(-1000)
    assert statement.sums.closing == balance.outstanding > 0
    assert [d.outstanding for d in statement.open_documents] == [balance.outstanding]


def test_accounts_add_up_to_the_whole() -> None:
    """Of two schools neither has the payment: it has a row of its own, and the rows add up."""
    statement = one(paid(shared=True))
    assert [(name, sums.settled) for name, _, sums in statement.accounts][-1] == (
        "Paid on the trust's own documents",
        Decimal(-1000),
    )
    assert [s.sums.settled for s in statement.sections] == [0, 0]
    assert sum(sums.closing for _, _, sums in statement.accounts) == statement.sums.closing


def test_a_trust_of_one_school_has_it_in_that_schools_account() -> None:
    """It is the school's own statement, so its account has the payment."""
    statement = one(paid(shared=False))
    (section,) = statement.sections
    assert (section.laestab, section.sums.settled) == (ACADEMY, Decimal(-1000))
    assert len(statement.accounts) == 1


def test_both_files_show_the_row() -> None:
    """The workbook and the PDF have the same row below the schools."""
    statement = one(paid(shared=True))
    rows = sheets(statement_xlsx(statement))["Statement"]
    assert any(r[0] == "Paid on the trust's own documents" and -1000 in r for r in rows)
    assert "own documents" in pdf_text(statement_pdf(statement))
