"""Workbooks whose sheets have parts of Excel's own hung on them, written by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.book.makers import make_book
from tests.fidelity.building import (
    BOOK,
    HEAD,
    KIND,
    MAIN,
    MS,
    OFFICE,
    PACKAGE,
    RELATIONS,
    SHEET,
    plus,
)

BASE = f'xmlns="{MAIN}" xmlns:r="{RELATIONS}"'
AFTER_MARGINS = (
    '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
)


def with_other_sheet(path: Path) -> Path:
    """Make the plain workbook, with a second sheet for what needs a place of its own."""

    def furnish(book: Any, sheet: Any) -> None:
        other = book.add_worksheet("Other")
        other.write_row("A1", ["School", "Sum"])
        other.write_row("A2", ["Oak", 1])

    return make_book(path, extra=furnish)


def threaded_comments(path: Path) -> Path:
    """Comments with answers, their authors, and the old comment that stands for them."""
    make_book(path, extra=lambda _, sheet: sheet.write_comment("B5", "[Threaded comment]"))
    number = "{00000000-0000-0000-0000-00000000000%d}"
    space = f'xmlns="{OFFICE}/spreadsheetml/2018/threadedcomments"'
    threads = (
        f'{HEAD}<ThreadedComments {space}><threadedComment ref="B5" dT="2026-01-31T12:00:00.00" '
        f'personId="{number % 1}" id="{number % 2}"><text>Is this right?</text></threadedComment>'
        f'<threadedComment ref="B5" dT="2026-01-31T13:00:00.00" personId="{number % 1}" '
        f'id="{number % 3}" parentId="{number % 2}"><text>It is.</text></threadedComment>'
        "</ThreadedComments>"
    )
    people = (
        f'{HEAD}<personList {space}><person displayName="A. Officer" id="{number % 1}" '
        'userId="a" providerId="None"/></personList>'
    )
    kind = f"{OFFICE}/2017/10/relationships"
    return plus(
        path,
        {"xl/threadedComments/threadedComment1.xml": threads, "xl/persons/person.xml": people},
        types={
            "xl/threadedComments/threadedComment1.xml": f"{MS}threadedcomments+xml",
            "xl/persons/person.xml": f"{MS}person+xml",
        },
        links=[
            (SHEET, "rId90", f"{kind}/threadedComment", "../threadedComments/threadedComment1.xml"),
            (BOOK, "rId90", f"{kind}/person", "persons/person.xml"),
        ],
    )


def form_control(path: Path) -> Path:
    """A drop-down of the old kind, in the newer writing with a fallback."""
    make_book(path, extra=lambda _, sheet: sheet.write_comment("F1", "so that there is a drawing"))
    drawing = 'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    x14 = f'xmlns:x14="{OFFICE}/spreadsheetml/2009/9/main"'
    control = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/'
        f'2006"><mc:Choice Requires="x14" {x14}><controls><mc:AlternateContent><mc:Choice '
        f'Requires="x14"><control shapeId="1026" r:id="rId91" name="Drop Down 2"><controlPr '
        f'defaultSize="0"><anchor moveWithCells="1"><from {drawing}><xdr:col>7</xdr:col>'
        "<xdr:colOff>0</xdr:colOff><xdr:row>4</xdr:row><xdr:rowOff>0</xdr:rowOff></from><to "
        f"{drawing}><xdr:col>8</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>6</xdr:row><xdr:rowOff>"
        "0</xdr:rowOff></to></anchor></controlPr></control></mc:Choice></mc:AlternateContent>"
        "</controls></mc:Choice></mc:AlternateContent><tableParts"
    )
    part = "xl/ctrlProps/ctrlProp1.xml"
    return plus(
        path,
        {part: f'{HEAD}<formControlPr xmlns="{OFFICE}/spreadsheetml/2009/9/main" objectType="Drop" '
               'dropStyle="combo" dx="22" fmlaLink="$F$2" fmlaRange="$A$5:$A$7" val="0"/>'},
        types={part: f"{MS}controlproperties+xml"},
        links=[(SHEET, "rId91", f"{RELATIONS}/ctrlProp", "../ctrlProps/ctrlProp1.xml")],
        edits={SHEET: [("<tableParts", control)]},
    )  # fmt: skip


def pivot(path: Path) -> Path:
    """A pivot table on another sheet, its cache on the table by name, and the cache's records."""
    with_other_sheet(path)
    fields = "".join(
        f'<cacheField name="{name}" numFmtId="0"><sharedItems{more}</cacheField>'
        for name, more in (
            ("Ref", ' count="3"><s v="A1"/><s v="A2"/><s v="00123"/></sharedItems>'),
            ("Amount", ' containsSemiMixedTypes="0" containsString="0" containsNumber="1" '
                       'minValue="-3.25" maxValue="20"/>'),
            ("From", "/>"),
            ("Note", "/>"),
        )
    )  # fmt: skip
    cache = (
        f'{HEAD}<pivotCacheDefinition {BASE} r:id="rId1" refreshedBy="A" refreshedDate="46000" '
        'createdVersion="6" refreshedVersion="6" minRefreshableVersion="3" recordCount="3">'
        '<cacheSource type="worksheet"><worksheetSource name="Charges"/></cacheSource>'
        f'<cacheFields count="4">{fields}</cacheFields></pivotCacheDefinition>'
    )
    records = "".join(f'<r><x v="{i}"/><n v="{i}"/><m/><m/></r>' for i in range(3))
    items = "".join(f'<item x="{i}"/>' for i in range(3))
    rows = "".join(f'<i><x v="{i}"/></i>' for i in range(3))
    table = (
        f'{HEAD}<pivotTableDefinition {BASE} name="Summary" cacheId="1" dataCaption="Values" '
        'createdVersion="6" updatedVersion="6" minRefreshableVersion="3"><location ref="D3:E7" '
        'firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/><pivotFields count="4"><pivotField '
        f'axis="axisRow" showAll="0"><items count="4">{items}<item t="default"/></items>'
        '</pivotField><pivotField dataField="1" showAll="0"/><pivotField showAll="0"/><pivotField '
        'showAll="0"/></pivotFields><rowFields count="1"><field x="0"/></rowFields><rowItems '
        f'count="4">{rows}<i t="grand"><x/></i></rowItems><colItems count="1"><i/></colItems>'
        '<dataFields count="1"><dataField name="Sum of Amount" fld="1" baseField="0" '
        'baseItem="0"/></dataFields></pivotTableDefinition>'
    )
    folder = "xl/pivotCache"
    return plus(
        path,
        {
            f"{folder}/pivotCacheDefinition1.xml": cache,
            f"{folder}/pivotCacheRecords1.xml":
                f'{HEAD}<pivotCacheRecords {BASE} count="3">{records}</pivotCacheRecords>',
            "xl/pivotTables/pivotTable1.xml": table,
        },
        types={
            f"{folder}/pivotCacheDefinition1.xml": f"{KIND}pivotCacheDefinition+xml",
            f"{folder}/pivotCacheRecords1.xml": f"{KIND}pivotCacheRecords+xml",
            "xl/pivotTables/pivotTable1.xml": f"{KIND}pivotTable+xml",
        },
        links=[
            (BOOK, "rId92", f"{RELATIONS}/pivotCacheDefinition",
             "pivotCache/pivotCacheDefinition1.xml"),
            (f"{folder}/pivotCacheDefinition1.xml", "rId1", f"{RELATIONS}/pivotCacheRecords",
             "pivotCacheRecords1.xml"),
            ("xl/worksheets/sheet2.xml", "rId1", f"{RELATIONS}/pivotTable",
             "../pivotTables/pivotTable1.xml"),
            ("xl/pivotTables/pivotTable1.xml", "rId1", f"{RELATIONS}/pivotCacheDefinition",
             "../pivotCache/pivotCacheDefinition1.xml"),
        ],
        edits={BOOK: [("</workbook>", '<pivotCaches><pivotCache cacheId="1" r:id="rId92"/>'
                                      "</pivotCaches></workbook>")]},
    )  # fmt: skip


