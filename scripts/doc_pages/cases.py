"""`docs/council-cases.md`: what councils have published, calculated by rows in tables alone."""

from __future__ import annotations

from functools import cache

from doc_pages.words import GENERATED, page, table
from tests.examples.council import Case, all_cases

KINDS = {
    "published": (
        "Published by a council or another body",
        "Somebody else's word. A rule in words is shown by the figures that it leads to.",
    ),
    "derived": (
        "Worked out from published figures",
        "Sums that follow from what was published, by a rule with one reading.",
    ),
    "convention": (
        "Ways of counting",
        "The same dates under every reading that the regulations leave open.",
    ),
}
TABLES = ("settings", "placement", "schemes", "rates", "calendar", "providers")


@cache
def cases() -> tuple[tuple[Case, dict[str, object]], ...]:
    """Return every case with what comes out of it."""
    return tuple((case, case.outcome()) for case in all_cases().values())


@cache
def cases_page() -> str:
    """Return the page of the councils' cases."""
    known = cases()
    summed = [case for case, _ in known if not case.no_sum]
    parts = [
        "# What councils do, calculated",
        GENERATED.format(source="`tests/examples/councils`, which it calculates"),
        f"{len(known)} cases: rules and figures that councils have published, sums derived from"
        f" them, and ways of counting. {len(summed)} of them hold a figure that can be calculated,"
        " and each of those comes out of rows in the workbook's tables alone: no council's scheme"
        " is code. The other"
        f" {len(known) - len(summed)} are listed with the reason. The sources are in"
        " `tests/examples/council_cases.csv`.",
    ]
    for kind, (title, words) in KINDS.items():
        rows = [
            (case.id, case.told["council"], case.told["scheme"], _figures(case, outcome),
             ", ".join(name for name in TABLES if getattr(case, name)), _left(case))
            for case, outcome in known
            if case.told["kind"] == kind and not case.no_sum
        ]  # fmt: skip
        parts += [f"## {title}", words]
        parts.append(
            table(("case", "council", "what", "comes out", "rows of", "no sum in it"), rows)
        )
    parts += [
        "## Not calculated",
        table(
            ("case", "council", "what", "published", "why not"),
            (
                (c.id, c.told["council"], c.told["scheme"],
                 "; ".join(f"{k} {v}" for k, v in c.expected.items()), c.no_sum)
                for c, _ in known if c.no_sum
            ),
        ),
    ]  # fmt: skip
    return page(*parts)


def _figures(case: Case, outcome: dict[str, object]) -> str:
    """Return the figures that came out; raises ValueError where one is not the expected."""
    for key, value in outcome.items():
        if value != case.expected[key]:
            raise ValueError(f"{case.id}: {key} is {value}, not {case.expected[key]}")
    found = outcome or case.taken()
    said = {True: "yes", False: "no"}
    return "; ".join(
        f"{key.replace('_', ' ')} {said[value] if isinstance(value, bool) else value}"
        for key, value in found.items()
    )


def _left(case: Case) -> str:
    return "; ".join(f"{key.replace('_', ' ')}: {why}" for key, why in case.unsummed.items())
