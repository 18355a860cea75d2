"""Findings as they are told again in another run, and sign-offs with what they cover of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from enum import Enum

from xl_recoup.contract import SignOff, normal
from xl_recoup.intake.named_cells import short_digest
from xl_recoup.records import Finding, short_record

SEEN = "seen"
"""Stands in the record for a run, or a sign-off, that was seen with nothing to note of it."""


@short_record
class Told:
    """A finding, by what it is told again in another run."""

    finding: Finding
    identity: str
    """A digest of what makes it the same finding in another run."""
    value: str
    """A digest of what somebody who signs it off signs for."""


class Trouble(Enum):
    """Why a sign-off does not hold, or not for all that it fits."""

    UNSIGNED = "unsigned"
    AN_ERROR = "an error"
    FITS_NOTHING = "fits nothing"
    LAPSED = "lapsed"


@short_record
class Weighed:
    """One sign-off: what it covers, what it was given for, and what is the matter with it."""

    sign_off: SignOff
    covered: frozenset[str] = frozenset()
    """The identities of the findings that it signs off."""
    given_for: Mapping[str, str] = field(default_factory=dict)
    """The values by identity that the first run which saw it found."""
    trouble: Trouble | None = None
    lapsed: Sequence[Finding] = ()
    """Findings that it fits and that are no longer what was signed for."""

    @property
    def name(self) -> str:
        """A digest of the row: a new signature or a new day makes another one of it."""
        s = self.sign_off
        day = s.on.isoformat() if s.on else ""
        return short_digest(*map(normal, (s.code, s.sheet, s.item, s.signed_by, day)))
