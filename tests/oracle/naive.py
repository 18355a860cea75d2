"""The statutory charge lines of one placement, calculated a second time, slowly and plainly.

Written only from the specification (domain page and workbook page), on plain dicts, sharing no
code with the product: weeks and school days are counted day by day, money is ``Fraction`` until
the one rounding of a line. Input is assumed valid; a needed value that is missing is a
``ValueError``.

Where the specification leaves a question open, this is the reading taken here (each one is a
place where the product may differ for a good reason; then the reading must be settled, not the
test loosened):

Start of the count
 1. *Count starts* moves the relevant date itself: the weeks B, E/F, H/I, the rates, the test of
    the financial year, "reinstated on or before the relevant date" and the date on which the
    agreement must be in force all follow the chosen start.
 2. A LEAVER counts from `Left roll on` whatever *Count starts* says; its "exclusion date" is that
    date too (1 April test, hold days).
 3. A school with a named calendar uses the rows of that calendar only; the closures of `LA`
    (bank holidays) are not added to it.
 4. *Day six next year* = old year only makes nil every exclusion dated before 1 April of the
    workbook's year whose relevant date falls in it, also when the count starts at the decision or
    off-roll date. It cannot touch a LEAVER, whose two dates are one.
Leavers
 5. "On or after 1 April in a school year": the school year runs from 1 September to 31 August
    around the exclusion date, so exclusions from 1 April to 31 August are inside the rule and
    those from 1 September to 31 March are not. The relevant date is not looked at: excluded on
    24 March, day six on 1 April, a Year 11 pupil has 52 weeks, not 17.
 6. The year end is that of the school year of the exclusion. Day six after it (July to
    September): B is 0, both lines nil.
 7. *After 1 April* differs only for an exclusion dated exactly 1 April.
 8. `Leaving years` replaces the answer of *Who leaves* altogether; Year 11 is not added to it.
 9. "Last day of that school's summer term" is the latest `To` of a term in the school's calendar
    from 1 April to 31 August of that year; closures at its end are not taken off.
10. The leavers' B also counts for the premium ("redetermined the same way").
Base
11. The service rate is added whenever `Service child` is Y, also for a looked-after child (0 + the
    service rate) and a previously looked-after one (its own rate + the service rate).
12. Looked after wins over previously looked after; previously looked after replaces FSM6.
13. *Pupil-led funding* = basic entitlement narrows A only, never the premium.
14. A draft rate is used like an approved one. Where rows of one factor differ in phase, the
    closer one wins: ks3/ks4 before secondary before all.
15. The area cost adjustment never multiplies a premium, whatever its `Basis` says.
School, status
16. Of two rows for one LAESTAB, type, trust and leaving years are those open on the relevant
    date; the calendar is that of the row open on the exclusion date; the admitting school's type
    and trust are those open on `Admitted on`. A date outside all rows takes the latest row begun
    before it (closed is a warning, which changes no line; a successor does not pay).
17. One row `signed` or `funding agreement` that covers the date is enough, even where another row
    for the trust or for the school says `refused`. A blank `From` or `To` is open.
18. Held while as-at < exclusion date + hold days: on the 56th day after it the hold is over.
    Any `Cancelled on` makes the row nil, also one later than the as-at date. Held, whatever the
    hold days, while as-at < relevant date; on that day itself it is over.
19. `Reserved SEN place` speaks of the home school only, never of the admitting school.
20. The hold of a LEAVER counts from `Left roll on`; an open review holds it too.
Order
21. An order needs a mainstream home school and a place that is not reserved, nothing else: it
    stands on a row that is otherwise nil (Year 12, cancelled, other year, reinstated). Against
    any other school there is no order line at all. It is held only while its date is to come.
Credits
22. E ends on `Left admitting school on` itself (that day counts as registered), counted with the
    same reading of complete weeks as B; so with H and with F and I.
23. Admitted before 1 April of the year: nil, although the pupil is registered in the year.
24. D and G are the rounded charges; the credit is rounded once more, on its magnitude.
25. A credit to a maintained school, or to an academy with its own agreement, is billable also
    where the charge is only asked; held while the charge is held; nil before held.
    Held too while its own first day (admission, reinstatement) lies after the as-at date.
26. Admission and reinstatement credits are independent; nothing caps their total.
27. A reinstatement in a later financial year gives H = 0: a nil line, not no line.
Other authorities (SI 1999/495)
28. The old authority is `Old authority`; where that is blank, that of a home school of the type
    other authority, and ours where another column about authorities is filled in. Where none of
    this holds the row has no line between authorities, wherever the pupil is admitted.
29. Who taught the pupil afterwards, in order: `Intermediate authority`; then that of the admitting
    school, or, where nobody has admitted, ours unless we are in the chain already. The same
    authority twice in a row is one link. We have a line for each payment that we make or get:
    positive where we get it. Where another authority is the old one there are no other lines, and
    where we have no part in its chain there is one nil line with its number.
30. Weeks of a payment count from the exclusion, those of the last one from `Educated from` where
    that is later; no sixth day. They end with the financial year, or, for a pupil of a leaving age,
    with the school year, by the day on which the pupil was excluded or, in a later payment, the
    day on which it starts.
31. The yearly amount is A at the rates of that start, as for our own schools; one rounding.
32. Nothing is due for a LEAVER, for an academy's exclusion, for a year group without funding, one
    that was cancelled or took effect in another year, nor where the start lies in another year
    than the exclusion, or the pupil was reinstated by then.
33. On reinstatement the authority that taught last repays the old one in proportion: what it got
    × weeks from the reinstatement / weeks from its start, both to the end of the financial year.
34. The hold is that of a charge, with the payment's first day; no agreement is asked for.
Shape of nil lines (presentation only)
35. Row nil, receiving school without right: Base, Units and Denominator are None. Nil because a
    count or base is 0: they show what was counted (Units 0, or Base 0).
    A rate of 0 makes nil only the line that it is the whole base of.
36. A premium that is left alone, or of which nothing is due, has no line; nor has one where no
    week is left, which the budget share's nil line says for the whole row.
"""

