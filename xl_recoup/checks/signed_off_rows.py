"""Checks of the table SignedOff: does each sign-off hold, and if not, why?"""

from __future__ import annotations

from collections.abc import Iterator

from xl_recoup.checks.catalogue import WARNING, Hit, Moment, Stage, check
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.checks.told_findings import Trouble, Weighed
from xl_recoup.contract import SignOff
from xl_recoup.contract.cell_values import quoted
from xl_recoup.records import Place
from xl_recoup.words import some


def _with(facts: Facts, trouble: Trouble) -> Iterator[Weighed]:
    return (weighed for weighed in facts.weighed if weighed.trouble is trouble)


def _cell(facts: Facts, sign_off: SignOff, field: str) -> Place:
    """Return the cell of a field in a sign-off's row."""
    rows = {row.place("code"): row for row in facts.inputs.rows(SignOff.spec.name)}
    return rows[sign_off.place].place(field)


def _named(sign_off: SignOff) -> str:
    of = f" of {quoted(sign_off.item)}" if sign_off.item else ""
    return f"{sign_off.code or 'no code'}{of} on the sheet {quoted(sign_off.sheet)}"


@check("A56", WARNING, Stage.ACROSS, "Signing off an error", Moment.FOUND)
def errors_signed_off(facts: Facts) -> Iterator[Hit]:
    """An error keeps its row from being charged, whoever signs: it can only be put right."""
    for weighed in _with(facts, Trouble.AN_ERROR):
        yield Hit(
            weighed.sign_off.place,
            f"{_named(weighed.sign_off)} is an error, which can't be signed off: its row is not"
            " charged until it is put right. Correct it, and delete this row.",
        )


@check("A57", WARNING, Stage.ACROSS, "Sign-offs that have lapsed", Moment.FOUND)
def lapsed_sign_offs(facts: Facts) -> Iterator[Hit]:
    """What a warning was signed off for is no longer what stands there, so it warns again."""
    for weighed in _with(facts, Trouble.LAPSED):
        where = some([str(finding.place) for finding in weighed.lapsed])
        yield Hit(
            weighed.sign_off.place,
            f"what {weighed.sign_off.signed_by} signed for has changed at {where}, so the warning"
            " stands again. Check it; if it is meant, enter the new day and who signs now.",
        )


@check("A58", WARNING, Stage.ACROSS, "Sign-offs that fit nothing", Moment.FOUND)
def idle_sign_offs(facts: Facts) -> Iterator[Hit]:
    """A sign-off names no warning of this run: it is misspelt, or what it was for is over."""
    for weighed in _with(facts, Trouble.FITS_NOTHING):
        yield Hit(
            weighed.sign_off.place,
            f"there is no warning {_named(weighed.sign_off)} to sign off. Copy Code, Sheet and Item"
            " from the sheet Exceptions, or delete this row if the matter is over.",
        )


@check("A59", WARNING, Stage.ACROSS, "Sign-offs without a name or a day", Moment.FOUND)
def unsigned_sign_offs(facts: Facts) -> Iterator[Hit]:
    """A sign-off counts once it says who signed and on which day."""
    for weighed in _with(facts, Trouble.UNSIGNED):
        heading, field, lacking = "Signed by", "signed_by", "who signs"
        if weighed.sign_off.signed_by:
            heading, field, lacking = "On", "on", "the day"
        yield Hit(
            _cell(facts, weighed.sign_off, field),
            f"{heading} is blank, so nothing is signed off by this row. Enter {lacking}, or delete"
            " the row.",
        )
