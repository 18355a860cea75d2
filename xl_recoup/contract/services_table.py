"""Services: what a service costs and what pays for it, beside what is recouped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator

from xl_recoup.closed_lists import ServiceBasis, ServiceMoney
from xl_recoup.contract.month_words import why_no_month
from xl_recoup.contract.table_row import Note, TableRow, cell, wrong

_YEAR = re.compile(r"20(\d\d)-(\d\d)")


def _financial_year(given: str) -> str:
    years = _YEAR.fullmatch(given)
    if years is None or (int(years[1]) + 1) % 100 != int(years[2]):
        raise wrong(f"holds “{given}”, which is not a financial year such as 2025-26")
    return given


class ServiceLine(
    TableRow,
    table="Services",
    purpose="What a service costs, and what pays for it besides the schools: its position follows"
    " from it and from the charges of the schemes that name it.",
    named_by="amount",
):
    """One sum of one service in one financial year."""

    service: str = cell("Service", needed="the service", note="as Schemes name it under Service")
    financial_year: Annotated[str, AfterValidator(_financial_year)] = cell(
        "Financial year", needed="the financial year", note="such as 2025-26"
    )
    line: ServiceMoney = cell("Line", needed="what the sum is")
    month: str = cell("Month", default="", note="blank: spread evenly over the year")
    amount: Decimal = cell(
        "Amount",
        needed="the sum",
        note="pounds; DSG that the department takes back is a negative DSG line",
    )
    basis: ServiceBasis = cell("Basis", needed="whether it is budget, actual or forecast")
    note: Note = cell("Note", default="")
    name: str = cell("Name", default="", note="what people call the service; blank: its code")

    @property
    def first_year(self) -> int:
        """The calendar year in which its financial year begins."""
        return int(self.financial_year[:4])

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """A cost below zero would be income; a month is one of the sum's own year."""
        if self.month and (words := why_no_month(self.month, self.first_year)):
            yield "month", words
        if self.line == "cost" and self.amount < 0:
            yield "amount", "is a cost below 0. Enter it as other income"


SERVICES = ServiceLine.spec
