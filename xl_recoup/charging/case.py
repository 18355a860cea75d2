"""What every charge rests on: a placement, the school that answers for it, and the policy."""

from __future__ import annotations

from datetime import date

from xl_recoup.contract import Agreement, School
from xl_recoup.law.school_days import SchoolDays
from xl_recoup.policy.funding import PupilFunding
from xl_recoup.policy.terms import Readings, Terms
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import Place, Placement, record


@record
class Case:
    """One placement with the school that its money passes to or from, under one policy."""

    placement: Placement
    school: School
    policy: Policy

    @classmethod
    def on(cls, p: Placement, policy: Policy, day: date | None) -> Case:
        """Return the case of a placement at its home school, which is known, as it was on a day.

        Without a day, as it was when the workbook's year began.
        """
        school = policy.schools.on(p.home_school, day or policy.period.start)
        return cls(placement=p, school=school, policy=policy)

    @classmethod
    def anywhere(cls, p: Placement, policy: Policy, day: date | None) -> Case:
        """Return the same where the Schools table may lack the school.

        It is then another authority's, and nothing but its LAESTAB is known.
        """
        if p.home_school in policy.schools:
            return cls.on(p, policy, day)
        return cls(placement=p, school=elsewhere(p.home_school), policy=policy)

    def at(self, school: School) -> Case:
        """Return the case of the same placement at another school, such as the admitting one."""
        if school is self.school:
            return self
        return Case(placement=self.placement, school=school, policy=self.policy)

    @property
    def calendar(self) -> SchoolDays:
        """The calendar that the school keeps; raises CalendarGap."""
        return self.policy.calendar_of(self.school)

    @property
    def funding(self) -> PupilFunding:
        """What the school's pupils attract."""
        return self.policy.funding_at(self.school)

    def agreement_on(self, day: date) -> Agreement | None:
        """Return the agreement that binds the school to the placement's scheme on a day, if any."""
        return self.policy.agreements.binding(self.school, self.placement.scheme, day)

    def terms_on(self, day: date, readings: Readings, paragraph: str = "") -> Terms:
        """Return on what terms the school answers for a statutory line: see `StatutoryTerms.of`."""
        scheme = self.placement.scheme
        return self.policy.terms.of(self.school, scheme, day, readings, paragraph)


def elsewhere(number: str, name: str = "") -> School:
    """Return another authority, or a school of one, of which only the number is known."""
    return School(laestab=number, name=name, type="other authority", place=Place("Schools"))
