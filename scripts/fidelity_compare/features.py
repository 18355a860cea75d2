"""Which features a workbook has and how often, counted from the outside: names and elements."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

PARTS = {
    "calculation chain": r"calcchain",
    "chart": r"/charts/chart\d*\.xml$",
    "chart, newer kinds": r"/chartex\d*\.xml$",
    "chart sheet": r"/chartsheets/[^/]+\.xml$",
    "chart style": r"/charts/(style|colors)\d*\.xml$",
    "comments": r"/comments\d*\.xml$",
    "connections": r"connections\.xml$",
    "control, ActiveX": r"/activex/",
    "control, form": r"/ctrlprops/",
    "custom properties": r"docprops/custom\.xml$",
    "custom XML": r"^customxml/",
    "data model": r"/model/",
    "dialog sheet": r"/dialogsheets/[^/]+\.xml$",
    "digital signature": r"^_xmlsignatures/",
    "drawing": r"/drawings/drawing\d*\.xml$",
    "drawing, older kind": r"\.vml$",
    "embedded object": r"/embeddings/",
    "external link": r"/externallinks/[^/]+\.xml$",
    "feature property bag": r"/featurepropertybag/",
    "macro sheet": r"/macrosheets/",
    "metadata": r"/metadata\.xml$",
    "persons": r"/persons/",
    "picture": r"/media/",
    "pivot cache": r"/pivotcachedefinition\d*\.xml$",
    "pivot table": r"/pivottables/pivottable\d*\.xml$",
    "printer settings": r"/printersettings/",
    "Python in Excel": r"/python(scripts)?\.xml$",
    "query table": r"/querytables/",
    "ribbon": r"^customui/",
    "rich values": r"/richdata/",
    "sensitivity label": r"docmetadata/labelinfo",
    "slicer": r"/slicers/slicer\d*\.xml$",
    "slicer cache": r"/slicercaches/",
    "SmartArt": r"/diagrams/data",
    "table": r"/tables/table\d*\.xml$",
    "threaded comments": r"/threadedcomments/",
    "thumbnail": r"thumbnail",
    "timeline": r"/timelines/",
    "VBA": r"vbaproject\.bin$",
    "VBA signature": r"vbaprojectsignature",
    "volatile dependencies": r"volatiledependencies",
    "web extension": r"webextension",
    "XML map": r"xmlmaps\.xml$",
}
"""A feature and the names, in small letters, of the parts that carry it."""

ELEMENTS = {
    "alternate content": "AlternateContent",
    "autofilter": "autoFilter",
    "calculated column": "calculatedColumnFormula",
    "conditional format": "conditionalFormatting",
    "custom view": "customSheetView",
    "data validation": "dataValidation",
    "defined name": "definedName",
    "extension": "ext",
    "file sharing": "fileSharing",
    "header or footer": "headerFooter",
    "header picture": "legacyDrawingHF",
    "hyperlink": "hyperlink",
    "ignored error": "ignoredError",
    "merged cells": "mergeCell",
    "outline": "outlinePr",
    "phonetic reading": "rPh",
    "protected range": "protectedRange",
    "rich text run": "r",
    "scenario": "scenario",
    "sheet background": "picture",
    "sheet protection": "sheetProtection",
    "sort state": "sortState",
    "sparkline": "sparkline",
    "totals": "totalsRowFormula",
    "workbook protection": "workbookProtection",
}
"""A feature and the element that carries it, in sheets, tables, strings and the workbook."""

_WHERE = re.compile(r"/(worksheets|tables)/[^/]+\.xml$|/(workbook|sharedstrings)\.xml$")
_OPENING = re.compile(rb"<(?:[\w.\-]+:)?(\w+)(?=[\s/>])")


def counted(parts: Mapping[str, bytes]) -> Counter[str]:
    """Return how often each feature is in a workbook, from its parts by folded name."""
    found: Counter[str] = Counter()
    names = {element.encode(): feature for feature, element in ELEMENTS.items()}
    for part, data in parts.items():
        for feature, pattern in PARTS.items():
            found[feature] += bool(re.search(pattern, part))
        if _WHERE.search(part):
            for element, times in Counter(_OPENING.findall(data)).items():
                if element in names:
                    found[names[element]] += times
        if part.endswith("workbook.xml"):
            found["dates from 1904"] += bool(re.search(rb'date1904="(1|true)"', data))
            found["strict Open XML"] += b"http://purl.oclc.org/ooxml/" in data
        if part.endswith("/rdrichvaluestructure.xml"):
            found["linked data types"] += len(re.findall(rb't="_linkedentity', data))
        if "/worksheets/" in part:
            found["array formula"] += len(re.findall(rb'<(?:\w+:)?f\s[^<>]*t="array"', data))
            found["shared formula"] += len(re.findall(rb'<(?:\w+:)?f\s[^<>]*t="shared"', data))
            found["cell metadata"] += len(re.findall(rb'<(?:\w+:)?c\s[^<>]*\b[cv]m="', data))
    return +found
