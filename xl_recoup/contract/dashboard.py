"""The sheet of totals and charts: how it is known as ours, and one formula on it."""

from __future__ import annotations

SHEET = "Dashboard"
PURPOSE = "Totals and charts over Charges and Schools summary; they follow those sheets."
"""Stands below the sheet's title: a sheet of that name without it is the team's own."""
LAST_AS_AT = (
    'IF(COUNT(RunLog[As-at date])=0,"",INDEX(RunLog[As-at date],COUNT(RunLog[As-at date])))'
)
"""The as-at date of the last run, whatever the setting says; "" before the first run."""
