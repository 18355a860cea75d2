"""Row checks on a pupil's circumstances: free meals, care, numbers, local scheme values."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xl_recoup.charging.inter_authority import AGREED_AMOUNT
from xl_recoup.charging.status import is_leaver
from xl_recoup.checks.catalogue import ERROR, WARNING, Hit, Moment, Stage, check
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.contract import Agreement
from xl_recoup.words import in_figures

FEWEST_DAYS, MOST_DAYS = Decimal("0.5"), Decimal(5)


@check("R17", WARNING, Stage.ROW, "Nothing entered about the pupil", Moment.CHARGED)
def nothing_about_the_pupil(facts: Facts) -> Iterator[Hit]:
    """FSM, FSM6, IDACI band and the other columns on the pupil are all blank, N in none of them.

    These columns are folded away at first. Each may bring money: left blank, the school is charged
    the basic entitlement alone, or no premium under a local scheme that adds it. An N in any of
    them says that somebody has looked.
    """
    options, silent = facts.policy.options, facts.inputs.placements.silent_on_pupil
    yield from _silent_under_schemes(facts)
    if options.pupil_led_funding != "all factors" and options.pupil_premium != "redetermined":
        return  # nothing rests on them
    agreed = any(r.factor.startswith(AGREED_AMOUNT) for r in facts.policy.rates.rates)
    for p in facts.statutory:
        if p.key not in silent or "fsm6" not in p.columns:
            continue
        lines = facts.lines_by_row.get(p.key, [])
        if any(x.amount and not (agreed and x.route == "inter-authority") for x in lines):
            yield Hit(
                p.place("fsm6"),
                "nothing is entered about free meals, IDACI band, EAL, prior attainment, mobility,"
                " care or service child, so the basic entitlement alone is charged. Not known, or"
                " none? Each may bring money: press + above the columns where they are folded away"
                " and enter what is known. Enter N under FSM6 where there is none.",
                p.key,
            )


def _silent_under_schemes(facts: Facts) -> Iterator[Hit]:
    """Yield the same of rows whose local scheme charges by what is entered about the pupil."""
    silent = facts.inputs.placements.silent_on_pupil
    for p in facts.rows:
        if p.key in facts.statutory_keys or p.key not in silent or "fsm6" not in p.columns:
            continue
        terms = [s for s in facts.policy.schemes.rows_of(p.scheme) if s.in_use]
        lacks = ["pupil premium"] if any(s.premium for s in terms) else []
        if any(s.base == "pupil-led funding" for s in terms):
            lacks.append("factor beside the basic entitlement")
        if lacks and any(line.amount for line in facts.lines_by_row.get(p.key, [])):
            yield Hit(
                p.place("fsm6"),
                "nothing is entered about free meals, care, service child and the like, so"
                f" {p.scheme} charges no {' and no '.join(lacks)}. Not known, or none? Press +"
                " above the columns where they are folded away and enter what is known. Enter N"
                " under FSM6 where there is none.",
                p.key,
            )


@check("R20", WARNING, Stage.ROW, "FSM without FSM6")
def fsm_without_fsm6(facts: Facts) -> Iterator[Hit]:
    """A pupil with free meals now has had them within six years: FSM6 should be Y as well.

    Without it neither the FSM6 factor nor the pupil premium follows the pupil.
    """
    return (
        Hit(
            p.place("fsm6"),
            "FSM is Y but FSM6 is not, so the FSM6 factor and the pupil premium are left out."
            " Enter Y for FSM6, or clear FSM if the pupil has no free meals.",
            p.key,
        )
        for p in facts.rows
        if p.fsm and not p.fsm6 and "fsm6" not in p.unreadable
    )


@check("R21", WARNING, Stage.ROW, "Looked after and previously looked after")
def two_care_statuses(facts: Facts) -> Iterator[Hit]:
    """Both flags are Y. The line follows Looked after: that premium is not taken."""
    return (
        Hit(
            p.place("previously_looked_after"),
            "Looked after and Previously looked after are both Y; the pupil was treated as"
            " looked after, with no premium taken. Clear the one that is wrong.",
            p.key,
        )
        for p in facts.rows
        if p.looked_after and p.previously_looked_after
    )


@check("R22", WARNING, Stage.ROW, "Looked-after premium")
def looked_after_premium(facts: Facts) -> Iterator[Hit]:
    """A looked-after pupil also has FSM6. The premium is the authority's already: none is taken."""
    return (
        Hit(
            p.place("looked_after"),
            "the pupil is looked after, so the premium is paid to the authority and none is"
            " taken from the school although FSM6 is Y. Check the care status on that day.",
            p.key,
        )
        for p in facts.statutory
        if p.looked_after and p.fsm6
    )


@check("R23", ERROR, Stage.ROW, "Days per week out of range")
def days_per_week(facts: Facts) -> Iterator[Hit]:
    """Days per week runs from 0.5 to 5."""
    return (
        Hit(
            p.place("days_per_week"),
            f"Days per week is {in_figures(p.days_per_week)}, outside 0.5 to 5, so the row is"
            " not charged. Correct it.",
            p.key,
        )
        for p in facts.rows
        if p.days_per_week is not None and not FEWEST_DAYS <= p.days_per_week <= MOST_DAYS
    )


@check("R24", ERROR, Stage.ROW, "Days attended out of range")
def days_attended(facts: Facts) -> Iterator[Hit]:
    """Days attended can't be below 0, or more than the days of a year."""
    return (
        Hit(
            p.place("days_attended"),
            f"Days attended is {in_figures(p.days_attended)}, outside 0 to 366, so the row is"
            " not charged. Correct it.",
            p.key,
        )
        for p in facts.rows
        if p.days_attended is not None and not 0 <= p.days_attended <= 366
    )


@check("R25", WARNING, Stage.ROW, "Purchase order missing")
def purchase_order_missing(facts: Facts) -> Iterator[Hit]:
    """The school's agreement asks for a purchase order, and the placement has none."""
    asked: dict[tuple[str, str, str], Agreement | None] = {}
    for p in facts.rows:
        school = facts.home_school(p)
        if school is None or p.po_number:
            continue
        key = (school.laestab, school.trust, p.scheme)
        if key not in asked:
            known = facts.policy.agreements.concerning(school, p.scheme)
            asked[key] = next((a for a in known if a.po_required), None)
        asking = asked[key]
        if asking is not None:
            yield Hit(
                p.place("po_number"),
                f"the agreement at {asking.place} requires a purchase order, and none is entered"
                " here, so no invoice can go out. Ask the school for its number.",
                p.key,
            )


@check("R26", WARNING, Stage.ROW, "Leavers other than by exclusion")
def leaver_is_draft(facts: Facts) -> Iterator[Hit]:
    """LEAVER rests on a reading that the authority's lawyers should confirm first.

    One finding per sheet, on its first such row.
    """
    seen: set[str] = set()
    for p in facts.statutory:
        if is_leaver(p) and p.key.sheet not in seen:
            seen.add(p.key.sheet)
            yield Hit(
                p.place("scheme"),
                "charges for pupils who left the roll other than by exclusion are a draft until the"
                " authority's lawyers confirm them. Ask the lawyers before billing; home education"
                " and a move to a maintained school or PRU do not count as leaving.",
            )