def slicer(path: Path) -> Path:
    """A slicer on a column of the table."""
    make_book(path)
    x14, x15 = f"{OFFICE}/spreadsheetml/2009/9/main", f"{OFFICE}/spreadsheetml/2010/11/main"
    cache = (
        f'{HEAD}<slicerCacheDefinition xmlns="{x14}" name="Slicer_Note" sourceName="Note"><extLst>'
        f'<x:ext xmlns:x="{MAIN}" uri="{{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}}" xmlns:x15="{x15}">'
        '<x15:tableSlicerCache tableId="1" column="4"/></x:ext></extLst></slicerCacheDefinition>'
    )
    view = (
        f'{HEAD}<slicers xmlns="{x14}"><slicer name="Note" cache="Slicer_Note" '
        'rowHeight="241300"/></slicers>'
    )
    kind = f"{OFFICE}/2007/relationships"
    on_sheet = (
        f'<extLst><ext uri="{{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}}" xmlns:x15="{x15}">'
        f'<x14:slicerList xmlns:x14="{x14}"><x14:slicer r:id="rId93"/></x14:slicerList>'
        "</ext></extLst>"
    )
    in_book = (
        f'<extLst><ext uri="{{46BE6895-7355-4a93-B00E-2C351335B9C9}}" xmlns:x15="{x15}">'
        f'<x15:slicerCaches xmlns:x14="{x14}"><x14:slicerCache r:id="rId93"/></x15:slicerCaches>'
        "</ext></extLst>"
    )
    return plus(
        path,
        {"xl/slicerCaches/slicerCache1.xml": cache, "xl/slicers/slicer1.xml": view},
        types={
            "xl/slicerCaches/slicerCache1.xml": f"{MS}slicerCache+xml",
            "xl/slicers/slicer1.xml": f"{MS}slicer+xml",
        },
        links=[
            (BOOK, "rId93", f"{kind}/slicerCache", "slicerCaches/slicerCache1.xml"),
            (SHEET, "rId93", f"{kind}/slicer", "../slicers/slicer1.xml"),
        ],
        edits={
            SHEET: [("</worksheet>", f"{on_sheet}</worksheet>")],
            BOOK: [("</workbook>", f"{in_book}</workbook>")],
        },
    )


