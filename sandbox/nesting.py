"""How a message's entities lie within each other, by Telegram's rules.

Styles (bold, italic …) may lie in anything but code and are merged and cut until each lies wholly inside another.
Quotations hold no quotation. Everything else, such as links and code, holds nothing of its own kind, nor each other.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from sandbox.errors import Json

STYLES = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
CODE = frozenset({"code", "pre"})
#: Telegram keeps so many entities of a message.
MOST = 100
Span = tuple[int, int]


@dataclass(slots=True)
class _Piece:
    """An entity that may be cut: what it is, and from where to where."""

    start: int
    end: int
    entity: Json

    @property
    def is_style(self) -> bool:
        return self.entity["type"] in STYLES

    def as_json(self) -> Json:
        return {**self.entity, "offset": self.start, "length": self.end - self.start}


def fit(entities: Iterable[Json], start: int, end: int) -> list[Json]:
    """Entities of the text between two places of a longer one."""
    found = []
    for entity in entities:
        low = max(entity["offset"], start)
        high = min(entity["offset"] + entity["length"], end)
        if high > low:
            found.append({**entity, "offset": low - start, "length": high - low})
    return found


def keep_apart(entities: Iterable[Json]) -> list[Json]:
    """In order, and without those that begin inside an earlier one."""
    kept: list[Json] = []
    for entity in in_order(entities):
        if not kept or entity["offset"] >= _end(kept[-1]):
            kept.append(entity)
    return kept


def in_order(entities: Iterable[Json]) -> list[Json]:
    """By place, the outer before the inner."""
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def is_solid(entity: Json) -> bool:
    """Whether nothing but styles may lie in it."""
    return entity["type"] not in STYLES | QUOTES


def nest(entities: list[Json]) -> list[Json]:
    """Entities as Telegram keeps them: in order, each wholly inside or outside of every other, 100 at most."""
    quotes = keep_apart(entity for entity in entities if entity["type"] in QUOTES)
    solid = keep_apart(entity for entity in entities if is_solid(entity))
    solid = [entity for entity in solid if not _crosses(_span(entity), [_span(quote) for quote in quotes])]
    code = [_span(entity) for entity in solid if entity["type"] in CODE]
    styles = [
        _Piece(start, end, {"type": kind})
        for kind in sorted(STYLES)
        for span in _merged(_span(entity) for entity in entities if entity["type"] == kind)
        for start, end in _without(span, code)
    ]
    whole = [_Piece(*_span(entity), entity) for entity in [*quotes, *solid]]
    return in_order(piece.as_json() for piece in _cut([*whole, *styles]))[:MOST]


def _end(entity: Json) -> int:
    end: int = entity["offset"] + entity["length"]
    return end


def _span(entity: Json) -> Span:
    return entity["offset"], _end(entity)


def _crosses(span: Span, quotes: list[Span]) -> bool:
    """Whether a span lies partly inside one of these, or around it."""
    at = bisect_right(quotes, span[0], key=lambda quote: quote[0])
    is_cut = at > 0 and span[0] < quotes[at - 1][1] < span[1]
    return is_cut or (at < len(quotes) and quotes[at][0] < span[1])


def _merged(spans: Iterable[Span]) -> list[Span]:
    """The places covered by any of these, in order."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _without(span: Span, holes: list[Span]) -> list[Span]:
    """What is left of a span between the holes, which are in order."""
    at, left = span[0], []
    for start, end in holes[max(bisect_right(holes, span[0], key=lambda hole: hole[0]) - 1, 0) :]:
        if start >= span[1]:
            break
        if start > at:
            left.append((at, start))
        at = max(at, end)
    return [*left, (at, span[1])] if at < span[1] else left


def _cut(pieces: list[_Piece]) -> list[_Piece]:
    """Cut styles where something else begins or ends, until each lies wholly inside or outside of the others."""
    beginning: dict[int, list[_Piece]] = {}
    for piece in pieces:
        beginning.setdefault(piece.start, []).append(piece)
    done: list[_Piece] = []
    open_: list[_Piece] = []  # from the outermost to the innermost
    for place in sorted({*beginning, *(piece.end for piece in pieces)}):
        begun = beginning.get(place, [])
        #: A style that ends inside of what begins here is to lie in it, so it is closed and begins anew.
        inside = max((piece.end for piece in begun if not piece.is_style), default=place)
        first = next((i for i, piece in enumerate(open_) if piece.end == place or piece.end < inside), len(open_))
        closed, open_ = open_[first:], open_[:first]
        done += [_Piece(piece.start, place, piece.entity) for piece in closed]
        again = [_Piece(place, piece.end, piece.entity) for piece in closed if piece.end > place]
        open_ += sorted([*begun, *again], key=lambda piece: (-piece.end, piece.is_style))
    return done
