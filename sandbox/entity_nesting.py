"""Nesting of message entities by Telegram's rules.

- Styles (bold, italic …) may be inside of anything but code. Overlapping spans of one style are merged. A style that
  crosses the end of another entity is split there: of any two entities one contains the other, or they are apart.
- A block quotation cannot contain another one.
- Every other kind (links, code, mentions …) is exclusive: such entities contain no entities but styles.

Offsets and lengths are in UTF-16 code units.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from sandbox.errors import Json

STYLES = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
QUOTES = frozenset({"blockquote", "expandable_blockquote"})
CODE = frozenset({"code", "pre"})
#: How many entities of a message Telegram keeps.
MAX_ENTITIES = 100
Span = tuple[int, int]


@dataclass(slots=True)
class _Piece:
    """The part of an entity from `start` up to, but not including, `end`."""

    start: int
    end: int
    entity: Json

    @property
    def is_style(self) -> bool:
        return self.entity["type"] in STYLES

    def as_json(self) -> Json:
        return {**self.entity, "offset": self.start, "length": self.end - self.start}


def clip(entities: Iterable[Json], start: int, end: int) -> list[Json]:
    """The entities of the part of a text from `start` to `end`, with offsets relative to `start`."""
    found = []
    for entity in entities:
        low = max(entity["offset"], start)
        high = min(entity["offset"] + entity["length"], end)
        if high > low:
            found.append({**entity, "offset": low - start, "length": high - low})
    return found


def drop_overlapping(entities: Iterable[Json]) -> list[Json]:
    """Sorted, without the entities that begin inside an earlier one."""
    kept: list[Json] = []
    for entity in sort_entities(entities):
        if not kept or entity["offset"] >= _end(kept[-1]):
            kept.append(entity)
    return kept


def sort_entities(entities: Iterable[Json]) -> list[Json]:
    """By offset; of two entities with the same offset the longer comes first."""
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def is_exclusive(entity: Json) -> bool:
    """Whether an entity may contain nothing but styles."""
    return entity["type"] not in STYLES | QUOTES


def nest(entities: list[Json]) -> list[Json]:
    """Entities as Telegram keeps them: sorted, properly nested, at most `MAX_ENTITIES`."""
    quotes = drop_overlapping(entity for entity in entities if entity["type"] in QUOTES)
    solid = drop_overlapping(entity for entity in entities if is_exclusive(entity))
    solid = [entity for entity in solid if not _overlaps_partly(_span(entity), [_span(quote) for quote in quotes])]
    code = [_span(entity) for entity in solid if entity["type"] in CODE]
    styles = [
        _Piece(start, end, {"type": kind})
        for kind in sorted(STYLES)
        for span in _merge(_span(entity) for entity in entities if entity["type"] == kind)
        for start, end in _subtract(span, code)
    ]
    whole = [_Piece(*_span(entity), entity) for entity in [*quotes, *solid]]
    return sort_entities(piece.as_json() for piece in _split([*whole, *styles]))[:MAX_ENTITIES]


def _end(entity: Json) -> int:
    end: int = entity["offset"] + entity["length"]
    return end


def _span(entity: Json) -> Span:
    return entity["offset"], _end(entity)


def _overlaps_partly(span: Span, quotes: list[Span]) -> bool:
    """Whether a span crosses the border of one of these quotations, or contains one. `quotes` is sorted."""
    at = bisect_right(quotes, span[0], key=lambda quote: quote[0])
    is_cut = at > 0 and span[0] < quotes[at - 1][1] < span[1]
    return is_cut or (at < len(quotes) and quotes[at][0] < span[1])


def _merge(spans: Iterable[Span]) -> list[Span]:
    """The union of spans, sorted."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return merged


def _subtract(span: Span, holes: list[Span]) -> list[Span]:
    """The parts of a span outside of the holes. `holes` is sorted."""
    at, left = span[0], []
    for start, end in holes[max(bisect_right(holes, span[0], key=lambda hole: hole[0]) - 1, 0) :]:
        if start >= span[1]:
            break
        if start > at:
            left.append((at, start))
        at = max(at, end)
    return [*left, (at, span[1])] if at < span[1] else left


def _split(pieces: list[_Piece]) -> list[_Piece]:
    """Split styles at the borders of other entities, until all entities are properly nested."""
    beginning: dict[int, list[_Piece]] = {}
    for piece in pieces:
        beginning.setdefault(piece.start, []).append(piece)
    done: list[_Piece] = []
    open_: list[_Piece] = []  # from the outermost to the innermost
    for place in sorted({*beginning, *(piece.end for piece in pieces)}):
        begun = beginning.get(place, [])
        #: A style that ends inside of an entity which begins here is closed and reopened inside of that entity.
        inside = max((piece.end for piece in begun if not piece.is_style), default=place)
        first = next((i for i, piece in enumerate(open_) if piece.end == place or piece.end < inside), len(open_))
        closed, open_ = open_[first:], open_[:first]
        done += [_Piece(piece.start, place, piece.entity) for piece in closed]
        again = [_Piece(place, piece.end, piece.entity) for piece in closed if piece.end > place]
        open_ += sorted([*begun, *again], key=lambda piece: (-piece.end, piece.is_style))
    return done
