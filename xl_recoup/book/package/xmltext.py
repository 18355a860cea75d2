"""XML as text: read small parts as trees, change single places in the bytes as they stand.

A foreign part is never written out by an XML library: that renames prefixes which
`mc:Ignorable` names, and Excel then calls the file damaged.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from xml.etree import ElementTree

from xl_recoup.addresses import Range
from xl_recoup.book.package.well_formed import is_of_its_format
from xl_recoup.errors import Refused
from xl_recoup.harmless_text import cleaned

# The inside of a start tag, up to its `>` or `/>`. A quoted value is taken whole, for it may hold
# `>` and `/`; attributes come in any order, in single or double quotes. Possessive throughout: a
# damaged tag must fail at once, not after trying every split of it.
ATTRIBUTES = rb"(?:[^<>\"'/]++|\"[^\"]*+\"|'[^']*+')*+"
# The first tag that is neither the declaration `<?xml …?>` nor a comment `<!-- … -->`.
LARGEST_TREE = 1 << 25
"""Bytes of a part that is taken apart whole, such as the styles: it needs twelve times that."""
_ROOT = re.compile(rb"<(?![?!])")
# In this order: `&amp;lt;` says `&lt;`, so the ampersand is put back last.
_ENTITIES = {"&gt;": ">", "&lt;": "<", "&quot;": '"', "&apos;": "'", "&amp;": "&"}
# Excel's own escape, inside XML's: `_x000D_` is a character that XML can't hold.
_HEX = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NUMBERED = re.compile(r"&#(x[0-9A-Fa-f]{1,6}|[0-9]{1,7});")
_ENCODING = re.compile(rb"<\?xml[^>]*\bencoding\s*=\s*[\"']([^\"']+)[\"']")
# With a byte order mark, and without one: then the first character, `<`, shows where zeros stand.
_UTF16_STARTS = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")


def as_utf8(data: bytes, part: str) -> bytes:
    """Return a part as UTF-8, whatever its encoding; Refused where it can't be told or holds a DTD.

    The result is for reading: the declaration may still name the old encoding.
    """
    if not is_utf8(data):
        name = "utf-16"
        if not data.startswith(_UTF16_STARTS):
            name = declared_encoding(data)
        elif data[:1] == b"<":
            name = "utf-16-le"
        elif data[:1] == b"\x00":
            name = "utf-16-be"
        try:
            data = re.sub(r"^\ufeff?<\?xml.*?\?>", "", data.decode(name)).encode()
        except (UnicodeError, LookupError) as error:
            raise damaged(part) from error
    if holds(data, b"<!DOCTYPE") or holds(data, b"<!ENTITY"):
        raise Refused(
            f"The part {part} of the file holds a document type definition, which Excel never "
            "writes. Open the workbook in Excel and save it again."
        )
    return data


def holds(data: bytes, mark: bytes, start: int = 0) -> bool:
    """Say whether a mark such as `<!` stands in a part: its second sign is the rare one."""
    at = data.find(mark[1], start + 1)
    while at >= 0:
        if data.startswith(mark, at - 1):
            return True
        at = data.find(mark[1], at + 1)
    return False


def declared_encoding(data: bytes) -> str:
    """Return the encoding that a part declares, in small letters; UTF-8 when it says nothing."""
    found = _ENCODING.search(data[:200])
    return found[1].decode("ascii", "replace").lower() if found else "utf-8"


def is_utf8(data: bytes) -> bool:
    """Say whether a part is UTF-8, so that its bytes may be changed in place."""
    if data.startswith(_UTF16_STARTS):
        return False
    return declared_encoding(data) in ("utf-8", "utf8", "us-ascii", "ascii")


def damaged(part: str) -> Refused:
    """Return the refusal for a part that is not the XML that it should be."""
    return Refused(
        f"The part {part} of the file is damaged. Open the workbook in Excel and save it again, "
        "or use an earlier copy."
    )


def tree(data: bytes, part: str) -> ElementTree.Element:
    """Return a small part as a tree for reading; Refused when it is damaged, or not small."""
    if len(data) > LARGEST_TREE:
        raise Refused(
            f"The part {part} of the file is too big for what it should hold: {len(data):,} bytes,"
            f" and {LARGEST_TREE:,} are the most. In Excel, delete styles, names and pictures that"
            " nobody needs, and save the workbook again."
        )
    try:
        root = ElementTree.fromstring(as_utf8(data, part))
        if not is_of_its_format(root.tag):
            raise damaged(part)
        return root
    except (ElementTree.ParseError, ValueError, RecursionError) as error:
        raise damaged(part) from error


def local(element: ElementTree.Element) -> str:
    """Return an element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    """Return the direct children of that local name."""
    return [child for child in element if local(child) == name]


def child(element: ElementTree.Element, name: str) -> ElementTree.Element | None:
    """Return the first direct child of that local name, or None."""
    return next((c for c in element if local(c) == name), None)


def offered(element: ElementTree.Element, name: str) -> ElementTree.Element | None:
    """Return the first child of that name, be it one of the alternatives that a part offers."""
    found = child(element, name)
    for alternatives in () if found is not None else children(element, "AlternateContent"):
        for offer in alternatives:
            found = child(offer, name) if found is None else found
    return found


