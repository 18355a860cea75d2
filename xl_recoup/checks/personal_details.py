"""Sheet checks on details that a workbook should not hold: names, diagnoses, how to reach people.

What is found is told by its cells alone, never by what they hold.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from xl_recoup.checks.catalogue import WARNING, Hit, Stage, check
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.records import Place
from xl_recoup.words import some

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_]))*")
_NO_NAMES = {
    "pupil", "child", "student", "learner", "case", "ref", "reference", "number",
    "invented", "example", "test", "sample", "initials", "not", "known", "unknown",
    "withheld", "the", "and", "year", "class", "boy", "girl", "twin", "sibling",
}  # fmt: skip
_TELEPHONE = re.compile(r"(?<![\w/.-])(?:\+44|0)[\s()-]*(?:\d[\s()-]*){9,10}(?![\w/-])")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
_HEALTH = re.compile(
    r"\b(?:leuk(?:a)?emia|cancer|tumou?r|chemo\w*|autis\w+|asd|asc|adhd|ptsd|ocd|tourett\w*|"
    r"epilep\w+|diabet\w+|asthma\w*|anorexi\w+|bulimi\w+|eating disorder|depress\w+|anxi\w+|"
    r"bipolar|schizo\w+|psychos\w+|psychot\w+|self[ -]?harm\w*|suicid\w+|overdos\w+|pregnan\w+|"
    r"hiv|dyslexi\w+|dyspraxi\w+|down'?s syndrome|cerebral palsy|cystic fibrosis|sickle cell|"
    r"diagnos\w+|medicat\w+|hospital\w*|surgery|treatment|therap\w+|camhs|illness|syndrome|"
    r"abuse\w*|neglect\w*|domestic violence|safeguarding|child protection|fgm|bereave\w+|"
    r"semh|fasd|trauma\w*|cp plan|child in need|cin plan|section 47|foster\w*|social workers?|"
    r"social care|care order|children'?s home|disab\w+|wheelchair)\b|\b(?-i:ODD|PDA|FAS)\b",
    re.IGNORECASE,
)
_OFFENCES = re.compile(
    r"\b(?:police|arrest\w*|prison|custody|youth (?:offending|justice)|yot|yjs|"
    r"convict\w*|offen[cd]\w+|knife|weapons?|drugs?|cannabis|gangs?|county lines|exploit\w+|cse)\b",
    re.IGNORECASE,
)
_ORIGIN = re.compile(
    r"\b(?:muslim|hindu|sikh|jewish|traveller|gypsy|roma|asylum|refugees?|immigra\w+|ethnic\w*)\b",
    re.IGNORECASE,
)
_NHS = re.compile(r"\bNHS\b|(?<![\w/.-])\d{3} \d{3} \d{4}(?![\w/-])")
_PEOPLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.? [A-Z][a-z]+|"
    r"\b(?i:mum|mother|dad|father|nan|gran|grandmother|grandfather|aunt|uncle|brother|sister|"
    r"carer|guardian|stepfather|stepmother)\b"
)
_BORN = re.compile(r"\b(?:dob|d\.o\.b|born|date of birth)\b", re.IGNORECASE)
_UPN = re.compile(r"\b[A-HJ-NP-RT-Z]\d{12}\b|\b[A-HJ-NP-RT-Z]\d{11}[A-Z]\b", re.IGNORECASE)
_DETAILS = (
    ("a telephone number", _TELEPHONE),
    ("an email address", _EMAIL),
    ("a postcode", _POSTCODE),
    ("words on health or care", _HEALTH),
    ("words on family or other people", _PEOPLE),
    ("a date of birth", _BORN),
    ("words on offences", _OFFENCES),
    ("words on origin or belief", _ORIGIN),
    ("an NHS number", _NHS),
    ("a pupil number", _UPN),
)
_REACHING = [words for words, _ in _DETAILS[:3]]
_OF_A_NAME = re.compile(
    r"\b(?:surname|forename|(?:first|last|family|given|middle|preferred) names?|nickname|known as|"
    r"(?:pupil|child|student|learner)(?:'?s)? (?:full )?name|"
    r"name of (?:the )?(?:pupil|child|student))\b",
    re.IGNORECASE,
)
_OF_A_DETAIL = re.compile(
    r"\b(?:parents?|carers?|mother|father|next of kin|(?:tele)?phone|mobile|e-?mail|address|"
    r"post ?code|diagnos\w+|medical|health|disabilit\w+|ethnic\w*|religion|faith|nhs)\b",
    re.IGNORECASE,
)
_OF_AN_OFFICE = re.compile(
    r"\b(?:schools?|providers?|finance|invoices?|billing|offices?|officers?|teams?|trusts?|panel)\b",
    re.IGNORECASE,
)
"""Whose telephone or address is nobody's secret."""


