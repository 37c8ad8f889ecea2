"""Finding what the store holds (D3)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sqlalchemy import ColumnElement, or_
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.file_texts import FilePage
from storage.core.search import SearchEntry
from storage.core.searching.finding import load_entries
from storage.core.searching.gathering import list_titles
from storage.core.searching.narrowing import Kind, KindNames, Narrowing, read_filters
from storage.core.searching.pages import find_pages
from storage.core.searching.stretches import Stretch, find_forms, find_stretch
from storage.core.searching.terms import Term, read_query
from storage.core.searching.visible import Visible
from storage.core.spelling import fold
from storage.engine.database import capability_of
from storage.members.names import NamedMember, list_names
from twg.core.actors import Actor
from twg.core.audiences import Reader, visible_to
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import Missing
from twg.core.subjects import Domains
from twg.search.looking import Looking
from twg.search.named import Known, is_named

#: How many results one message shows, and how many can be turned to.
RESULTS = 10
MOST_RESULTS = 200
#: How many people are named above the results.
MOST_PEOPLE = 5
#: So many results tell which kinds and years there are to narrow a search down to.
_LOOKED_AT = 31
#: For so many readers who searched last the statements are kept.
_READERS = 32

FoundBy = Callable[[Reader], ColumnElement[bool]]


@dataclass(frozen=True)
class Hit:
    """A result.

    Attributes:
        stretch: around what was searched for; None where the title has all of it, and where no text has it.
        page: of the entry's file, where the stretch is from there.
        about: title of the subject that it belongs to, such as its meeting, where it is found by that.
    """

    entry: SearchEntry
    stretch: Stretch | None = None
    page: FilePage | None = None
    about: str = ""


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
        left_out: words that none of the results has, because nothing has all of them.
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
    left_out: tuple[str, ...] = ()


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
    visible = _visible_to(actor, domains)
    titles = {} if names is None else await list_titles(session, visible, tuple(domains.gathering))
    known = Known(people, names or {}, titles)
    among = visible.narrowed(clauses) if (clauses := narrowing.clauses()) else visible
    looking = Looking(session, among, narrowing.tokens(), known)
    first, looks_around = (page - 1) * RESULTS, page == 1 and not narrowing
    looked = await looking.look(terms, limit=_LOOKED_AT if looks_around else RESULTS + 1, offset=first)
    lines, terms = looked.lines, looked.terms
    hits = await _hits(session, await load_entries(session, lines[:RESULTS]), terms, known)
    more = len(lines) > RESULTS
    kinds = tuple(sorted({(line.subject_type, line.kind) for line in lines}))
    years = tuple(sorted({line.year for line in lines}, reverse=True))
    return Found(
        hits,
        _matching(people, [*terms, *looked.left_out]) if looks_around and actor.covers("members") else [],
        more=more and first + RESULTS < MOST_RESULTS,
        kinds=kinds if looks_around and more and len(kinds) > 1 else (),
        years=years if looks_around and more and len(years) > 1 else (),
        narrowing=narrowing,
        instead=_instead(hits, terms, known),
        left_out=tuple(term.typed for term in looked.left_out),
        ends=more and first + RESULTS >= MOST_RESULTS,
        bounded=not more and await looked.finding.is_bounded(),
    )


def _visible_to(actor: Actor, domains: Domains) -> Visible:
    """What the actor may see: the same as in the lists of each capability."""
    found_by = tuple(subject.found_by for subject in domains.searched if subject.found_by is not None)
    hidden = tuple(subject.name for subject in domains.searched if not actor.covers(capability_of(subject.name)))
    return _visible(actor.twg.id, Reader.of(actor), found_by, hidden)


@lru_cache(_READERS)
def _visible(twg_id: int, reader: Reader, found_by: Sequence[FoundBy], hidden: Sequence[str]) -> Visible:
    """Args: `found_by`, of the subjects that have one; `hidden`, types of those that the TWG does not have."""
    own = [found(reader) for found in found_by]
    seen = or_(visible_to(reader, SearchEntry.audience, SearchEntry.author_id), *own)
    return Visible(twg_id, [seen, SearchEntry.subject_type.not_in(hidden)] if hidden else [seen])


async def _hits(
    session: AsyncSession, entries: Sequence[SearchEntry], terms: Sequence[Term], known: Known
) -> list[Hit]:
    """The entries with the stretches that are shown of them."""
    told = {entry.id for entry in entries if all(find_stretch(entry.title, [term]) for term in terms)}
    own = {entry.id: None if entry.id in told else find_stretch(entry.body, terms) for entry in entries}
    without = [entry.id for entry in entries if entry.id not in told and own[entry.id] is None]
    pages = await find_pages(session, without, terms)
    hits = []
    for entry in entries:
        page = pages.get(entry.id)
        stretch = own[entry.id] if page is None else find_stretch(page.text, terms)
        about = "" if entry.id in told else next(filter(None, (known.title_naming(entry, term) for term in terms)), "")
        hits.append(Hit(entry, stretch, page if stretch is not None else None, about))
    return hits


def _instead(hits: Sequence[Hit], terms: Sequence[Term], known: Known) -> dict[str, list[str]]:
    """What stands in the results in place of words that were typed otherwise; only of what the reader may see."""
    shown: dict[str, list[str]] = {}
    for term in terms:
        if not term.widened:
            continue
        texts = [f"{hit.entry.title} {hit.entry.body} {hit.page.text if hit.page else ''}" for hit in hits]
        texts += [name for hit in hits for name in known.naming(hit.entry, term)]
        forms = {fold(form): form.casefold() for text in texts for form in find_forms(text, term)}
        if forms and term.typed not in forms:
            shown[term.typed] = list(forms.values())[:3]
    return shown


def _matching(people: Iterable[NamedMember], terms: Sequence[Term]) -> list[NamedMember]:
    """Members of today whom every term names, each once."""
    named = {
        person.person_id: person
        for person in people
        if person.active and terms and all(is_named(term, person) for term in terms)
    }
    return list(named.values())[:MOST_PEOPLE]
