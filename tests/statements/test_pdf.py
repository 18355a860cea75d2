"""The PDF of a statement holds what the statement holds, to be read by eye and by ear."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tests.statements.support import every_kind, made, pdf_pages, pdf_text, random_run, run, trust
from tests.support.books import pex
from xl_recoup.errors import Refused
from xl_recoup.money import pounds
from xl_recoup.statements import Sender, Statement, notices, statements
from xl_recoup.statements.notice import notice_pdf
from xl_recoup.statements.paper import OWN_TEMPLATES, pdf_of
from xl_recoup.statements.statement_pdf import statement_data, statement_pdf
from xl_recoup.words import long_date

LONG = "The Right Reverend Bartholomew Featherstonehaugh’s Ŵ & <Voluntary> Aided " * 3
MARKUP = [
    '#read("/etc/passwd")', "= Heading", "*bold* _it_ $x$ `code`", "@label <label>",
    "\\ #pagebreak()", "]#text(red)[", "// comment /* */", '#import "x.typ"', "{1 + 1}",
    "https://x.example",
]  # fmt: skip


def test_the_pdf_holds_the_account_and_every_line() -> None:
    """Sums, references, workings and dates of the statement can be read in its PDF."""
    for statement in [*made(), *statements(random_run(0))]:
        said = pdf_text(statement_pdf(statement))
        sums = statement.sums
        for amount in (sums.opening, sums.new, sums.corrections, sums.closing, sums.disputed):
            assert pounds(amount) in said
        packed = said.replace(" ", "")
        for section in statement.sections:
            for line in section.lines:
                assert line.ref in packed
                assert line.working.replace(" ", "") in packed
        assert statement.number in said
        assert f"Please raise it by {long_date(statement.paper.reply_by)}" in said


def test_each_page_says_which_of_how_many() -> None:
    """Page x of y is right on every page, and each page bears the statement's number."""
    pages = pdf_pages(statement_pdf(statements(random_run(0))[0]))
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        assert re.search(rf"Page {number} of\s*{len(pages)}\b", page)
        assert "Statement 305-" in page


def test_a_citation_stands_once() -> None:
    """What charges rest on is listed once, numbered; each line names the number."""
    said = pdf_text(statement_pdf(statements(run([pex(n) for n in range(1, 9)]))[0]))
    authority = "the 2025-26 regulations (citation to be confirmed)"
    assert said.count(authority) == 1
    assert f"(1) {authority}" in said
    assert said.count("legal basis: statute (1)") == 8


def _elements(item: Any) -> Iterator[Any]:
    """Yield every element of a structure tree."""
    found = item.get_object() if hasattr(item, "get_object") else item
    if isinstance(found, list):
        for part in found:
            yield from _elements(part)
    elif isinstance(found, dict):
        if "/S" in found:
            yield found
        if "/K" in found:
            yield from _elements(found["/K"])


def test_the_pdf_is_made_for_readers_who_listen() -> None:
    """It says that it is PDF/UA-1, and has language, title, and tags for headings and tables."""
    reader = PdfReader(BytesIO(statement_pdf(trust())))
    root: Any = reader.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en-GB", True)
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"].value)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    tags = [str(element["/S"]) for element in _elements(root["/StructTreeRoot"])]
    headings = [tag for tag in tags if re.fullmatch(r"/H[1-6]", tag)]
    assert headings[0] == "/H1"
    assert set(headings) == {"/H1", "/H2"}
    assert {"/Document", "/Table", "/TR", "/TH", "/TD", "/L", "/LI", "/P"} <= set(tags)
    assert all("/StructParents" in page for page in reader.pages)


def test_the_pdf_tells_what_it_is() -> None:
    """Title, author and day are the letter's own, and the typeface is embedded."""
    reader = PdfReader(BytesIO(statement_pdf(trust())))
    assert reader.metadata is not None
    title = "Recoupment statement 305-2025-26-elm-trust, version 1: Elm Trust"
    assert (reader.metadata.title, reader.metadata.author) == (title, "London Borough of Bromley")
    assert str(reader.metadata.creation_date)[:10] == "2026-01-31"
    outline = [str(entry["/Title"]) for entry in _flat(reader.outline)]
    assert "Request for a contribution" in outline
    fonts = [f.get_object() for p in reader.pages for f in _fonts(p)]
    assert all("LiberationSans" in str(f["/BaseFont"]) for f in fonts)


def _fonts(page: Any) -> list[Any]:
    return list(page["/Resources"]["/Font"].values())


def _flat(outline: Any) -> Iterator[Any]:
    for entry in outline:
        if isinstance(entry, list):
            yield from _flat(entry)
        else:
            yield entry


def _long(statement: Statement, **line: Any) -> Statement:
    """Return a statement whose names are long, with one line."""
    section = statement.sections[0]
    return replace(
        statement,
        entity=LONG,
        party=replace(statement.party, name=LONG),
        paper=replace(
            statement.paper, authority=LONG, address=(LONG,),
            sender=Sender(contact=LONG, address=(LONG,)),
        ),
        sections=(replace(section, name=LONG, lines=(replace(section.lines[0], **line),)),),
    )  # fmt: skip


