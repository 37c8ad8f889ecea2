"""Looking for what was meant: as it was typed, then by words near to those, at last without one of the words (D3)."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.searching import words as known_words
from storage.core.searching.asking import Dates
from storage.core.searching.finding import Finding, Line
from storage.core.searching.pieces import Sort
from storage.core.searching.respelt import halves_of, other_spellings, parts_of, without_fillers
from storage.core.searching.terms import Term, term_of, widened, with_piece
from storage.core.searching.visible import Visible
from storage.core.spelling import key_of
from storage.members.institutions import list_called
from twg.search.named import Known

#: Of a search for more words none is left out: each try costs a query.
_MOST_WORDS = 6
#: Shorter words, and numbers, are never left out.
_SHORTEST_LEFT_OUT = 3


@dataclass(frozen=True)
class Looked:
    """What was found, and by which terms; no lines where nothing was.

    Attributes:
        left_out: a term without which something is found, while nothing has all of them.
    """

    lines: list[Line]
    terms: list[Term]
    finding: Finding
    left_out: tuple[Term, ...] = ()


@dataclass(frozen=True)
class Looking:
    """A search in what a reader may see.

    Attributes:
        tokens: what all that is found has, beside the terms.
    """

    session: AsyncSession
    visible: Visible
    tokens: list[str]
    known: Known
    _dates: Dates = field(default_factory=Dates)

    def _finding(self, terms: Sequence[Term]) -> Finding:
        return Finding(self.session, self.visible, terms, self.tokens, self._dates)

    async def look(self, terms: Sequence[Term], *, limit: int, offset: int = 0) -> Looked:
        """What is found in the first way in which anything is."""
        typed = [self.known.named_by(term) for term in terms]
        first = self._finding(typed)
        if lines := await first.lines(limit=limit, offset=offset):
            return Looked(lines, typed, first)
        async for tried, left_out in self._other_ways(typed):
            finding = self._finding(tried)
            if lines := await finding.lines(limit=limit, offset=offset):
                return Looked(lines, tried, finding, left_out)
        return Looked([], typed, first)

    async def _other_ways(self, terms: list[Term]) -> AsyncIterator[tuple[list[Term], tuple[Term, ...]]]:
        """Terms to look for instead, the nearest to what was typed first; each with those that are left out.

        What is found depends on what the reader may see alone: the words of a TWG are only looked for.
        """
        if len(said := without_fillers(terms)) < len(terms):
            yield (terms := said), ()
        lacking = [term for term in terms if len(terms) == 1 or not await self._finding([term]).lines(limit=1)]
        some = await self._widened(terms, lacking)
        if some != terms:
            yield some, ()
        every = some
        if 1 < len(terms) <= _MOST_WORDS:
            every = await self._widened(terms, terms)
            if every != some:
                yield every, ()
        parted = [each for term, wide in zip(terms, every, strict=True) for each in await self._parts(term) or [wide]]
        if parted != every:
            yield parted, ()
        if not 1 < len(terms) <= _MOST_WORDS:
            return
        unknown = [
            term
            for term, wide in zip(terms, some, strict=True)
            if term in lacking and (wide == term or not await self._finding([wide]).lines(limit=1))
        ]  # what has another spelling is known by that
        places = [at for at, term in enumerate(terms) if _may_be_left_out(term)]
        for at in sorted(places, key=lambda at: (terms[at] not in unknown, -at)):
            yield some[:at] + some[at + 1 :], (terms[at],)

    async def _parts(self, term: Term) -> list[Term]:
        """The words of which one is made that was written together, or with a hyphen; none where there are none."""
        parts = parts_of(term)
        if not parts and term.word:
            halves = halves_of(term.word)
            known = await known_words.list_known(
                self.session, self.visible.twg_id, {half for both in halves for half in both}
            )
            found = next((both for both in halves if known.issuperset(both)), ())
            parts = [term_of(half) for half in found]
        return [self.known.named_by(part) for part in parts]

    async def _widened(self, terms: Sequence[Term], which: Collection[Term]) -> list[Term]:
        """The terms; those of which no form may be in quotes with other words too."""
        alone = len(terms) == 1
        return [await self._widen(each, alone=alone) if each in which and not each.exact else each for each in terms]

    async def _widen(self, term: Term, *, alone: bool) -> Term:
        """The term with other words. Args: `alone`: nothing else is searched for, and nothing has the term."""
        others = [*other_spellings(term), *await self._other_names(term)]
        if not term.word:
            term = await self._with_runs(term)
            term = replace(term, lacking=alone and bool(term.instead))
            return self.known.named_by(replace(term, instead=(*term.instead, *others)))
        near, within = await known_words.list_instead(self.session, self.visible.twg_id, term.word)
        near = tuple(dict.fromkeys((*near, *self.known.list_near(term.word))))
        return self.known.named_by(replace(widened(term, near=near, within=within), instead=tuple(others)))

    async def _other_names(self, term: Term) -> list[Term]:
        """What else an institution is called that the term names: "Ministry of Health" for "MoH"."""
        found = [each for each in await list_called(self.session, term.typed) if key_of(each) != key_of(term.typed)]
        return [each for each in map(term_of, found) if each.pieces]

    async def _with_runs(self, term: Term) -> Term:
        """The term with what the texts that the reader may see have in place of its runs of Khmer."""
        instead: list[Term] = []
        for at, piece in enumerate(term.pieces):
            if piece.sort is Sort.RUN:
                near = await self._finding([term]).near_runs(piece.text)
                instead += [with_piece(term, at, each) for each in near]
        return replace(term, instead=tuple(instead))


def _may_be_left_out(term: Term) -> bool:
    number = any(letter.isdigit() for letter in term.typed)
    return not term.exact and not number and len(term.typed) >= _SHORTEST_LEFT_OUT
