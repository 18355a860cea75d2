"""Words that several checks share, so that findings speak with one voice."""

from __future__ import annotations


def date_under(heading: str) -> str:
    """Return a date column in a sentence: `the Exclusion date`, `the date under Cancelled on`."""
    return f"the {heading}" if heading.endswith("date") else f"the date under {heading}"
