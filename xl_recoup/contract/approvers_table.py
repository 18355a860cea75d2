"""Approvers: who may approve a posting, and up to which sum."""

from __future__ import annotations

from decimal import Decimal

from xl_recoup.contract.table_row import TableRow, cell


class Approver(
    TableRow,
    table="Approvers",
    purpose="Who may approve a posting, as whom they sign in, and up to which sum.",
    named_by="name",
):
    """One person who may approve a posting; nobody may approve without limit."""

    name: str = cell("Name", needed="the approver's name")
    login: str = cell(
        "Login", needed="the name that they sign in with", note="as Windows shows it, or `whoami`"
    )
    limit: Decimal = cell(
        "May approve up to",
        needed="the sum up to which they may approve",
        note="pounds: the gross amounts of a posting added up, credits too, none of them negative",
    )


APPROVERS = Approver.spec
