"""Statements, notices and reminders: what a school or trust is sent, as a workbook and on paper."""

from __future__ import annotations

from xl_recoup.statements.letter_register import Register
from xl_recoup.statements.letter_set import Order, Sent, send
from xl_recoup.statements.model import statements
from xl_recoup.statements.notice import Notice, notices
from xl_recoup.statements.outgoing import Outgoing, notices_to_send, statements_to_send
from xl_recoup.statements.reminders_due import reminders_to_send
from xl_recoup.statements.sending import Party, Sender, Sending
from xl_recoup.statements.statement_records import Statement

__all__ = [
    "Notice",
    "Order",
    "Outgoing",
    "Party",
    "Register",
    "Sender",
    "Sending",
    "Sent",
    "Statement",
    "notices",
    "notices_to_send",
    "reminders_to_send",
    "send",
    "statements",
    "statements_to_send",
]
