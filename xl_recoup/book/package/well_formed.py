"""Is a part the XML that it should be? Asked before anything is read from it as text."""

from __future__ import annotations

from xml.parsers import expat

_PIECE = 1 << 14


def is_well_formed(content: bytes) -> bool:
    """Say whether a part is well-formed XML, its namespaces declared: what Excel opens at least."""
    # With namespaces: a prefix that nothing declares is no error without them.
    parser = expat.ParserCreate(namespace_separator=" ")
    try:
        for at in range(0, len(content), _PIECE):  # small pieces stay in the processor's cache
            parser.Parse(content[at : at + _PIECE], False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError):  # the last two of an unknown encoding
        return False
    return True
