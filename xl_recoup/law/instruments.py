"""Which regulations govern which financial year. They are made anew each year.

Only instruments that were read are listed. Where a year is missing, charges say so; the setting
`Regulations` takes the citation once the authority's lawyers have given it.
"""

from __future__ import annotations

from datetime import date

from xl_recoup.law.periods import FundingPeriod
from xl_recoup.records import short_record


@short_record
class Instrument:
    """The regulations of one year: the regulation on excluded pupils and its instrument."""

    regulation: str
    instrument: str

    def cite(self, paragraph: str = "") -> str:
        """Return the citation: `reg 39(2), SI 2024/66`."""
        return f"reg {self.regulation}{paragraph}, {self.instrument}"


# The School and Early Years Finance (England) Regulations of the year named.
INSTRUMENTS = {
    FundingPeriod(2013): Instrument("23", "SI 2012/2991"),
    FundingPeriod(2018): Instrument("27", "SI 2018/10"),
    FundingPeriod(2023): Instrument("37", "SI 2023/59"),
    FundingPeriod(2024): Instrument("39", "SI 2024/66"),
}

# The School Discipline (Pupil Exclusions and Reviews) (England) Regulations 2012, in force from
# 1 September 2012, brought in the financial adjustment order; before them there is no C.
ADJUSTMENT_ORDERS_FROM = date(2012, 9, 1)
ADJUSTMENT_ORDER_CITATION = "financial adjustment order under SI 2012/1033"


def citation(period: FundingPeriod, paragraph: str = "", given: str = "") -> str:
    """Return the authority for a line of that year, or say that it is not recorded.

    `given` is the workbook's own citation, which goes before the table. No year is guessed from
    another one.
    """
    if given:
        return given
    known = INSTRUMENTS.get(period)
    if known:
        return known.cite(paragraph)
    return f"the {period} regulations (instrument not recorded: see the setting Regulations)"
