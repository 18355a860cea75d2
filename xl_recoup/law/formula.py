"""The sums of the regulation on pupils permanently excluded from, or leaving, maintained schools.

The letters are the regulation's own (reg 39, School and Early Years Finance and Childcare
(Provision of Information About Young Children) (Amendment) (England) Regulations 2024,
SI 2024/66, and the same rule in the other years). Each amount is in pounds, rounded once, half-up,
to the penny; weeks are complete weeks.
"""

from __future__ import annotations

from decimal import Decimal

from xl_recoup.money import share

FULL_PERIOD_WEEKS = 52
FINANCIAL_ADJUSTMENT = Decimal("4000.00")


# "The excluding school's budget share must be reduced by A × (B/52) + C": reg 39(2). The same
# sum serves the pupil premium, which is redetermined "in the same way"; C is a line of its own.
def reduction(a: Decimal, b: int) -> Decimal:
    """Return A × (B/52): `a` pounds for the full funding period, `b` complete weeks."""
    return share(a, b, FULL_PERIOD_WEEKS)


# "C is the amount of the adjustment made to the school's budget share under a financial
# adjustment order": reg 39(2)(c). It is a one-off and never multiplied by B/52.
def adjustment() -> Decimal:
    """Return C, £4,000.00."""
    return FINANCIAL_ADJUSTMENT


# "The admitting school's budget share must be increased by an amount which may not be less than
# D × (E/F)": reg 39(4). D leaves out C, and is what it would have been had the excluding school
# been maintained by the authority.
def admission_increase(d: Decimal, e: int, f: int) -> Decimal:
    """Return D × (E/F), the least that the admitting school is given; 0 where F is 0."""
    return share(d, e, f) if f else Decimal("0.00")


# The excluding school's budget share must be increased by G × (H/I) where the pupil is
# reinstated: reg 39. G is the reduction made, without C.
def reinstatement_increase(g: Decimal, h: int, i: int) -> Decimal:
    """Return G × (H/I), what a reinstating school is given back; 0 where I is 0."""
    return share(g, h, i) if i else Decimal("0.00")