def test_long_names_and_workings_wrap() -> None:
    """Nothing is cut off: very long names, references and workings stand whole inside the page."""
    given = _long(trust(), ref="P" * 70, working="working " * 400, po="PO-" + "9" * 120)
    data = statement_pdf(given)
    said = pdf_text(data).replace(" ", "").replace("\u200b", "")
    assert "P" * 70 in said
    assert said.count("working") >= 400
    assert LONG.replace(" ", "")[:150] in said
    _assert_inside(data)


def test_what_is_copied_from_a_page_is_what_it_says() -> None:
    """An e-mail address and a number with hyphens hold no sign that is not seen."""
    mail = "provision.recoupment@example-council.gov.uk"
    given = trust()
    given = replace(given, paper=replace(given.paper, sender=Sender(contact="AP", email=mail)))
    data = statement_pdf(given)
    pages = pdf_pages(data)
    assert mail in pages[0]
    assert "\u200b" not in "".join(pages)
    _assert_inside(data)


def _assert_inside(data: bytes) -> None:
    for page in PdfReader(BytesIO(data)).pages:
        spots: list[tuple[float, float]] = []
        page.extract_text(
            visitor_text=lambda t, cm, tm, *_, spots=spots: (
                spots.append((tm[4] * cm[0] + cm[4], tm[5] * cm[3] + cm[5])) if t.strip() else None
            )
        )
        assert all(0 <= x <= 595 and 0 <= y <= 842 for x, y in spots)


def test_a_cell_full_of_text_stops_no_statement() -> None:
    """Text that no page can hold is cut, with a sign that it was."""
    full = _long(trust(), ref="R" * 30_000, working="W " * 15_000, po="9" * 30_000)
    data = statement_pdf(replace(full, entity="E" * 30_000))
    assert "…" in pdf_text(data)
    _assert_inside(data)


@pytest.mark.parametrize("text", MARKUP)
def test_text_of_a_cell_is_never_markup(text: str) -> None:
    """What would mean something in a template is printed as it stands, wherever it comes from."""
    plain = trust()
    given = _long(plain, ref=text, working=text, po=text, placement_ref=text)
    given = replace(given, entity=text, party=replace(plain.party, name=text))
    data = statement_pdf(given)
    said = pdf_text(data).replace(" ", "")
    assert said.count(text.replace(" ", "")) >= 4
    assert PdfReader(BytesIO(data)).metadata.title.endswith(text)  # type: ignore[union-attr]


def test_signs_that_the_typeface_lacks_are_boxes() -> None:
    """No sign stops a letter: what can't be drawn is an empty box, the rest stays."""
    given = replace(trust(), entity="學校 School 🏫 Ŵ \u200b \u202e שלום")
    said = pdf_text(statement_pdf(given))
    assert "□□ School □ Ŵ" in said


def test_credits_have_one_sign_and_rows_add_up() -> None:
    """What a school is given is below 0 in the account, by school and on the lines alike."""
    for statement in [*made(), *statements(random_run(3))]:
        data = statement_data(statement)
        figures = [_number(cell) for _, cell in data["account"]["rows"]]
        assert sum(figures) == _number(data["account"]["closing"][2]) == statement.sums.closing
        table = data["schools"]
        for row in [*table["rows"], table["total"]] if table else []:
            *parts, closing = (_number(cell) for cell in row[1:])
            assert sum(parts) == closing


def _number(words: str) -> Decimal:
    return Decimal(words.replace("£", "").replace(",", "").replace("−", "-"))


def test_a_draft_says_so_on_every_page() -> None:
    """A watermark across each page, and words at its foot; a letter that is sent has neither."""
    for draft in (True, False):
        data = statement_pdf(trust(), draft=draft)
        for page in pdf_pages(data):
            assert ("DRAFT – NOT SENT" in page) == draft
        assert ("DRAFT – NOT SENT" in pdf_text(notice_pdf(_a_notice(), draft=draft))) == draft


def _a_notice() -> Any:
    return notices(every_kind())[0]


def test_a_councils_own_templates(tmp_path: Path) -> None:
    """A copy of the templates can be changed; what is wrong in it is said, never a traceback."""
    for path in OWN_TEMPLATES.glob("*.typ"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    own = tmp_path / "statement.typ"
    own.write_text(own.read_text(encoding="utf-8") + "\nOur own closing words.", encoding="utf-8")
    assert "Our own closing words." in pdf_text(statement_pdf(trust(), tmp_path))
    own.write_text("#no-such-thing()", encoding="utf-8")
    with pytest.raises(Refused, match=r"statement\.typ in .* can't be used.*no-such-thing"):
        statement_pdf(trust(), tmp_path)
    own.unlink()
    with pytest.raises(Refused, match=r"no letter template statement\.typ"):
        statement_pdf(trust(), tmp_path)


def test_a_template_reads_nothing_outside_its_folder(tmp_path: Path) -> None:
    """Templates that somebody was given can't put a file of this computer into a letter."""
    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "statement.typ").write_text('#set document(title: "x")\n#read("../secret.txt")')
    with pytest.raises(Refused, match="can't be used"):
        pdf_of("statement", {}, folder)
