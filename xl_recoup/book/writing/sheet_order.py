"""Where in a sheet an element belongs that it does not have yet: their order is fixed."""

from __future__ import annotations

import re

_AFTER_DATA = (
    b"sheetCalcPr sheetProtection protectedRanges scenarios autoFilter sortState dataConsolidate"
    b" customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks"
    b" printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties"
    b" cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture"
    b" oleObjects controls webPublishItems tableParts extLst"
).split()


def inserted(data: bytes, prefix: bytes, name: bytes, xml: bytes) -> bytes:
    """Return a sheet with an element that it lacks, behind those that come before it."""
    start = max(data.rfind(b"</%ssheetData" % prefix), data.rfind(b"<%ssheetData/" % prefix), 0)
    views = data.find(b"</%scustomSheetViews>" % prefix, start)
    start = max(start, views)  # a view has margins of its own
    later = _AFTER_DATA[_AFTER_DATA.index(name) + 1 :]
    tags = b"|".join(re.escape(prefix) + each for each in later if each != b"extLst")
    # What is in a choice of forms, such as buttons, comes as a whole.
    found = re.compile(rb"<(?:%s|[\w.\-]+:AlternateContent)(?=[\s/>])" % tags).search(data, start)
    ends = [data.rfind(b"<%sextLst" % prefix, start), data.rfind(b"</%sworksheet" % prefix, start)]
    at = found.start() if found else next(end for end in ends if end >= 0)
    return data[:at] + xml + data[at:]


def relation_space(data: bytes) -> bytes:
    """Return what an element says to name a relationship as `r:id`, whatever the sheet has said."""
    return b'xmlns:r="%s"' % relation_kind(data, "").rstrip("/").encode()


def relation_kind(data: bytes, kind: str) -> str:
    """Return the whole type of a relationship, in the words of this sheet's edition."""
    if b"http://purl.oclc.org/ooxml/" in data[:4_000]:
        return f"http://purl.oclc.org/ooxml/officeDocument/relationships/{kind}"
    return f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
