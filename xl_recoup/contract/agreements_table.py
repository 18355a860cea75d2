"""Agreements: who has agreed to what, from when, and where the evidence is kept."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator

from xl_recoup.closed_lists import AgreementStatus
from xl_recoup.contract.cell_values import read_laestab
from xl_recoup.contract.table_row import TableRow, cell

BINDING: tuple[AgreementStatus, ...] = ("funding agreement", "signed")


def _party(words: str) -> str:
    """Return a party: the LAESTAB of one school in its plain form, or a trust as it is written."""
    return read_laestab(words)[0] or words


class Agreement(
    TableRow,
    table="Agreements",
    purpose="Who has agreed to what, from when, and where the evidence is kept.",
    named_by="party",
):
    """One row of the Agreements table; empty dates are open ends."""

    party: Annotated[str, AfterValidator(_party)] = cell(
        "Party", needed="the party", note="a trust, or the LAESTAB of one school"
    )
    scheme: str = cell("Scheme", needed="the scheme", note="a scheme's code, PEX, or all")
    status: AgreementStatus = cell("Status", needed="the status")
    start: date | None = cell("From", default=None, steering=True)
    end: date | None = cell("To", default=None, steering=True)
    net_off_allowed: bool = cell("Net-off allowed", default=False, steering=True)
    po_required: bool = cell("PO required", default=False)
    evidence: str = cell("Evidence", default="")

    @property
    def binds(self) -> bool:
        """True for a funding agreement or a signed one."""
        return self.status in BINDING

    def covers(self, day: date) -> bool:
        """Say whether the agreement runs on a day."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


AGREEMENTS = Agreement.spec
