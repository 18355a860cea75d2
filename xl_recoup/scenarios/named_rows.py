"""Which rows of a table an Item names: a setting, a rate, a scheme, the agreements of a party."""

from __future__ import annotations

import re
from datetime import date

from xl_recoup.contract import SCHEMES, SCHOOLS, TableSpec, normal, statutory_code
from xl_recoup.contract.cell_values import quoted, read_laestab, text_of
from xl_recoup.intake.row_reading import read_rows
from xl_recoup.policy.agreement_list import ALL_SCHEMES
from xl_recoup.policy.options import setting_names
from xl_recoup.records import short_record
from xl_recoup.scenarios.table_draft import TableDraft
from xl_recoup.scenarios.wrong_rows import nearest
from xl_recoup.tables import Cell, WorkbookTables
from xl_recoup.words import some


@short_record
class NotNamed(Exception):  # an Item that names nothing is no error of the program
    """No row is named so: words that follow the address of the Item, and what to do."""

    words: str
    remedy: str


@short_record
class AgreementOf:
    """Whose agreement is meant, and on which scheme: blank for every one that they have."""

    party: str
    """As it is compared."""
    written: str
    scheme: str


def settings_named(item: str, draft: TableDraft) -> int:
    """Return the row of a setting; it is added where only its default counts today."""
    name = setting_names().get(normal(item))
    if name is None:
        known = list(setting_names().values())
        raise NotNamed(
            f"there is no setting named {quoted(item)}",
            f"Correct it, {nearest(item, known)}: the names stand on the sheet Settings.",
        )
    rows = [i for i in draft.numbers if normal(draft.text(i, "Setting")) == normal(name)]
    return rows[0] if rows else draft.add({"Setting": name})


def rates_named(item: str, draft: TableDraft) -> list[int]:
    """Return the rows of a factor and phase; of a factor alone where it has a single phase."""
    wanted = _joined(item)
    by_name: dict[str, list[int]] = {}
    of_factor: dict[str, set[str]] = {}
    for i in draft.numbers:
        factor, phase = draft.text(i, "Factor"), draft.text(i, "Phase")
        school = draft.text(i, "School")
        own = read_laestab(draft.cell(i, "School"))[0] if school else None
        name = f"{factor} {phase} {own or school}".rstrip()
        by_name.setdefault(_joined(name), []).append(i)
        if not school:
            of_factor.setdefault(_joined(factor), set()).add(name)
    found = by_name.get(wanted)
    phases = sorted(of_factor.get(wanted, ()))
    if found is None and len(phases) == 1:
        found = by_name[_joined(phases[0])]
    if found is not None:
        return found
    if phases:
        raise NotNamed(
            f"{quoted(item)} is a factor of several phases",
            f"Say which one is meant: {some(phases)}.",
        )
    raise NotNamed(
        f"Rates has no rate of {quoted(item)}",
        "Enter factor and phase as on the sheet Rates, such as basic_entitlement ks3; a rate that"
        " is only proposed first goes there, as a draft.",
    )


def _joined(words: str) -> str:
    return re.sub(r"[\s,_]+", "_", normal(words))


def schemes_named(item: str, draft: TableDraft) -> list[int]:
    """Return the rows of a scheme's code."""
    rows = [i for i in draft.numbers if normal(draft.text(i, "Scheme")) == normal(item)]
    if not rows:
        raise NotNamed(
            f"Schemes has no scheme {quoted(item)}",
            "Correct the code; a scheme that is only proposed first goes to the sheet"
            " Schemes, with N under In use.",
        )
    return rows


def agreement_named(item: str, draft: TableDraft, book: WorkbookTables) -> AgreementOf:
    """Return whose agreement an Item names, and on which scheme where it says so."""
    parties = {_party(draft.text(i, "Party")) for i in draft.numbers}
    for row in _rows(book, SCHOOLS):
        parties |= {_party(row.get("laestab", "")), _party(row.get("trust", ""))}
    parties.discard("")
    if _party(item) in parties:
        return AgreementOf(_party(item), item, "")
    party, _, scheme = item.rpartition(" ")
    codes = {normal(row.get("code", "")) for row in _rows(book, SCHEMES)}
    if _party(party) in parties:
        if normal(scheme) in codes | {ALL_SCHEMES} or statutory_code(scheme):
            return AgreementOf(_party(party), party, scheme)
        raise NotNamed(
            f"Schemes has no scheme {quoted(scheme)}",
            "Correct the code behind the party, or leave it out for all of its agreements.",
        )
    raise NotNamed(
        f"the Schools table has no school and no trust {quoted(item)}",
        "Enter a LAESTAB or a trust as on the sheet Schools.",
    )


def agreements_named(of: AgreementOf, draft: TableDraft) -> list[int]:
    """Return the rows of an agreement, which may be none."""
    return [
        i
        for i in draft.numbers
        if _party(draft.text(i, "Party")) == of.party
        and (not of.scheme or normal(draft.text(i, "Scheme")) == normal(of.scheme))
    ]


def new_agreement(
    of: AgreementOf, status: Cell, first: date | None, last: date | None
) -> dict[str, Cell]:
    """Return the row of an agreement that nobody has answered to yet: on every scheme, or one."""
    scheme = of.scheme or ALL_SCHEMES
    return {"Party": of.written, "Scheme": scheme, "Status": status, "From": first, "To": last}


def _party(words: str) -> str:
    return (read_laestab(words)[0] or normal(words)) if text_of(words) else ""


def _rows(book: WorkbookTables, spec: TableSpec) -> list[dict[str, str]]:
    table = book.find(spec.name)
    if table is None:
        return []
    return [
        {name: str(value) for name, value in row.values.items()}
        for row in read_rows(table, spec, book.date_1904).rows
    ]
