"""Statements and notices: what a school or trust is sent, as a workbook and on paper."""

from __future__ import annotations

from xl_recoup.statements.model import statements
from xl_recoup.statements.notice import Notice, notices
from xl_recoup.statements.records import DocumentInfo, Party, Sender, Statement
from xl_recoup.statements.write import write_notices, write_statements

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
