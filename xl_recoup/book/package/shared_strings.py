"""The shared strings of a workbook: read them, and blank those that no cell uses any more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import overload

from xl_recoup.book.package.xmltext import (
    decoded,
    element,
    escaped,
    holds,
    opening,
    plain,
    prefix_of,
)
from xl_recoup.errors import Refused
from xl_recoup.harmless_text import is_clean

MOST_STRINGS = 2_000_000
_AT_ONCE = 1 << 20
_COUNTS = re.compile(rb"\s(?:uniqueCount|count)\s*=\s*(?:\"[^\"]*\"|'[^']*')")


def read_strings(data: bytes) -> list[str]:
    """Return the shared strings, rich text joined, readings in phonetic script left out.

    Refused where there are more than a workbook of the largest size could use.
    """
    _refuse_too_many(data)
    prefix = re.escape(prefix_of(data).decode("ascii", "replace"))
    text = data.decode("utf-8", "replace")
    # One plain text an item, as all but formatted ones are. `xml:space` only keeps outer spaces.
    quick = re.compile(
        f'<{prefix}si><{prefix}t(?: xml:space="preserve")?>([^<]*)</{prefix}t></{prefix}si>'
    )
    found = quick.findall(text)
    # Fewer than there are items: some hold runs of formatted text, `<si><r><t>…</t></r>…</si>`.
    if len(found) != len(re.findall(f"<{prefix}si[\\s/>]", text)):
        found = [
            rich_text(item[2] or b"", prefix.encode())
            for item in element(prefix.encode(), b"si").finditer(data)
        ]
        return [decoded(each) for each in found]
    if "\r" in text or "_x" in text or "&#" in text or not is_clean(text):
        return [decoded(plain(each)) for each in found]
    return [plain(each) if "&" in each else each for each in found]


def _refuse_too_many(data: bytes) -> None:
    number = data.count(b"si>") + data.count(b"si/>")  # most have a tag at each end
    if number > 2 * MOST_STRINGS:
        raise Refused(
            f"The file holds over {MOST_STRINGS:,} different texts, more than is read. Open it in"
            " Excel, delete sheets that are not needed, and save it again."
        )


class FewStrings(Sequence[str]):
    """The shared strings, for when only a few are wanted: each is understood when asked for."""

    def __init__(self, data: bytes) -> None:
        """Cut the items apart."""
        _refuse_too_many(data)
        self._prefix = prefix_of(data)
        # An empty item, `<si/>`, has no closing tag to cut at.
        alone = b"<%ssi/" % self._prefix in data or b"<%ssi /" % self._prefix in data
        self._whole = read_strings(data) if alone else None
        self._items = [] if alone else data.split(b"</%ssi>" % self._prefix)[:-1]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._items if self._whole is None else self._whole)

    @property
    def can_be_changed(self) -> bool:
        """Whether texts may be put into the list: it is there, with its items cut apart."""
        return bool(self._items)

    def says(self, number: int, text: str) -> bool:
        """Say whether a text stands under a number."""
        if not 0 <= number < len(self):
            return False
        ends = len(b"</%ssi>" % self._prefix)
        same = self._whole is None and self._items[number] == _item(text, self._prefix)[:-ends]
        return same or self[number] == text

    def filled(self, numbers: Iterable[int]) -> set[int]:
        """Return those of some numbers whose text is not blank."""
        blank = b"<%ssi><%st/>" % (self._prefix, self._prefix)
        known = range(len(self))
        if self._whole is not None:
            return {n for n in numbers if n in known and self._whole[n]}
        return {n for n in numbers if n in known and self._items[n] != blank}

    def numbers_of(self, texts: Iterable[str]) -> Iterator[tuple[str, int]]:
        """Give those of some plain texts that are in the list, each with its first number."""
        wanted = {_item(text, self._prefix): text for text in texts}
        end = len(b"</%ssi>" % self._prefix)
        wanted = {item[:-end]: text for item, text in wanted.items()}
        for number, item in enumerate(self._items):
            text = wanted.pop(item, None)
            if text is not None:
                yield text, number

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        """Return one string."""
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        if self._whole is not None:
            return self._whole[at]
        return decoded(rich_text(self._items[at], self._prefix))


def rich_text(inner: bytes, prefix: bytes) -> str:
    """Return the text of a string item or inline string, before `_x000D_` is resolved."""
    # Readings of Japanese words are texts too, `<rPh><t>…</t></rPh>`, which no cell shows.
    inner = element(prefix, b"rPh").sub(b"", inner)
    runs = element(prefix, b"t").findall(inner)
    return "".join(plain(run.decode("utf-8", "replace")) for _, run in runs)


def used_strings(sheet: bytes, start: int = 0, end: int | None = None) -> set[int]:
    """Return the indices of the shared strings that a sheet's cells use, from start to end."""
    # After `t="s"`: the rest of the tag, a formula if there is one, and the index in the value. In
    # a macro sheet the root alone has a prefix, so each tag may have one or none.
    value = rb"[^<>]*>\s*(?:<Pf[^<]*(?:</Pf>)?\s*)?<Pv>\s*(\d+)".replace(b"P", rb"(?:[\w.\-]+:)?+")
    end = len(sheet) if end is None else end
    found: set[int] = set()
    for kind, there in (  # single quotes are rare, and looked for only where there are any
        (b't="s"', sheet.find(b't="s"', start, end) >= 0),
        (b"t='s'", holds(sheet, b"='", start)),
    ):
        if there:
            pattern, at = re.compile(kind + value), start
            while at < end:  # all at once would take half as much memory again as the sheet
                cut = sheet.find(b"row>", at + _AT_ONCE, end)
                upto = end if cut < 0 else cut
                found.update(map(int, pattern.findall(sheet, at, upto)))
                at = upto
    return found


