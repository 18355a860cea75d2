"""Every kind of working, from its first word to its last: what comes out of it."""

from __future__ import annotations

import re
from decimal import Decimal

from tests.workings.calculator import (
    DATE,
    MONEY,
    NUMBER,
    DoesNotComeOut,
    Pricing,
    Sum,
    Text,
    exactly,
    number,
    only_names,
    penny,
    same,
)
from tests.workings.unit_words import units

ZERO = Decimal("0.00")
BORNE = rf"; the authority bears ({MONEY})"


def worked_out(working: str) -> Sum:
    """Return what a working comes to by its own words; raises DoesNotComeOut."""
    return exactly(_any, working)


def _any(working: str) -> Sum:
    text = Text(working)
    if text.take("Not charged until "):
        only_names(text.left)
        return Sum(ZERO)
    if text.take("Nil: "):
        return _nil(text)
    if text.take("Posted: "):
        return _posted(text)
    if re.match(rf"{MONEY} due − ", text.left):
        return _correction(text)
    if re.match(rf"[^;×]* = {MONEY} in \d+ parts\. ", text.left):
        return _in_parts(text)
    once = text.take(rf"({MONEY}), once and in full, by the review panel's ")
    if once:
        only_names(text.left)
        return Sum(number(once[1]))
    return _sum(text)


def _nil(text: Text) -> Sum:
    """Read why nothing is charged, and the sum of the authority's share where it has one."""
    reason, _, rest = text.left.partition(". ")
    only_a_reason(reason)
    if not rest:
        return Sum(ZERO)
    borne = re.sub(r", which the authority bears\.$", "", rest)
    return Sum(ZERO, _sum(Text(borne)).amount)


def only_a_reason(words: str) -> None:
    """Refuse a number in why nothing is charged, but for how many units are free."""
    only_names(re.sub(rf"the first {NUMBER} (?=are free|is free)", "", words))


def _sum(text: Text) -> Sum:
    price = Pricing(text).price()
    of = units(text)
    text.need(rf" from {DATE}(?: to {DATE}(?:, the leavers' year end,)?)?")
    if text.take(r" (?=\()"):
        only_names(text.in_brackets())
    text.take(rf" to {DATE}")
    said = number(text.need(rf" = ({MONEY})")[1])
    same(said, penny(price.school * of.charged / of.divisor), "the amount")
    sign = -1 if text.take(r", credited|, which we (?:re)?pay authority \d{3}") else 1
    text.take(r", which authority \d{3} (?:re)?pays us")
    borne = text.take(BORNE)
    worked = penny(price.whole * of.due / of.divisor) - said
    same(number(borne[1]) if borne else ZERO, worked, "the authority's share")
    vat = text.take(rf"; VAT of ({NUMBER})% on top, ({MONEY})")
    if vat:
        same(number(vat[2]), penny(said * number(vat[1]) / 100), "the VAT")
    if text.left:
        text.need("; ")
        only_names(text.left)
    return Sum(sign * said, worked)


def _posted(text: Text) -> Sum:
    """Read what was posted under one charge, from entry to entry."""
    parts, together = text.need(rf"(.*); together ({MONEY})\.$").groups()
    found = [re.match(rf"({MONEY}) in [^()]* \([^()]*\)$", part) for part in parts.split("; ")]
    if not all(found):
        raise DoesNotComeOut(f"not entries: {parts}")
    same(number(together), sum((number(m[1]) for m in found if m), ZERO), "the entries together")
    return Sum(number(together))


DUE_LESS_POSTED = rf"({MONEY}) due − \(?({MONEY})\)? posted"


def _correction(text: Text) -> Sum:
    due, posted, more = text.need(rf"{DUE_LESS_POSTED} = ({MONEY}), correcting [^; ]+").groups()
    same(number(more), number(due) - number(posted), "the correction")
    borne = text.take(rf"; the authority bears ({MONEY}) (more|less) \({DUE_LESS_POSTED}\)")
    change, bears = ZERO, None
    if borne:
        bears = number(borne[3])
        change = number(borne[1]) * (1 if borne[2] == "more" else -1)
        same(change, bears - number(borne[4]), "what the authority bears more")
    if text.take("; fresh: "):
        fresh = _any(text.left)
        same(number(due), fresh.amount, "what is due afresh")
        if bears is not None:
            same(bears, fresh.borne or ZERO, "what the authority bears afresh")
    else:
        same(number(due), ZERO, "what is due of a charge that is gone")
        text.need("; ")
        only_a_reason(re.sub(rf"VAT of {NUMBER}%, no longer of {NUMBER}%", "", text.left))
    return Sum(number(more), change)


def _in_parts(text: Text) -> Sum:
    """Read several sums that are added up."""
    terms, said, count = text.need(rf"(.*?) = ({MONEY}) in (\d+) parts\. ").groups()
    parts = re.split(r"(?:^| )\[\d+\] ", text.left)[1:]
    same(Decimal(count), Decimal(len(parts)), "how many parts")
    worked = [_any(part) for part in parts]
    written = [number(term.strip("()")) for term in terms.split(" + ")]
    if written != [one.amount for one in worked]:
        raise DoesNotComeOut(f"the parts {terms} are {worked}")
    same(number(said), sum(written, ZERO), "the parts together")
    return Sum(number(said), sum((one.borne or ZERO for one in worked), ZERO))
