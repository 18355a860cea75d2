"""A statement holds its party's own charges alone, and no pupil but by placement reference."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from tests.statements.support import TRUST_SCHOOLS, pdf_text, random_run, run
from tests.support.books import ACADEMY, MAINTAINED, OTHER_MAINTAINED, pex
from xl_recoup.files.run_files import validate_file
from xl_recoup.records import ChargeLine, Entry
from xl_recoup.run.result import Result
from xl_recoup.statements import notices, statements
from xl_recoup.statements.notice import notice_pdf
from xl_recoup.statements.statement_pdf import statement_pdf
from xl_recoup.statements.workbook import statement_xlsx

SAMPLE = Path(__file__).resolve().parents[2] / "workbook" / "recoupment.xlsx"
BORN = date(2011, 10, 17)


def parts_text(data: bytes) -> str:
    """Return every part of a workbook's package as text."""
    with zipfile.ZipFile(BytesIO(data)) as book:
        return " ".join(book.read(name).decode() for name in book.namelist())


def everything(result: Result) -> str:
    """Return all that is sent from a run, as text: workbooks' parts, PDFs, their properties."""
    said = []
    for statement in statements(result):
        said += [parts_text(statement_xlsx(statement)), pdf_text(statement_pdf(statement)),
                 statement.number, statement.title]  # fmt: skip
    said += [pdf_text(notice_pdf(notice)) for notice in notices(result)]
    return " ".join(said)


def secrets(result: Result) -> set[str]:
    """Return each UPN, pupil, birthday and note of a run's placements, as it may be written."""
    found: set[str] = set()
    for p in result.rows:
        found |= {p.upn, p.notes, p.pupil if len(p.pupil) > 3 else ""}
        if p.date_of_birth:
            day = p.date_of_birth
            found |= {day.isoformat(), f"{day:%d/%m/%Y}", f"{day.day} {day:%B %Y}",
                      f"{day.day} {day:%b %Y}"}  # fmt: skip
    return found - {""}


def test_no_personal_data_is_sent() -> None:
    """UPN, initials, date of birth and notes are in no part of a workbook and on no page."""
    rows = [
        pex(n, Pupil=f"Quillfeather {n}", Notes=f"Xanadu aunt {n}",
            **{"Date of birth": BORN, "Year group": "9", "Home school": ACADEMY})
        for n in range(1, 5)
    ]  # fmt: skip
    result = run([*rows, pex(5, UPN="X012", Pupil="Quillfeather 5", Notes="Xanadu aunt 5")])
    said = everything(result)
    assert "P001/BS" in said
    assert len(secrets(result)) >= 4 + 4 + 4
    for secret in secrets(result):
        assert secret not in said


@pytest.mark.parametrize("seed", [2, 5])
def test_no_personal_data_of_random_books_is_sent(seed: int) -> None:
    """Nor of any random valid book with a ledger."""
    result = random_run(seed)
    said = everything(result)
    assert [secret for secret in sorted(secrets(result)) if secret in said] == []


def test_no_personal_data_of_the_sample_is_sent() -> None:
    """Nor of the workbook that is shipped, initials such as A.W. among it."""
    result = validate_file(SAMPLE, as_at=None)
    said = everything(result)
    upns = {p.upn for p in result.rows if len(p.upn) >= 10}
    assert len(upns) > 100
    wanted = sorted(secrets(result) - {"Invented pupil"} | upns)
    assert [secret for secret in wanted if secret in said] == []


def test_only_the_partys_own_lines() -> None:
    """No placement, school or trust of another party appears on a statement, but where law joins.

    An admission credit names the charge that it is a share of; nothing else of another school.
    """
    rows = [
        pex(1), pex(2, **{"Home school": OTHER_MAINTAINED}),
        pex(3, **{"Home school": ACADEMY, "Year group": "9", "Date of birth": BORN}),
    ]  # fmt: skip
    made = {s.party.key: s for s in statements(run(rows, Schools=TRUST_SCHOOLS))}
    own = {MAINTAINED: ("P001", "Oak Primary"), OTHER_MAINTAINED: ("P002", "Ash Primary"),
           "elm-trust": ("P003", "Elm")}  # fmt: skip
    assert set(made) == set(own)
    for key, statement in made.items():
        said = parts_text(statement_xlsx(statement)) + pdf_text(statement_pdf(statement))
        for other, words in own.items():
            for word in words:
                assert (word in said) == (other == key)


@pytest.mark.parametrize("seed", range(8))
def test_lines_of_random_books_are_the_schools_own(seed: int) -> None:
    """Every line of a section is one that the run or the ledger gives to that school."""
    result = random_run(seed)
    owned: dict[str, set[str]] = {}
    items: list[ChargeLine | Entry] = [*result.lines, *result.entries]
    for item in items:
        owned.setdefault(item.laestab, set()).add(item.ref)
    for statement in statements(result):
        for section in statement.sections:
            assert {line.ref for line in section.lines} <= owned[section.laestab]
