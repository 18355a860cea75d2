"""What a run says of the year: the forecast, demand, its end, and how it stands in a few lines."""

from __future__ import annotations

from xl_recoup.contract.columns import Role, TableSpec, filled

FORECAST = TableSpec(
    "Forecast",
    "Forecast",
    Role.OUTPUT,
    "What schools will have been charged on 31 March, by month and scheme: posted, to post, and"
    " expected of what is open now and of the new placements that the team expects. Filled by a"
    " run.",
    filled("Month, Scheme, Posted, To post, Expected, Budget, Variance, Note"),
    keys=(("Month", "Scheme"),),
)

DEMAND = TableSpec(
    "Demand",
    "Demand",
    Role.OUTPUT,
    "Pupils at each provider by month, beside its places. Occupancy is the average in per cent of"
    " the places; days stayed is the average of those who ended in the month. Filled by a run.",
    filled(
        "Provider, Month, Started, Ended, Average, Peak, Places, Occupancy, Days stayed, On roll, "
        "Charged, Note"
    ),
    keys=(("Provider", "Month"),),
)

YEAR_END = TableSpec(
    "YearEnd",
    "Year end",
    Role.OUTPUT,
    "What the year comes to, by CFR code for each maintained school and by S251 line for the"
    " authority: posted, and to be accrued at 31 March. Filled by a run.",
    filled("Return, Code, LAESTAB, School, Posted, To accrue, Gross, Income, Net, DSG block, Note"),
    keys=(("Return", "Code", "LAESTAB", "School"), ("Return", "Code", "LAESTAB")),
)

YEAR_SO_FAR = TableSpec(
    "YearSoFar",
    "Start",
    Role.OUTPUT,
    "How the year stands, in a few lines: the forecast to 31 March, each service's position, who"
    " has agreed, what is unpaid, what is to do today. Filled by a run.",
    filled("How the year stands"),
)
"""Stands on the sheet Start as well."""
YEAR_SO_FAR_ROWS = 6
"""How many lines it has: what stands below it on the sheet is not moved."""
