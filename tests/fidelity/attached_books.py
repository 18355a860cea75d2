"""Workbooks with one feature each whose parts are written by hand, around the same table."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from tests.book.makers import hand_made, make_book, parts
from tests.fidelity.building import (
    BOOK,
    HEAD,
    KIND,
    MAIN,
    MS,
    OFFICE,
    RELATIONS,
    SHEET,
    plus,
    saved,
)
from tests.fidelity.hand_written_parts import (
    AFTER_MARGINS,
    BASE,
    custom_xml,
    form_control,
    pivot,
    query_table,
    signed,
    slicer,
    threaded_comments,
    with_other_sheet,
)


def macros(path: Path) -> Path:
    """A macro workbook: its project, the project's signature, a ribbon of 2006 and one of 2009."""
    make_book(path)
    ribbon = (
        '<customUI xmlns="%s"><ribbon><tabs><tab id="t" label="Ours"/></tabs></ribbon></customUI>'
    )
    plain = f"{KIND}sheet.main+xml"
    return plus(
        path,
        {
            "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 a project",
            "xl/vbaProjectSignature.bin": b"a signature",
            "customUI/customUI.xml": ribbon % f"{OFFICE}/2006/01/customui",
            "customUI/customUI14.xml": ribbon % f"{OFFICE}/2009/07/customui",
        },
        types={
            ".bin": "application/vnd.ms-office.vbaProject",
            "xl/vbaProjectSignature.bin": "application/vnd.ms-office.vbaProjectSignature",
        },
        links=[
            (BOOK, "rId96", f"{OFFICE}/2006/relationships/vbaProject", "vbaProject.bin"),
            ("xl/vbaProject.bin", "rId1", f"{OFFICE}/2006/relationships/vbaProjectSignature",
             "vbaProjectSignature.bin"),
            ("", "rId96", f"{OFFICE}/2006/relationships/ui/extensibility",
             "customUI/customUI.xml"),
            ("", "rId97", f"{OFFICE}/2007/relationships/ui/extensibility",
             "customUI/customUI14.xml"),
        ],
        edits={"[Content_Types].xml": [(plain, f"{MS}sheet.macroEnabled.main+xml")]},
    )  # fmt: skip


def rich_values(path: Path) -> Path:
    """A cell with a rich value of an error, its metadata and its structure."""
    make_book(path, extra=lambda _, sheet: sheet.write_formula("F5", "=1/0", None, "#VALUE!"))
    rich = f"{OFFICE}/spreadsheetml/2017/richdata"
    metadata = (
        f'{HEAD}<metadata xmlns="{MAIN}" xmlns:xlrd="{rich}"><metadataTypes count="1">'
        '<metadataType name="XLRICHVALUE" minSupportedVersion="120000" copy="1" pasteAll="1" '
        'pasteValues="1" merge="1" splitFirst="1" rowColShift="1" clearFormats="1" '
        'clearComments="1" assign="1" coerce="1"/></metadataTypes><futureMetadata '
        'name="XLRICHVALUE" count="1"><bk><extLst><ext '
        'uri="{3e2802c4-a4d2-4d8b-9148-e3be6c30e623}"><xlrd:rvb i="0"/></ext></extLst></bk>'
        '</futureMetadata><valueMetadata count="1"><bk><rc t="1" v="0"/></bk></valueMetadata>'
        "</metadata>"
    )
    folder, kind = "xl/richData", f"{OFFICE}/2017/06/relationships"
    return plus(
        path,
        {
            "xl/metadata.xml": metadata,
            f"{folder}/rdrichvalue.xml":
                f'{HEAD}<rvData xmlns="{rich}" count="1"><rv s="0"><v>8</v></rv></rvData>',
            f"{folder}/rdrichvaluestructure.xml":
                f'{HEAD}<rvStructures xmlns="{rich}" count="1"><s t="_error"><k n="errorType" '
                't="i"/></s></rvStructures>',
        },
        types={
            "xl/metadata.xml": f"{KIND}sheetMetadata+xml",
            f"{folder}/rdrichvalue.xml": f"{MS}rdrichvalue+xml",
            f"{folder}/rdrichvaluestructure.xml": f"{MS}rdrichvaluestructure+xml",
        },
        links=[
            (BOOK, "rId97", f"{RELATIONS}/sheetMetadata", "metadata.xml"),
            (BOOK, "rId98", f"{kind}/rdRichValue", "richData/rdrichvalue.xml"),
            (BOOK, "rId99", f"{kind}/rdRichValueStructure", "richData/rdrichvaluestructure.xml"),
        ],
        edits={SHEET: [('<c r="F5" t="e">', '<c r="F5" t="e" vm="1">')]},
    )  # fmt: skip


