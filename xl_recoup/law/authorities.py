"""Recoupment between authorities for a permanently excluded pupil: who pays whom, from when.

Section 494 of the Education Act 1996 and the Education (Amount to Follow Permanently Excluded
Pupil) Regulations 1999, SI 1999/495, as amended for England by SI 2001/870, SI 2004/402 and
SI 2012/1033. What was read, and what was not:

- read: section 494; regulation 1(2), the relevant date; the explanatory note to SI 2001/870, on
  the weeks C and pupils of a leaving age; regulation 2(2), the repayment, inserted by SI 2012/1033,
  Schedule 2, paragraph 1;
- not read: the letters A and B of regulation 2(1), so what amount per pupil C weeks are a share of;
  and regulation 4 as it stands since 1 September 2012, so on which day an exclusion "takes effect".
  From 22 March 2004 until then it was the day on which an appeal was decided or could no longer be
  made (explanatory note to SI 2004/402).

What was not read is to be confirmed by the authority's lawyers. The sixth school day plays no part
here. Weeks are complete weeks; amounts are in pounds, rounded once, half-up, to the penny.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from xl_recoup.law.formula import FULL_PERIOD_WEEKS
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.money import share

PAYMENT_CITATION = "section 494 Education Act 1996; reg 2(1), SI 1999/495"
REPAYMENT_CITATION = "reg 2(2), SI 1999/495 (inserted by SI 2012/1033, Schedule 2)"
TO_BE_CONFIRMED = "the amount per pupil is to be confirmed by the authority's lawyers"


class Payment(NamedTuple):
    """One payment of the chain: who pays whom, and its place in it."""

    payer: str
    payee: str
    first: bool = True
    """True where the payer maintained the excluding school."""
    last: bool = True
    """True where nobody has educated the pupil since the payee."""


# "he is first provided by another local authority ("the intermediate authority") with education in
# a pupil referral unit or otherwise than at school, and at any time afterwards he is provided with
# education by a local authority other than the intermediate authority ("the last authority") ...
# subsection (2) shall apply to the intermediate authority and the last authority as if they were an
# old authority and a new authority respectively": section 494(3).
def chain(old: str, *later: str) -> list[Payment]:
    """Return the payments from the old authority on, in the order in which authorities took over.

    `later` names those that educated the pupil since, by number; blanks and repeats in a row are
    left out. Nothing is paid where there is only one authority.
    """
    authorities = [old]
    for number in later:
        if number and number != authorities[-1]:
            authorities.append(number)
    pairs = list(pairwise(authorities))
    end = len(pairs) - 1
    return [Payment(a, b, i == 0, i == end) for i, (a, b) in enumerate(pairs)]


# "the date upon which permanent exclusion first takes effect ...; or where the pupil is
# subsequently first provided with education by the old authority in a pupil referral unit or
# otherwise than at school, or was permanently excluded from a pupil referral unit, the date on
# which that pupil is subsequently provided with education by the new authority": regulation 1(2),
# which counts the last authority's weeks in the same way from the day on which it begins.
def relevant_date(takes_effect: date, educated_from: date | None = None) -> date:
    """Return the day from which weeks count: the exclusion's, or the new authority's first day.

    `educated_from` is given where somebody else educated the pupil in between; it never brings the
    count forward.
    """
    return takes_effect if educated_from is None else max(takes_effect, educated_from)


# "in the funding period in which the exclusion first takes effect, he is subsequently provided with
# education by another local authority": section 494(1), and (3) alike.
def within_the_year(takes_effect: date, day: date) -> bool:
    """Say whether a day lies in the financial year in which the exclusion takes effect."""
    return FundingPeriod.of(takes_effect) == FundingPeriod.of(day)


# "C" is "the number of complete weeks remaining in the financial year calculated from the relevant
# date": explanatory note, SI 2001/870. That C is counted out of 52, as in the regulations on budget
# shares, is to be confirmed.
def payment(amount: Decimal, c: int) -> Decimal:
    """Return `amount` × (C/52): `amount` pounds for a full year, `c` complete weeks."""
    return share(amount, c, FULL_PERIOD_WEEKS)


# "where a permanently excluded pupil ... is subsequently reinstated by the governing body of the
# excluding school in the financial year in which the exclusion first takes effect, the new
# authority must pay to the old authority, and the last authority must pay to the old authority, as
# the case may be, ... an amount which is no less than F x (G/H)": regulation 2(2). "As the case may
# be" is read so that only the authority that educated last repays; its payee is the old authority.
def repayment(f: Decimal, g: int, h: int) -> Decimal:
    """Return F × (G/H): what is repaid on reinstatement; 0 where H is 0.

    `f` is what the repaying authority received, `g` the complete weeks left in the financial year
    from the reinstatement, `h` those from the relevant date.
    """
    return share(f, g, h) if h else Decimal("0.00")
