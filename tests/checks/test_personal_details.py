"""What is a name, and what is a detail about a person: by examples, as teams type them."""

from __future__ import annotations

import pytest

from tests.checks.case import sheet
from tests.support.books import pex, run
from xl_recoup.checks.personal_details import details_in, looks_like_a_name
from xl_recoup.tables import Cell


@pytest.mark.parametrize(
    "text",
    ["Charlie Brown", "brown charlie", "Brown, C.", "O'Brien, Sean", "Charlie", "CHARLIE BROWN",
     "Jo Li", "Zoë-Ann P.", "Charlie B (twin)", "Łukasz N"],
)  # fmt: skip
def test_a_name_is_more_than_initials(text: str) -> None:
    """First or last name, in any order, capitals or script."""
    assert looks_like_a_name(text)


@pytest.mark.parametrize(
    "text",
    ["", "A.B.", "AB", "A B", "J.S.M.", "JSM", "Pupil 12", "Pupil A", "12", "P.1", "M. P.",
     "case 4", "not known", "a.b."],
)  # fmt: skip
def test_initials_and_numbers_name_nobody(text: str) -> None:
    """Initials, with or without dots, and running numbers."""
    assert not looks_like_a_name(text)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("leukaemia treatment, mum 07700 900123", 3),
        ("autistic", 1),
        ("ring +44 20 7946 0018", 1),
        ("a.carer@example.org", 2),
        ("lives at BR1 3UH now", 1),
        ("DOB 1/2/2012", 1),
        ("born 12/05/2010", 1),
        ("NHS 943 476 5919", 1),
        ("943 476 5919", 1),
        ("sibling is A305990123002", 1),
        ("YOT involved since the knife incident", 1),
        ("on a CP plan", 1),
        ("ODD", 1),
        ("odd days, see provider", 0),
        ("Traveller family", 1),
        ("foster placement", 1),
        ("Reserved SEN place agreed", 0),
        ("EHCP pending", 0),
        ("permanent exclusion appealed", 0),
        ("invoice sent 12/11, order 4500 012 3456", 0),
        ("Invented pupil", 0),
        ("PO 4500012345 of 03/11/2025", 0),
        ("moved 12 January, see PEX-2526-004", 0),
        ("Bishop Justus CofE School", 0),
        ("20 weeks at 3852.00, 305/2001", 0),
    ],
)
def test_details_are_known_by_their_kind(text: str, kinds: int) -> None:
    """Numbers of orders, schools and placements are no details of people."""
    assert len(details_in(text)) == kinds


def test_the_finding_names_cells_and_repeats_nothing() -> None:
    """Name, diagnosis and number are in no message."""
    row = pex(Pupil="Charlie Brown", Notes="leukaemia treatment, mum 07700 900123")
    found = [f for f in run([row]).findings if f.code in ("S37", "S38")]
    assert [f.place.cell for f in found] == ["D5", "AS5"]
    said = " ".join(f.message for f in found)
    assert not any(word in said for word in ("Charlie", "Brown", "leuk", "07700"))


def test_columns_of_the_team_s_own_are_looked_at_too() -> None:
    """By what stands in them, or by their heading; a school's telephone is nobody's secret."""
    own: dict[str, Cell] = {
        "Surname": "Brown", "Parent phone": 7700900123, "School phone": "01689 123456",
        "Owner": "BH", "Remarks": "autistic", "Ethnicity": "WBRI", "Pupil name": "A.B.",
    }  # fmt: skip
    found = [f for f in run(**sheet(pex(**own))).findings if f.code in ("S37", "S38")]
    said = {f.message.partition("“")[2].partition("”")[0]: f.message for f in found}
    assert set(said) == {"Surname", "Parent phone", "Remarks", "Ethnicity"}
    assert "holds names of pupils" in said["Surname"]
    assert "seems to hold words on health or care" in said["Remarks"]
    assert "seems to hold what its heading says" in said["Parent phone"]
    assert not any(word in m for m in said.values() for word in ("Brown", "7700", "autis", "WBRI"))