def _item(text: str, prefix: bytes) -> bytes:
    said = escaped(text).encode("utf-8", "surrogateescape")
    return b"<%ssi><%st>%s</%st></%ssi>" % (prefix, prefix, said, prefix, prefix)


def with_texts(data: bytes, new: Mapping[int, str]) -> bytes:
    """Return the shared strings with these plain texts under their numbers, or after the last."""
    if not new:
        return data
    prefix = prefix_of(data)
    root = opening(prefix, b"sst").search(data)
    if root is None:
        raise ValueError("no list of shared strings")
    # How many texts and cells there are may be left unsaid; a wrong number misleads.
    said = b"<%ssst%s>" % (prefix, _COUNTS.sub(b"", root[1]))
    pieces, at, count = [data[: root.start()], said], root.end(), 0
    for count, item in enumerate(element(prefix, b"si").finditer(data, at), 1):
        if count - 1 in new:
            pieces += (data[at : item.start()], _item(new[count - 1], prefix))
            at = item.end()
    close = b"</%ssi>" % prefix
    end = data.rindex(close) + len(close)
    added = (_item(new[number], prefix) for number in sorted(new) if number >= count)
    return b"".join([*pieces, data[at:end], *added, data[max(at, end) :]])


def blanked(data: bytes, orphans: Set[int], kept_texts: Iterable[str]) -> bytes:
    """Return the shared strings with these items emptied, indices unchanged.

    A text that is in `kept_texts` stays: it is in the workbook anyway.
    """
    prefix = prefix_of(data)
    kept = {"", *kept_texts}
    pieces: list[bytes] = []
    at = 0
    empty = b"<%ssi><%st/></%ssi>" % (prefix, prefix, prefix)
    for index, item in enumerate(element(prefix, b"si").finditer(data)):
        if index in orphans and decoded(rich_text(item[2] or b"", prefix)) not in kept:
            pieces += (data[at : item.start()], empty)
            at = item.end()
    return b"".join([*pieces, data[at:]])
