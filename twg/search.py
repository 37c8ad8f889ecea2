"""Finding what the store holds (D3)."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from sqlalchemy import ColumnElement, or_
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.file_texts import FilePage
from storage.core.search import SearchEntry
from storage.core.searching import words as known_words
from storage.core.searching.finding import Finding, load_entries
from storage.core.searching.narrowing import Kind, KindNames, Narrowing, has_all, read_filters
from storage.core.searching.pages import find_pages
from storage.core.searching.pieces import Sort, spaced
from storage.core.searching.stretches import Stretch, find_forms, find_stretch
from storage.core.searching.terms import Term, read_query, widened, with_piece
from storage.core.spelling import fold
from storage.core.word_forms import stem
from storage.engine.database import capability_of
from storage.members.names import NamedMember, list_names
from twg.core.actors import Actor
from twg.core.audiences import Reader, visible_to
from twg.core.operations import operation, operations_of
from twg.core.permissions import Permission
from twg.core.refusals import Missing
from twg.core.subjects import Domain, Domains

#: How many results one message shows, and how many can be turned to.
RESULTS = 10
MOST_RESULTS = 200
#: How many people are named above the results.
MOST_PEOPLE = 5
#: So many results tell which kinds and years there are to narrow a search down to.
_LOOKED_AT = 31


@dataclass(frozen=True)
class Hit:
    """A result.

    Attributes:
        stretch: around what was searched for; None where the title has all of it, and where no text has it.
        page: of the entry's file, where the stretch is from there.
    """

    entry: SearchEntry
    stretch: Stretch | None = None
    page: FilePage | None = None


@dataclass(frozen=True)
class Found:
    """What a search found.

    Attributes:
        hits: of one page.
        people: members of the TWG whose name or institution has every word; on the first page only.
        more: whether there is another page.
        kinds: among the newest results, where there is more than one.
        years: as `kinds`.
        narrowing: what was searched among.
        instead: by a word that nothing has as it was typed, the words that the results have in its place.
        bounded: whether older entries were not looked at, since too many newer ones may have what was searched for.
        ends: whether more than `MOST_RESULTS` were found, which cannot be turned to.
    """

    hits: list[Hit]
    people: list[NamedMember]
    more: bool = False
    kinds: tuple[Kind, ...] = ()
    years: tuple[int, ...] = ()
    narrowing: Narrowing = field(default_factory=Narrowing)
    instead: Mapping[str, Sequence[str]] | None = None
    ends: bool = False
    bounded: bool = False


@operation(Permission.SEE)
async def search_store(
    session: AsyncSession,
    actor: Actor,
    words: str,
    domains: Domains,
    *,
    names: KindNames | None = None,
    narrowing: Narrowing | None = None,
    page: int = 1,
) -> Found:
    """What the actor may see that has every word, of every subject that is searched; the newest first.

    Args:
        words: as they were typed; `kind:report`, `year:2026` and words in quotes among them.
        names: of the kinds, by which they can be searched for, and people by their names; None to search in texts only.
        narrowing: beside what the words say.
        page: of the results, from 1.
    Raises: Missing when there is no word.
    """
    words, named = read_filters(words, names or {})
    narrowing = Narrowing((narrowing or named).kinds or named.kinds, (narrowing or named).year or named.year)
    terms = read_query(words)
    if not terms and not narrowing:
        raise Missing(field="words")
    people = [] if names is None else await list_names(session, actor.twg.id)
    terms = [_with_names(term, people, names or {}) for term in terms]
    search = _Search(session, actor, _criteria(actor, domains) + narrowing.clauses(), narrowing.tokens())
    first, looks_around = (page - 1) * RESULTS, page == 1 and not narrowing
    limit = _LOOKED_AT if looks_around else RESULTS + 1
    finding = search.finding(terms)
    lines = await finding.lines(limit=limit, offset=first)
    if not lines:
        terms = await search.widen(terms)
        finding = search.finding(terms)
        lines = await finding.lines(limit=limit, offset=first) if terms else []
    hits = await _hits(session, await load_entries(session, lines[:RESULTS]), terms)
    more = len(lines) > RESULTS
    kinds = tuple(sorted({(line.subject_type, line.kind) for line in lines}))
    years = tuple(sorted({line.year for line in lines}, reverse=True))
    return Found(
        hits,
        _matching(people, terms) if looks_around and actor.covers("members") else [],
        more=more and first + RESULTS < MOST_RESULTS,
        kinds=kinds if looks_around and more and len(kinds) > 1 else (),
        years=years if looks_around and more and len(years) > 1 else (),
        narrowing=narrowing,
        instead=_instead(hits, terms),
        ends=more and first + RESULTS >= MOST_RESULTS,
        bounded=not more and await finding.is_bounded(),
    )


def _criteria(actor: Actor, domains: Domains) -> list[ColumnElement[bool]]:
    """Clauses for what the actor may see: the same as in the lists of each capability."""
    reader = Reader.of(actor)
    own = [subject.found_by(reader) for subject in domains.searched if subject.found_by is not None]
    seen = or_(visible_to(reader, SearchEntry.audience, SearchEntry.author_id), *own)
    hidden = [subject.name for subject in domains.searched if not actor.covers(capability_of(subject.name))]
    return [seen, SearchEntry.subject_type.not_in(hidden)] if hidden else [seen]


@dataclass(frozen=True)
class _Search:
    """A search by one actor."""

    session: AsyncSession
    actor: Actor
    criteria: list[ColumnElement[bool]]
    tokens: list[str]

    def finding(self, terms: Sequence[Term]) -> Finding:
        return Finding(self.session, self.actor.twg.id, terms, self.criteria, self.tokens)

    async def widen(self, terms: Sequence[Term]) -> list[Term]:
        """The terms with other words for those that nothing has which the actor may see; none where that is no help.

        What is found depends on what the actor may see alone: the words of a TWG are only looked for.
        """
        alone = [term for term in terms if len(terms) == 1 or not await self.finding([term]).lines(limit=1)]
        wider = {term: await self._widened(term) for term in alone if not term.exact}
        if not any(term.widened for term in wider.values()):
            return []
        return [wider.get(term, term) for term in terms]

    async def _widened(self, term: Term) -> Term:
        if not term.word:
            return await self._with_runs(term)
        about = self.session, self.actor.twg.id
        beginning = await known_words.list_beginning(*about, term.word)
        containing = await known_words.list_containing(*about, term.word)
        within = list(dict.fromkeys([*beginning, *containing]))[: known_words.MOST_WITHIN]
        near = await known_words.list_near(*about, term.word)
        if (root := stem(term.word)) != term.word:
            near += [word for word in await known_words.list_near(*about, root) if word not in near]
        return widened(term, near=near, within=within)

    async def _with_runs(self, term: Term) -> Term:
        """The term with what the texts that the actor may see have in place of its runs of Khmer."""
        instead: list[Term] = []
        for at, piece in enumerate(term.pieces):
            if piece.sort is Sort.RUN:
                near = await self.finding([term]).near_runs(piece.text)
                instead += [with_piece(term, at, each) for each in near]
        return replace(term, instead=tuple(instead))


async def _hits(session: AsyncSession, entries: Sequence[SearchEntry], terms: Sequence[Term]) -> list[Hit]:
    """The entries with the stretches that are shown of them."""
    told = {entry.id for entry in entries if all(find_stretch(entry.title, [term]) for term in terms)}
    own = {entry.id: None if entry.id in told else find_stretch(entry.body, terms) for entry in entries}
    without = [entry for entry in entries if entry.id not in told and own[entry.id] is None and entry.text_of]
    pages = await find_pages(session, {entry.text_of for entry in without if entry.text_of}, terms)
    hits = []
    for entry in entries:
        page = pages.get(entry.text_of or "") if entry in without else None
        stretch = own[entry.id] if page is None else find_stretch(page.text, terms)
        hits.append(Hit(entry, stretch, page if stretch is not None else None))
    return hits


def _instead(hits: Iterable[Hit], terms: Sequence[Term]) -> dict[str, list[str]]:
    """What stands in the results in place of words that were typed otherwise; only of what the reader may see."""
    shown: dict[str, list[str]] = {}
    for term in terms:
        if not term.widened:
            continue
        texts = [f"{hit.entry.title} {hit.entry.body} {hit.page.text if hit.page else ''}" for hit in hits]
        forms = [form for text in texts for form in find_forms(text, term)]
        if forms:
            shown[term.typed] = list({fold(form): form.casefold() for form in forms}.values())[:3]
    return shown


@lru_cache(20_000)
def _spaced(text: str) -> str:
    return spaced(text)


def _with_names(term: Term, people: Iterable[NamedMember], names: KindNames) -> Term:
    """The term with the people and the kinds that it may name."""
    if term.exact:
        return term
    authors = {person.person_id for person in people if _is_named(term, person)}
    kinds = [kind for kind, labels in names.items() if any(has_all(label, term.pieces) for label in labels)]
    return replace(term, named=replace(term.named, authors=tuple(sorted(authors)), kinds=tuple(kinds)))


def _is_named(term: Term, person: NamedMember) -> bool:
    """Whether a whole word of a name, or of Khmer a part of one, is what was typed."""
    sought = f" {term.word} " if term.word else term.stretch()
    body = () if person.institution is None else person.institution
    return sought in _spaced(" ".join((person.name, *body)))


def _matching(people: Iterable[NamedMember], terms: Sequence[Term]) -> list[NamedMember]:
    """Members of today whom every term names, each once."""
    named = {
        person.person_id: person
        for person in people
        if person.active and terms and all(_is_named(term, person) for term in terms)
    }
    return list(named.values())[:MOST_PEOPLE]


DOMAIN = Domain(operations=operations_of(sys.modules[__name__]))
