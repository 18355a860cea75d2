"""Examples of schemes: patterns of other councils, with the columns of Schemes."""

from __future__ import annotations

from dataclasses import replace

from xl_recoup.contract.schemes_table import SCHEMES

SCHEME_EXAMPLES = replace(
    SCHEMES,
    name="SchemeExamples",
    sheet="Scheme examples",
    purpose="How other councils charge, each as a row of Schemes. No run reads them.",
)
"""Patterns to copy from. It is in no group of tables, so nothing rests on it."""
