"""What the checks say about a workbook in memory, by code."""

from __future__ import annotations

from typing import Any

from tests.support.books import pupil_upn, run

SAME = {"UPN": pupil_upn(1, 20), "Pupil": "P.1"}


def codes(*placements: dict[str, Any], **more: Any) -> list[str]:
    """Return the codes of what a run finds."""
    return [f.code for f in run(placements, **more).findings]


def said(code: str, *placements: dict[str, Any], **more: Any) -> list[str]:
    """Return the messages of one check."""
    return [f.message for f in run(placements, **more).findings if f.code == code]
