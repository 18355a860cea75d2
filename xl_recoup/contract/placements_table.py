"""Placements: one row per pupil placement; its record, quick to make, is `records.Placement`."""

from __future__ import annotations

from xl_recoup.closed_lists import IDACI_BANDS, REVIEW_STATUSES, ROLL_STATUSES
from xl_recoup.contract.columns import Column, Kind, Role, TableSpec

C, K = Column, Kind

PLACEMENTS = TableSpec(
    "Placements",
    "Placements",
    Role.INPUT,
    "One row per pupil placement.",
    (
        C("Placement ref", "placement_ref"),
        C("Episode ref", "episode_ref"),
        C("UPN", "upn", K.UPN, private=True),
        C("Pupil", "pupil", private=True, aside=True),
        C("Date of birth", "date_of_birth", K.DATE, private=True, aside=True),
        C("Year group", "year_group", K.YEAR_GROUP),
        C("Home school", "home_school", K.LAESTAB),
        C("Reserved SEN place", "reserved_sen_place", K.FLAG),
        C("Provider", "provider"),
        C("Scheme", "scheme"),
        C("Roll status", "roll_status", K.CHOICE, ROLL_STATUSES),
        C("Exclusion date", "exclusion_date", K.DATE),
        C("Decision date", "decision_date", K.DATE),
        C("Cancelled on", "cancelled_on", K.DATE),
        C("Review status", "review_status", K.CHOICE, REVIEW_STATUSES),
        C("Review decided on", "review_decided_on", K.DATE, aside=True),
        C("Left roll on", "left_roll_on", K.DATE),
        C("Start date", "start_date", K.DATE),
        C("End date", "end_date", K.DATE),
        C("Days per week", "days_per_week", K.NUMBER),
        C("Days attended", "days_attended", K.NUMBER),
        C("Reinstated on", "reinstated_on", K.DATE),
        C("Admitting school", "admitting_school", K.LAESTAB),
        C("Admitted on", "admitted_on", K.DATE),
        C("Left admitting school on", "left_admitting_school_on", K.DATE),
        C("Adjustment order", "adjustment_order", K.FLAG),
        C("Order date", "order_date", K.DATE),
        C("FSM", "fsm", K.FLAG),
        C("FSM6", "fsm6", K.FLAG),
        C("IDACI band", "idaci_band", K.CHOICE, IDACI_BANDS),
        C("EAL", "eal", K.FLAG),
        C("Low prior attainment", "low_prior_attainment", K.FLAG),
        C("Mobility", "mobility", K.FLAG),
        C("Looked after", "looked_after", K.FLAG),
        C("Previously looked after", "previously_looked_after", K.FLAG),
        C("Service child", "service_child", K.FLAG),
        C("EHCP", "ehcp", K.FLAG),
        C("Old authority", "old_authority", K.LA_NUMBER),
        C("Intermediate authority", "intermediate_authority", K.LA_NUMBER),
        C("Educated from", "educated_from", K.DATE),
        C("Notice sent on", "notice_sent_on", K.DATE),
        C("PO number", "po_number", aside=True),
        C("Agreed amount", "agreed_amount", K.NUMBER),
        C("Hours", "hours", K.NUMBER),
        C("Notes", "notes", K.NOTE, private=True, aside=True),
    ),
    required=("Placement ref", "Home school", "Scheme"),
)
