"""Statements and notices: what a school or trust is sent, as a workbook and on paper."""

from __future__ import annotations

from xl_recoup.statements.model import statements
from xl_recoup.statements.notice import Notice, notices
from xl_recoup.statements.sending import Party, Sender, Sending
from xl_recoup.statements.statement_files import write_notices, write_statements
from xl_recoup.statements.statement_records import Statement

__all__ = [
    "Notice",
    "Party",
    "Sender",
    "Sending",
    "Statement",
    "notices",
    "statements",
    "write_notices",
    "write_statements",
]
