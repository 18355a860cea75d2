"""Is a part the XML that it should be? Asked before anything is read from it as text."""

from __future__ import annotations

from xml.parsers import expat

_PIECE = 1 << 14
_MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_OF_MAIN = ("workbook", "worksheet", "chartsheet", "sst", "styleSheet", "table")


def is_well_formed(content: bytes) -> bool:
    """Say whether a part is well-formed XML, its namespaces declared: what Excel opens at least."""
    return root_of(content) is not None


def root_of(content: bytes) -> str | None:
    """Return a part's root element, its namespace before it; None where it is not well-formed."""
    # With namespaces: a prefix that nothing declares is no error without them.
    parser = expat.ParserCreate(namespace_separator=" ")
    found: list[str] = []

    def first(name: str, _attributes: object) -> None:
        found.append(name)
        parser.StartElementHandler = None  # the others need no call

    parser.StartElementHandler = first
    try:
        for at in range(0, len(content), _PIECE):  # small pieces stay in the processor's cache
            parser.Parse(content[at : at + _PIECE], False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError):  # the last two of an unknown encoding
        return None
    return found[0]


def is_of_its_format(root: str) -> bool:
    """Say whether a root element, as `root_of` or a tree gives it, has the namespace of its name.

    Only those of workbooks, sheets, texts, styles and tables are looked at: under another
    namespace Excel finds no sheet there, and a reader that goes by names alone finds one.
    """
    namespace, _, name = root.removeprefix("{").replace("}", " ").rpartition(" ")
    return name not in _OF_MAIN or namespace in _MAIN
