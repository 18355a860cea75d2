"""Plain names beside the codes of what a run fills, where the workbook's tables have columns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from xl_recoup.checks import CATALOGUE
from xl_recoup.contract import JOURNAL, RECONCILIATION, normal
from xl_recoup.contract.code_names import (
    CFR_NAMES,
    NAME_COLUMNS,
    S251_NAMES,
    SCHEME_NAMES,
    CodeKind,
)
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.run.result import Result
from xl_recoup.tables import Columns, OutCell, TableWrite, columns_of

Headings = Mapping[str, Collection[str]]
"""The headings of a workbook's tables, all in normal form."""
_RETURNS = CFR_NAMES | S251_NAMES


class PlainNames:
    """What the codes of a workbook are called.

    A scheme, provider or service without a name is called by its code, anything else not at all.
    """

    def __init__(
        self,
        policy: Policy,
        schools: Mapping[str, str] | None = None,
        services: Mapping[str, str] | None = None,
    ) -> None:
        """Take what names schemes and providers; names of schools by LAESTAB, of services by code.

        The codes of services are in normal form; one without a name may be a provider's.
        """
        self._policy = policy
        self._schools = schools or {}
        self._services = services or {}
        self._known: dict[tuple[CodeKind, str], str | None] = {}

    def __call__(self, what: CodeKind, code: OutCell) -> str | None:
        """Return the name of a code."""
        if not isinstance(code, str):
            return None
        key = what, code
        if key not in self._known:
            self._known[key] = self._found(what, code) or None
        return self._known[key]

    def _found(self, what: CodeKind, code: str) -> str | None:
        if what == "scheme":
            row = self._policy.schemes.find(code)
            return (row.name if row else "") or next(
                (n for known, n in SCHEME_NAMES.items() if known == code), code
            )
        if what in ("provider", "service"):
            provider = self._policy.providers.get(normal(code))
            own = self._services.get(normal(code), "") if what == "service" else ""
            return own or (provider.name if provider else "") or code
        if what == "check":
            return CATALOGUE[code].title if code in CATALOGUE else None
        if what == "school":
            return self._schools.get(code)
        return _RETURNS.get(code)


def with_names(
    write: TableWrite,
    names: PlainNames,
    headings: Headings,
    given: Mapping[str, Sequence[OutCell]] | None = None,
) -> TableWrite:
    """Return the writing of a table with the plain names that the workbook has columns for.

    A table that is to be made has them all, each beside its code. `given` are columns that no code
    of the row tells, by heading.
    """
    have = headings.get(normal(write.table))
    every = NAME_COLUMNS.get(write.table, ())
    wanted = [n for n in every if have is None or normal(n.heading) in have]
    if not wanted:
        return write
    columns = [*columns_of(write.rows)] or [()] * len(write.headings)
    order = list(write.headings)
    for name in wanted:
        column = (given or {}).get(name.heading)
        if column is None:
            column = [names(name.what, code) for code in columns[order.index(name.code)]]
        at = len(order) if have is not None else order.index(name.after) + 1
        order.insert(at, name.heading)
        columns.insert(at, column)
    return replace(write, headings=tuple(order), rows=Columns(columns))


def with_names_of(result: Result) -> Callable[[TableWrite], TableWrite]:
    """Return what gives the tables of a run their plain names."""
    schools = {x.laestab: x.school for x in (*result.entries, *result.lines) if x.school}
    lines = result.items.accounts.services
    services = {normal(line.service): line.name for line in reversed(lines) if line.name}
    names = PlainNames(result.policy, schools, services)

    def named(write: TableWrite) -> TableWrite:
        given: dict[str, list[OutCell]] = {}
        if write.table == JOURNAL.name:
            given = {"Account": [line.use for line in result.journal]}
        if write.table == RECONCILIATION.name:
            whose, at = _whose(result), write.headings.index("Reference")
            given = {"Party": [whose.get(normal(str(row[at] or ""))) for row in write.rows]}
        return with_names(write, names, result.headings, given)

    return named


def _whose(result: Result) -> dict[str, str]:
    """Return the school or trust of what an extract of the ledger may name, in normal form."""
    named = {normal(name): e.school for e in result.entries for name in (e.ref, e.of) if e.school}
    schools = {e.laestab: e.school for e in result.entries if e.school}
    for line in result.journal:
        if line.laestab in schools:
            named[normal(line.number)] = schools[line.laestab]
    for document in result.items.accounts.documents:
        for name in (document.number, document.finance_reference):
            if name:
                named[normal(name)] = document.party
    return named
