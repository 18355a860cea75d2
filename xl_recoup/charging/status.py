"""Which kind of placement it is, when it takes effect, and why money waits."""

from __future__ import annotations

from datetime import date, timedelta

from xl_recoup.contract import School, statutory_code
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import Placement
from xl_recoup.words import counted, long_date


def is_statutory(p: Placement) -> bool:
    """Say whether a placement's scheme is one of the regulations' own."""
    return bool(statutory_code(p.scheme))


def is_leaver(p: Placement) -> bool:
    """Say whether a placement left the roll otherwise than by exclusion."""
    return statutory_code(p.scheme) == "LEAVER"


def effect_field(p: Placement) -> str:
    """Return the field that says when a statutory placement takes effect."""
    return "left_roll_on" if is_leaver(p) else "exclusion_date"


def takes_effect(p: Placement) -> date | None:
    """Return the day on which a statutory placement takes effect: of exclusion, or of leaving."""
    return p.left_roll_on if is_leaver(p) else p.exclusion_date


# "not before 8 weeks after exclusion and after the review panel": West Berkshire's rule, and the
# default here (setting Hold days).
def hold_reason(p: Placement, takes_effect: date, policy: Policy) -> str:
    """Return why money does not move yet, or ""."""
    if p.review_status == "open":
        return "a review is open"
    if takes_effect <= policy.freed_until:
        return ""
    days = policy.options.hold_days
    until = takes_effect + timedelta(days=days)
    return f"until {long_date(until)}, {counted(days, 'day')} after it took effect"


def not_begun(day: date, what: str, policy: Policy) -> str:
    """Return why a line whose first day lies after the as-at date waits, whatever else, or ""."""
    return f"until {long_date(day)}, {what}" if policy.as_at < day else ""


def nobody_answers(school: School) -> str:
    """Return why what falls after a school's end is held."""
    assert school.open_to is not None
    return f"the school closed on {long_date(school.open_to)} and Schools names no Successor for it"