def sensitivity_label(path: Path) -> Path:
    """A label of the newer kind, in a part of its own, and one of the older kind."""
    make_book(path, extra=lambda book, _: book.set_custom_property("MSIP_Label_1_Enabled", "true"))
    label = (
        f'{HEAD}<clbl:labelList xmlns:clbl="{OFFICE}/2020/mipLabelMetadata"><clbl:label '
        'id="{00000000-0000-0000-0000-000000000001}" enabled="1" method="Standard" '
        'siteId="{00000000-0000-0000-0000-000000000002}" removed="0"/></clbl:labelList>'
    )
    return plus(
        path,
        {"docMetadata/LabelInfo.xml": label},
        types={"docMetadata/LabelInfo.xml": "application/vnd.ms-office.classificationlabels+xml"},
        links=[("", "rId98", f"{OFFICE}/2020/02/relationships/classificationlabels",
                "docMetadata/LabelInfo.xml")],
    )  # fmt: skip


def data_model(path: Path) -> Path:
    """A data model."""
    make_book(path)
    return plus(
        path,
        {"xl/model/item.data": bytes(range(256))},
        types={".data": "application/vnd.openxmlformats-officedocument.model+data"},
        links=[(BOOK, "rId99", f"{RELATIONS}/powerPivotData", "model/item.data")],
    )


def external_link(path: Path) -> Path:
    """A formula that reads another workbook, and what is remembered of it."""
    make_book(path, extra=lambda _, sheet: sheet.write_formula("F5", "=[1]Sheet1!A1", None, 3))
    part = "xl/externalLinks/externalLink1.xml"
    book = (
        f'{HEAD}<externalLink {BASE}><externalBook r:id="rId1"><sheetNames><sheetName '
        'val="Sheet1"/></sheetNames><sheetDataSet><sheetData sheetId="0"><row r="1"><cell '
        'r="A1"><v>3</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>'
    )
    return plus(
        path,
        {part: book},
        types={part: f"{KIND}externalLink+xml"},
        links=[
            (BOOK, "rId88", f"{RELATIONS}/externalLink", "externalLinks/externalLink1.xml"),
            (part, "rId1", f"{RELATIONS}/externalLinkPath", "file:///other.xlsx"),
        ],
        edits={BOOK: [("<calcPr", '<externalReferences><externalReference r:id="rId88"/>'
                                  "</externalReferences><calcPr")]},
    )  # fmt: skip


def strict(path: Path) -> Path:
    """The same workbook in the strict namespaces."""
    held = parts(make_book(path))
    swaps = {
        MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
        RELATIONS: "http://purl.oclc.org/ooxml/officeDocument/relationships",
        "http://schemas.openxmlformats.org/drawingml/2006/main":
            "http://purl.oclc.org/ooxml/drawingml/main",
    }  # fmt: skip
    for name, data in held.items():
        for old, new in swaps.items():
            data = data.replace(old.encode(), new.encode())
        held[name] = data
    held[BOOK] = held[BOOK].replace(b"<workbook ", b'<workbook conformance="strict" ')
    return saved(path, held)


def prefixed(path: Path) -> Path:
    """The same workbook with a prefix on every element of its workbook, sheet, table, strings."""
    held = parts(make_book(path))
    for name in (BOOK, SHEET, "xl/tables/table1.xml", "xl/sharedStrings.xml", "xl/styles.xml"):
        text = re.sub(rb"<(/?)(?=[A-Za-z])", rb"<\1x:", held[name])
        held[name] = text.replace(f'xmlns="{MAIN}"'.encode(), f'xmlns:x="{MAIN}"'.encode())
    return saved(path, held)


def no_shared_strings(path: Path) -> Path:
    """Text in the cells alone, no styles, no theme: as small as a workbook can be."""
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{text}</t></is></c>'
        f'<c r="B{row}"><v>{row}</v></c></row>'
        for row, text in enumerate(["x", "y"], 2)
    )
    return hand_made(path, headings("AB") + rows, "A1:B3", "AB")


def headings(letters: str) -> str:
    """Return a first row whose cells say the letters of their columns."""
    cells = (f'<c r="{h}1" t="inlineStr"><is><t>{h}</t></is></c>' for h in letters)
    return f'<row r="1">{"".join(cells)}</row>'


