"""Statements and notices: what a school or trust is sent, as a workbook and on paper."""

from __future__ import annotations

from xl_recoup.statements.model import statements
from xl_recoup.statements.notice import Notice, notices
from xl_recoup.statements.statement_files import write_notices, write_statements
from xl_recoup.statements.statement_records import DocumentInfo, Party, Sender, Statement

__all__ = [
    "DocumentInfo",
    "Notice",
    "Party",
    "Sender",
    "Statement",
    "notices",
    "statements",
    "write_notices",
    "write_statements",
]