from __future__ import annotations

from tests.oracle.naive_authorities import (
    authority_line,
    lines_between_authorities,
    old_authority,
    our_number,
)
from tests.oracle.naive_lines import (
    admission_credits,
    charge,
    nil_line,
    nothing_arises,
    order_lines,
    reinstatement_credits,
    status_of_charge,
)
from tests.oracle.naive_policy import (
    base_of_budget_share,
    base_of_premium,
    relevant_date,
    school_on,
    weeks_charged,
)
from tests.oracle.naive_values import Row, needed, setting


def charge_lines(placement: Row, book: Row) -> list[Row]:
    """All charge lines of one placement, in the order charge, order, credits."""
    home = needed(placement, "Home school")
    if needed(placement, "Scheme") not in ("PEX", "LEAVER"):
        return [nil_line("Scheme charge", home, "I01")]
    between = lines_between_authorities(placement, book)
    if old_authority(placement, book) not in ("", our_number(book)):
        return between or [
            authority_line("Budget share", old_authority(placement, book), None, 0, 0, "nil", 1)
        ]
    return school_lines(placement, book) + between


def school_lines(placement: Row, book: Row) -> list[Row]:
    """The lines of schools of one placement."""
    home = needed(placement, "Home school")
    if nothing_arises(placement, book):
        return [nil_line("Budget share", home, "I01"), *order_lines(placement, book)]

    day = relevant_date(placement, book)
    school = school_on(book, home, day)
    weeks = weeks_charged(placement, school, book, day)
    status = status_of_charge(placement, school, book, day)
    base = base_of_budget_share(placement, book, day)
    budget_share = charge("Budget share", placement, base, weeks, status, "I01")
    charges = [budget_share]
    if setting(book, "Pupil premium") != "left alone":
        base = base_of_premium(placement, book, day)
        if base != 0 and weeks != 0:
            charges.append(charge("Pupil premium", placement, base, weeks, status, "I05"))

    lines = list(charges)
    lines.extend(order_lines(placement, book))
    lines.extend(admission_credits(placement, book, day, charges))
    lines.extend(reinstatement_credits(placement, book, day, charges))
    return lines