def calculation_chain(path: Path) -> Path:
    """Formulas with a calculation chain, in a workbook that is calculated by hand."""
    make_book(path, extra=lambda _, sheet: sheet.write_formula("F5", "=B5*2", None, 21))
    return plus(
        path,
        {"xl/calcChain.xml": f'{HEAD}<calcChain xmlns="{MAIN}"><c r="F5" i="1"/></calcChain>'},
        types={"xl/calcChain.xml": f"{KIND}calcChain+xml"},
        links=[(BOOK, "rId87", f"{RELATIONS}/calcChain", "calcChain.xml")],
        edits={BOOK: [('<calcPr calcId="124519" fullCalcOnLoad="1"/>',
                       '<calcPr calcId="191029" calcMode="manual"/>')]},
    )  # fmt: skip


def shared_formulas(path: Path) -> Path:
    """Groups of formulas beside the table, and one that starts beside it and crosses it."""
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="B{row}"><v>1</v></c>'
        + (f'<c r="D{row}"><f t="shared" ref="D2:D4" si="0">A2*2</f><v>4</v></c>' if row == 2 else
           f'<c r="D{row}"><f t="shared" si="0"/><v>{row * 2}</v></c>')
        + "</row>"
        for row in (2, 3, 4)
    )  # fmt: skip
    return hand_made(path, headings("AB") + rows, "A1:B4", "AB")


def crossing_array(path: Path) -> Path:
    """An array formula that lies partly in the table: the writing is refused."""
    rows = (
        '<row r="2"><c r="A2"><f t="array" ref="A2:B2">ROW(A2:B2)</f><v>2</v></c>'
        '<c r="B2"><v>2</v></c></row><row r="3"><c r="B3"><v>3</v></c></row>'
    )
    return hand_made(path, headings("B") + rows, "B1:B3", "B")


def locked_structure(path: Path) -> Path:
    """A workbook to which no sheet may be added."""
    lock = '<workbookProtection workbookPassword="CC1A" lockStructure="1"/><bookViews>'
    return plus(make_book(path), {}, edits={BOOK: [("<bookViews>", lock)]})


def newer_validation(path: Path) -> Path:
    """A list on another sheet, stored as an extension, on the table's last column."""
    with_other_sheet(path)
    x14, xm = f"{OFFICE}/spreadsheetml/2009/9/main", f"{OFFICE}/excel/2006/main"
    text = (
        f'<extLst><ext uri="{{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}}" xmlns:x14="{x14}">'
        f'<x14:dataValidations count="1" xmlns:xm="{xm}"><x14:dataValidation type="list" '
        'allowBlank="1"><x14:formula1><xm:f>Other!$A$1:$A$2</xm:f></x14:formula1>'
        "<xm:sqref>D5:D7 F5:F9</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
    )
    return plus(path, {}, edits={SHEET: [("</worksheet>", f"{text}</worksheet>")]})


def embedded_object(path: Path) -> Path:
    """A document inside the sheet, and the printer's settings."""
    make_book(path)
    return plus(
        path,
        {
            "xl/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0 an object",
            "xl/printerSettings/printerSettings1.bin": b"P\0R\0",
        },
        types={".bin": "application/vnd.openxmlformats-officedocument.oleObject",
               "xl/printerSettings/printerSettings1.bin": f"{KIND}printerSettings"},
        links=[
            (SHEET, "rId89", f"{RELATIONS}/oleObject", "../embeddings/oleObject1.bin"),
            (SHEET, "rId88", f"{RELATIONS}/printerSettings",
             "../printerSettings/printerSettings1.bin"),
        ],
        edits={SHEET: [(AFTER_MARGINS, f'{AFTER_MARGINS}<pageSetup orientation="portrait" '
                        'r:id="rId88"/><oleObjects><oleObject progId="Package" shapeId="1025" '
                        'r:id="rId89"/></oleObjects>')]},
    )  # fmt: skip


def formatted_rows(path: Path, last: int = 20_000) -> Path:
    """Rows without a cell down to `last`, each with a format and a height of its own."""
    rows = "".join(
        f'<row r="{row}" s="1" customFormat="1" ht="16" customHeight="1"/>'
        for row in range(9, last + 1)
    )
    make_book(path)
    return plus(path, {}, edits={SHEET: [("</sheetData>", f"{rows}</sheetData>")]})


ATTACHED: dict[str, Callable[[Path], Path]] = {
    f.__name__.replace("_", " "): f
    for f in (
        threaded_comments, form_control, pivot, slicer, query_table, custom_xml, signed, macros,
        rich_values, sensitivity_label, data_model, external_link, strict, prefixed,
        no_shared_strings, calculation_chain, shared_formulas, crossing_array, locked_structure,
        newer_validation, embedded_object, formatted_rows,
    )
}  # fmt: skip
