"""What was probably meant by a name, code or word that is not known: said, and never used."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from xl_recoup.adopt.compared_words import name_key
from xl_recoup.adopt.known_spellings import known_flag, known_spelling
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.contract import PLACEMENTS, Column, Kind, normal
from xl_recoup.contract.cell_values import is_blank

ALIKE = 80
"""From this likeness, of 100, a name is said to have been meant."""
CLOSE = 3
MOST = 3


def did_you_mean(meant: Sequence[str]) -> str:
    """Return the question, as the end of a message; "" where nothing, or too much, is like it."""
    if not 0 < len(meant) <= MOST:
        return ""
    return f" Did you mean {' or '.join(meant)}?"


def school_meant(facts: Facts, text: str) -> str:
    """Ask whether one of the Schools table was meant by a name, or by a number like its own.

    Four digits are the end of it, as a school is known within its authority.
    """
    schools = {str(r.get("laestab")): str(r.get("name", "")) for r in facts.inputs.rows("Schools")}
    schools.pop("None", None)
    if short := re.fullmatch(r"\D*(\d{4})\D*", text):
        return did_you_mean([_school(n, s) for n, s in schools.items() if n[3:] == short[1]])
    numbers = [a + b for a, b in re.findall(r"(?<![\d.,])(\d{3})[/ -]?(\d{3,5})(?!\d)", text)]
    if numbers:
        near = [n for n in schools if n in numbers] or [
            n for n in schools if any(_one_slip(number, n) for number in numbers)
        ]
        return did_you_mean([_school(n, schools[n]) for n in near])
    by_name = {name: n for n, name in schools.items() if name}
    return did_you_mean([_school(by_name[name], name) for name in _alike(text, by_name)])


def _school(number: str, name: str) -> str:
    return f"{number} ({name})" if name else number


def party_meant(facts: Facts, text: str) -> str:
    """Ask whether a trust, or else a school, of the Schools table was meant by a party's name."""
    trusts = dict.fromkeys(s.trust for s in facts.policy.schools.rows if s.trust)
    near = _alike(text, trusts) or [t for t in trusts if _one_slip(normal(text), normal(t))]
    return did_you_mean([f"“{t}”" for t in near]) or school_meant(facts, text)


def provider_meant(facts: Facts, text: str) -> str:
    """Ask whether one of the Providers table was meant by a name, or by a code like its own."""
    return _code_meant(text, {p.code: p.name for p in facts.policy.providers.values()})


def scheme_meant(facts: Facts, text: str) -> str:
    """Ask whether one of the Schemes table was meant by a word for it, a name or a like code."""
    names: dict[str, str] = {}
    for row in facts.inputs.rows("Schemes"):
        if row.get("code"):
            names.setdefault(str(row.get("code")), str(row.get("name", "")))
    known = known_spelling(PLACEMENTS.name, "Scheme", text)
    if known in names:
        return did_you_mean([known])
    return _code_meant(text, names)


def word_meant(heading: str, text: str) -> str:
    """Ask whether a word of our own was meant in a column of placements."""
    column = next((c for c in PLACEMENTS.columns if c.heading == heading), None)
    if column is None or is_blank(text):
        return ""
    return did_you_mean([meant] if (meant := _word(column, text)) else [])


def _word(column: Column, text: str) -> str | None:
    known = known_spelling(PLACEMENTS.name, column.heading, text)
    if column.kind is Kind.FLAG:
        return known or known_flag(text)
    if known or not column.allowed:
        return known
    near = _alike(text, [w for w in column.allowed if len(w) > 1])
    return near[0] if len(near) == 1 else None


def _code_meant(text: str, names: Mapping[str, str]) -> str:
    """Ask by the names of codes, then by the codes themselves."""
    by_name = {name: code for code, name in names.items() if name}
    found = [by_name[name] for name in _alike(text, by_name)]
    if not found:
        plain = re.sub(r"[\W_]", "", text.casefold())
        found = [c for c in names if re.sub(r"[\W_]", "", c.casefold()) == plain]
    found = found or [c for c in names if _one_slip(normal(text), normal(c))]
    return did_you_mean([f"{code} ({names[code]})" if names[code] else code for code in found])


def _alike(text: str, names: Collection[str]) -> list[str]:
    """Return the names that share most words with a text, those close behind the best as well."""
    from rapidfuzz import fuzz  # a workbook in which all is known need not wait for it

    wanted = name_key(text)
    if len(wanted) < CLOSE:
        return []
    same = [name for name in names if name_key(name) == wanted]
    if same:
        return same
    scores = {name: fuzz.token_set_ratio(wanted, name_key(name)) for name in names}
    best = max(scores.values(), default=0)
    return [n for n, score in scores.items() if score >= max(ALIKE, best - CLOSE)]


def _one_slip(typed: str, meant: str) -> bool:
    """Say whether two texts differ by one sign: another, two turned about, one more or less."""
    if typed == meant or min(len(typed), len(meant)) < CLOSE or abs(len(typed) - len(meant)) > 1:
        return False
    if len(typed) != len(meant):
        long, short = sorted((typed, meant), key=len, reverse=True)
        return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))
    at = [n for n, (a, b) in enumerate(zip(typed, meant, strict=True)) if a != b]
    turned = len(at) == 2 and at[1] == at[0] + 1
    return len(at) == 1 or (
        turned and typed[at[0]] == meant[at[1]] and typed[at[1]] == meant[at[0]]
    )