def query_table(path: Path) -> Path:
    """A table on another sheet that a query fills, and its connection."""

    def furnish(book: Any, sheet: Any) -> None:
        other = book.add_worksheet("Other")
        columns = [{"header": "School"}, {"header": "Sum"}]
        other.add_table("A1:B3", {"name": "Queried", "columns": columns})

    make_book(path, extra=furnish)
    table = "xl/tables/table2.xml"
    query = (
        f'{HEAD}<queryTable xmlns="{MAIN}" name="ExternalData_1" connectionId="1" '
        'autoFormatId="16"><queryTableRefresh nextId="3"><queryTableFields count="2">'
        '<queryTableField id="1" name="School" tableColumnId="1"/><queryTableField id="2" '
        'name="Sum" tableColumnId="2"/></queryTableFields></queryTableRefresh></queryTable>'
    )
    connection = (
        f'{HEAD}<connections xmlns="{MAIN}"><connection id="1" name="Ledger" type="5" '
        'refreshedVersion="6"><dbPr connection="Provider=None;Data Source=ledger" '
        'command="SELECT 1"/></connection></connections>'
    )
    return plus(
        path,
        {"xl/queryTables/queryTable1.xml": query, "xl/connections.xml": connection},
        types={
            "xl/queryTables/queryTable1.xml": f"{KIND}queryTable+xml",
            "xl/connections.xml": f"{KIND}connections+xml",
        },
        links=[
            (table, "rId1", f"{RELATIONS}/queryTable", "../queryTables/queryTable1.xml"),
            (BOOK, "rId94", f"{RELATIONS}/connections", "connections.xml"),
        ],
        edits={
            table: [
                ('totalsRowShown="0"', 'tableType="queryTable" totalsRowShown="0"'),
                ('<tableColumn id="1"', '<tableColumn id="1" uniqueName="1" queryTableFieldId="1"'),
                ('<tableColumn id="2"', '<tableColumn id="2" uniqueName="2" queryTableFieldId="2"'),
            ]
        },
    )


def custom_xml(path: Path) -> Path:
    """Custom XML with its properties."""
    make_book(path)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006"
    properties = (
        f'{HEAD}<ds:datastoreItem ds:itemID="{{00000000-0000-0000-0000-000000000001}}" '
        f'xmlns:ds="{kind}/customXml"><ds:schemaRefs/></ds:datastoreItem>'
    )
    return plus(
        path,
        {"customXml/item1.xml": "<team><name>Recoupment</name></team>",
         "customXml/itemProps1.xml": properties},
        types={
            "customXml/itemProps1.xml":
                "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
        },
        links=[
            (BOOK, "rId95", f"{RELATIONS}/customXml", "../customXml/item1.xml"),
            ("customXml/item1.xml", "rId1", f"{RELATIONS}/customXmlProps", "itemProps1.xml"),
        ],
    )  # fmt: skip


def signed(path: Path) -> Path:
    """The parts of a digital signature."""
    make_book(path)
    kind = f"{PACKAGE}/relationships/digital-signature"
    space = 'xmlns="http://www.w3.org/2000/09/xmldsig#"'
    signature = f'{HEAD}<Signature {space} Id="s"><SignedInfo/></Signature>'
    return plus(
        path,
        {"_xmlsignatures/origin.sigs": b"", "_xmlsignatures/sig1.xml": signature},
        types={
            ".sigs": "application/vnd.openxmlformats-package.digital-signature-origin",
            "_xmlsignatures/sig1.xml":
                "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml",
        },
        links=[
            ("", "rId95", f"{kind}/origin", "_xmlsignatures/origin.sigs"),
            ("_xmlsignatures/origin.sigs", "rId1", f"{kind}/signature", "sig1.xml"),
        ],
    )  # fmt: skip