def looks_like_a_name(text: str) -> bool:
    """Say whether a text is more than initials: a whole first or last name, in any order.

    `A.B.`, `AB`, `Pupil 12` and `J.S.M.` are not; `Charlie Brown`, `brown, c` and `Charlie` are.
    """
    words = [w for w in _WORD.findall(text) if w.casefold() not in _NO_NAMES]
    whole = [w for w in words if len(w) >= (4 if w.isupper() else 2)]
    return len(whole) >= 2 or any(len(w) >= 3 for w in whole)


def details_in(text: str) -> list[str]:
    """Return what kinds of personal details a note seems to hold, in words."""
    return [words for words, pattern in _DETAILS if pattern.search(text)]


@check("S37", WARNING, Stage.SHEET, "Names of pupils")
def names_of_pupils(facts: Facts) -> Iterator[Hit]:
    """More than initials stands under Pupil. A workbook that travels should name no child.

    Initials, with the reference and the UPN, are enough to find the placement.
    """
    found: dict[str, list[Place]] = defaultdict(list)
    named: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for p in facts.rows:
        if p.pupil and looks_like_a_name(p.pupil):
            found[p.key.sheet].append(p.place("pupil"))
    for own in facts.inputs.placements.own_columns:
        for cell, text in own.texts if _OF_A_NAME.search(own.heading) else ():
            if looks_like_a_name(text):
                named[own.sheet, own.heading].append(Place(own.sheet, cell))
    for (_, heading), places in named.items():
        yield Hit(
            places[0],
            f"“{heading}” holds names of pupils{_also(places)}, and the workbook is read by many."
            " Clear the column: initials under Pupil are enough.",
        )
    for places in found.values():
        yield Hit(
            places[0],
            f"Pupil holds more than initials{_also(places)}, and the workbook is read by many. Type"
            " the initials.",
        )


@check("S38", WARNING, Stage.SHEET, "Details about people in notes")
def details_in_notes(facts: Facts) -> Iterator[Hit]:
    """Notes seem to hold a diagnosis, a telephone number, an address or words on a family.

    So may columns of the team's own beside the placements, or their headings say that they do.
    No charge needs them, and what is in the workbook is in each of its copies. Keep them in the
    pupil's file, and note where that is.
    """
    found: dict[tuple[str, str, tuple[str, ...]], list[Place]] = defaultdict(list)
    for p in facts.rows:
        kinds = details_in(p.notes) if p.notes else ()
        if kinds:
            found[p.key.sheet, "Notes", tuple(kinds)].append(p.place("notes"))
    for reading in facts.inputs.readings.values():
        notes = [c.field for c in reading.spec.columns if c.private and c.heading == "Note"]
        for row in reading.rows if notes else ():
            text = row.get(notes[0], "")
            kinds = details_in(text)
            if kinds:
                found[row.key.sheet, "Note", tuple(kinds)].append(row.place(notes[0]))
    for own in facts.inputs.placements.own_columns:
        reaching = _REACHING if _OF_AN_OFFICE.search(own.heading) else ()
        telling = _OF_A_DETAIL.search(own.heading) and not reaching
        for cell, text in own.texts:
            said = tuple(d for d in details_in(text) if d not in reaching)
            said = said or (("what its heading says",) if telling else ())
            if said:
                found[own.sheet, f"“{own.heading}”", said].append(Place(own.sheet, cell))
    for (_, heading, kinds_found), places in found.items():
        yield Hit(
            places[0],
            f"{heading} seems to hold {some(kinds_found)}{_also(places)}. No charge needs that:"
            " keep it in the pupil's file, and clear it here.",
        )


def _also(places: list[Place]) -> str:
    """Return the other cells of one finding for its sentence: `, as in E9 and E12`."""
    return f", as in {some([place.cell for place in places[1:]])}" if len(places) > 1 else ""