def true(value: str | None) -> bool:
    """Say whether an attribute's value means true."""
    return value in ("1", "true")


def root_at(data: bytes) -> int:
    """Return where the root element starts."""
    at = 0
    while True:  # a comment before the root may hold tags of its own
        found = _ROOT.search(data, at)
        if not found:
            return len(data)
        comment = data.rfind(b"<!--", 0, found.start())
        closed = data.find(b"-->", comment) if comment >= 0 else -1
        if comment < 0 or -1 < closed < found.start():
            return found.start()
        at = closed if closed > 0 else len(data)


@lru_cache(maxsize=256)
def opening(prefix: bytes, name: bytes) -> re.Pattern[bytes]:
    """Return the pattern of a start tag: its attributes, and the slash of an empty one."""
    # What follows the name is looked at, so that `<c` is not found in `<cols>`.
    return re.compile(b"<%s%s(?=[\\s/>])(%s)(/?)>" % (prefix, name, ATTRIBUTES))


@lru_cache(maxsize=256)
def element(prefix: bytes, name: bytes) -> re.Pattern[bytes]:
    """Return the pattern of a whole element: group 1 its attributes, group 2 what it holds."""
    tag = prefix + name
    # `/>` goes first: after `<v/>` no closing tag comes, and the next one would be another's.
    return re.compile(
        b"<%s(?=[\\s/>])(%s)(?:/>|>(.*?)</%s\\s*>)" % (tag, ATTRIBUTES, tag), re.DOTALL
    )


def prefix_of(data: bytes) -> bytes:
    """Return the prefix, with its colon, of the root element: empty in nearly every file.

    A program may write `<x:worksheet>` and then `<x:row>`: nothing would be found as plain `<row>`.
    """
    found = re.compile(rb"<([\w.\-]+:)?[\w.\-]+").match(data, root_at(data))
    return (found[1] or b"") if found else b""


@lru_cache(maxsize=64)
def _attribute(name: bytes) -> re.Pattern[bytes]:
    # The space before it keeps `ref` from being found in `xr:ref`,.
    return re.compile(rb"(\s)" + name + rb"\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


def attribute(attributes: bytes, name: bytes) -> bytes | None:
    """Return an attribute's raw value from the inside of a start tag, or None."""
    found = _attribute(name).search(attributes)
    if not found:
        return None
    return found[2] if found[2] is not None else found[3]


def whole_number(value: bytes | None, part: str) -> int:
    """Return an attribute's number, 0 where it is not stated; Refused where it is no whole one."""
    if value is not None and not value.isdigit():
        raise damaged(part)
    return int(value or 0)


def range_of(attributes: bytes, name: bytes = b"ref") -> Range | None:
    """Return the block of cells that an attribute names, or None where it names none."""
    value = attribute(attributes, name)
    return None if value is None else Range.parse(value.decode("ascii", "replace"))


def with_attribute(attributes: bytes, name: bytes, value: bytes) -> bytes:
    """Return the inside of a start tag with an attribute set; everything else stays as it is."""
    found = _attribute(name).search(attributes)
    if found:
        before, after = attributes[: found.start()], attributes[found.end() :]
        return b'%s%s%s="%s"%s' % (before, found[1], name, value, after)
    return b'%s %s="%s"' % (attributes.rstrip(), name, value)


def with_changed(data: bytes, tag: bytes, name: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Return a part with an attribute changed in every start tag of that name.

    `tag` is the name with its prefix. Where nothing changes, the tag keeps its bytes.
    """

    def changed(found: re.Match[bytes]) -> bytes:
        old = attribute(found[1], name) or b""
        new = change(old)
        if new == old:
            return found[0]
        return b"<%s%s%s>" % (tag, with_attribute(found[1], name, new), found[2])

    return opening(b"", tag).sub(changed, data)


def replaced(data: bytes, found: re.Match[bytes], new: bytes) -> bytes:
    """Return a part with the place of a match holding something else."""
    return data[: found.start()] + new + data[found.end() :]


def escaped(text: str) -> str:
    """Return text as it stands between tags or in a quoted attribute."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text.replace('"', "&quot;") if '"' in text else text


def plain(text: str) -> str:
    """Return what raw text between tags says: line ends evened, entities resolved."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" not in text:
        return text
    if "&#" in text:
        text = _NUMBERED.sub(_numbered, text)
    for entity, sign in _ENTITIES.items():
        text = text.replace(entity, sign)
    return text


def _numbered(found: re.Match[str]) -> str:
    digits = found[1]
    number = int(digits[1:], 16) if digits[0] == "x" else int(digits)
    if number == 38:
        return "&amp;"
    return chr(number) if number < 0x110000 else "\ufffd"


def decoded(text: str) -> str:
    """Return text with Excel's own `_x000D_` escapes resolved, and then cleaned."""
    if "_x" in text:
        text = _HEX.sub(lambda found: chr(int(found[1], 16)), text)
    return text if text.isprintable() else cleaned(text)
