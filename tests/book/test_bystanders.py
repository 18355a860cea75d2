"""What means a table's rows by address follows them; what can't is told."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl

from tests.book.makers import HEADINGS, TABLE, make_book, parts, rewritten
from xl_recoup.book import write_tables
from xl_recoup.book.package.package import open_package
from xl_recoup.book.writing.preview import preview
from xl_recoup.tables import TableWrite

MORE = TableWrite("Charges", HEADINGS, [(f"N{i}", i, None, None) for i in range(5)])
SAME = TableWrite("Charges", HEADINGS, [(f"N{i}", i, None, None) for i in range(3)])


def told(path: Path, write: TableWrite) -> list[str]:
    """Write one table and return what is said."""
    return write_tables(path, path.with_name("out.xlsx"), [write])


def charted(ranges: list[str]) -> Any:
    """Put a chart on each of these ranges."""

    def furnish(book: Any, sheet: Any) -> None:
        for values in ranges:
            chart = book.add_chart({"type": "line"})
            chart.add_series({"values": f"={values}"})
            sheet.insert_chart("H2", chart)

    return furnish


def test_nothing_is_said_of_a_plain_workbook(tmp_path: Path) -> None:
    """Where nothing is left behind there is nothing to say."""
    path = make_book(tmp_path / "a.xlsx")
    assert told(path, MORE) == []
    assert write_tables(path, tmp_path / "b.xlsx", []) == []


def test_a_signature_is_kept_and_said_to_be_invalid(tmp_path: Path) -> None:
    """The signature's parts stay byte for byte; the person is told to sign again."""
    path = make_book(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("_xmlsignatures/origin.sigs", b"")
        archive.writestr("_xmlsignatures/sig1.xml", b"<Signature/>")
    assert told(path, SAME) == [
        "The workbook was digitally signed: the signature is no longer valid. Sign it again."
    ]
    assert parts(tmp_path / "out.xlsx")["_xmlsignatures/sig1.xml"] == b"<Signature/>"


def test_charts_by_address_follow(tmp_path: Path) -> None:
    """A chart whose range ended with the data ends there now; others are no matter."""
    ranges = ["Charges!$B$5:$B$7", "Charges!$B$4:$B$7", "Charges!$B$5:$B$6", "Charges!$G$5:$G$7"]
    path = make_book(tmp_path / "a.xlsx", extra=charted(ranges))
    assert told(path, SAME) == []
    assert told(path, MORE) == []
    after = parts(tmp_path / "out.xlsx")
    shown = [
        re.findall(rb"<c:f>([^<]*)", after[name]) for name in sorted(after) if "/charts/" in name
    ]
    assert shown == [
        [b"Charges!$B$5:$B$9"], [b"Charges!$B$4:$B$9"],
        [b"Charges!$B$5:$B$6"], [b"Charges!$G$5:$G$7"],
    ]  # fmt: skip


def test_formulas_elsewhere_follow(tmp_path: Path) -> None:
    """Formulas of any sheet that end with the data follow it; one in a text is told."""

    def furnish(book: Any, sheet: Any) -> None:
        other = book.add_worksheet("Other")
        other.write_formula("A1", "=SUM(Charges!$B$5:$B$7)")
        other.write_formula("A2", "=SUM(Charges!B5:B6)+B7+SUM(Charges[Amount])")
        other.write_formula("A3", "=SUM(B5:B7)")
        other.write_formula("A4", '=SUM(INDIRECT("Charges!B5:B7"))')

    path = make_book(tmp_path / "a.xlsx", extra=furnish)
    lost = (
        "These mean rows of the table Charges by their addresses and could not follow them: "
        "Other A4. Look at each, and name the table and its column there instead."
    )
    assert preview(open_package(path), [MORE]).told == (lost,)
    assert preview(open_package(path), [SAME]).told == ()
    assert told(path, MORE)[:1] == [lost]
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["Other"]
    assert [sheet.cell(n, 1).value for n in (1, 2, 3)] == [
        "=SUM(Charges!$B$5:$B$9)", "=SUM(Charges!B5:B6)+B7+SUM(Charges[Amount])", "=SUM(B5:B7)",
    ]  # fmt: skip


def pivoted(path: Path, source: str, more: str = "") -> Path:
    """Add a pivot cache with this source to a workbook."""
    make_book(path)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    link = f'<Relationship Id="rId99" Type="{kind}pivotCacheDefinition" Target="pivot.xml"/>'
    rels = "xl/_rels/workbook.xml.rels"
    held = parts(path)
    held[rels] = held[rels].replace(b"</Relationships>", link.encode() + b"</Relationships>")
    cache = (
        f'<pivotCacheDefinition xmlns="{main}" {more}><cacheSource type="worksheet">'
        f"<worksheetSource {source}/></cacheSource></pivotCacheDefinition>"
    )
    held["xl/pivot.xml"] = cache.encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in held.items():
            archive.writestr(name, data)
    return path


def cache(path: Path) -> str:
    """Return the pivot cache of what was written."""
    return parts(path.with_name("out.xlsx"))["xl/pivot.xml"].decode()


def test_a_pivot_on_the_table_is_refreshed_on_opening(tmp_path: Path) -> None:
    """Its cache holds the old rows: Excel is told to read them again."""
    path = pivoted(tmp_path / "a.xlsx", 'name="Charges"')
    assert told(path, SAME) == []
    assert 'refreshOnLoad="1"' in cache(path)
    other = pivoted(tmp_path / "c.xlsx", 'name="Other"')
    assert told(other, MORE) == []
    assert "refreshOnLoad" not in cache(other)


def test_a_pivot_on_cells_follows(tmp_path: Path) -> None:
    """A source by address ends where the table ends."""
    path = pivoted(tmp_path / "a.xlsx", 'ref="A4:D7" sheet="Charges"')
    assert told(path, MORE) == []
    assert 'ref="A4:D9" sheet="Charges"' in cache(path)
    assert 'refreshOnLoad="1"' in cache(path)
    other = pivoted(tmp_path / "b.xlsx", 'ref="A4:D7" sheet="Other"')
    assert told(other, MORE) == []
    assert 'ref="A4:D7" sheet="Other"' in cache(other)


def test_a_filter_is_to_be_applied_again(tmp_path: Path) -> None:
    """Rows keep the hiding that the filter gave to what stood in them."""
    path = make_book(tmp_path / "a.xlsx")
    columns = b'<filterColumn colId="0"><filters><filter val="A1"/></filters></filterColumn>'
    empty, full = b'<autoFilter ref="A4:D7"/>', b'<autoFilter ref="A4:D7">%s</autoFilter>' % columns
    rewritten(path, {TABLE: lambda data: data.replace(empty, full)})
    assert told(path, SAME) == [
        "The table Charges is filtered, and what is hidden was chosen by its old rows. Apply the "
        "filter again (Data, Reapply)."
    ]
