"""Searching the store in the chat: /search, and searching for the words of a plain message (D3)."""

from dataclasses import dataclass, field, replace
from typing import Annotated, Any

from handlers.forms.conversation import open_form
from handlers.forms.fields import Field
from handlers.forms.form import Form
from handlers.forms.waiting import drop_forms
from handlers.routing.commands import Command, Group
from handlers.routing.howto import Howto
from handlers.routing.request import Reply, Request, say
from handlers.routing.router import Router
from handlers.routing.routes import Offer
from handlers.routing.several_twgs import in_each_twg
from handlers.routing.wishes import wished
from messages.rendering.keyboards import Button, Keyboard, button, rows, told_apart
from messages.rendering.templating import format_moment
from messages.rendering.texts import LOCALES, Text, _, localize_digits
from storage.core.file_texts import FilePage
from storage.core.search import SearchEntry
from storage.core.searching.asked import find_search, keep_search
from storage.core.searching.narrowing import Kind, Narrowing
from storage.core.searching.stretches import Stretch
from storage.engine.database import table_name
from twg import search
from twg.core.audiences import to_column
from twg.core.refusals import NotFound
from twg.core.subjects import Domains
from twg.language.asked import Wanted
from twg.language.tasks import Deed
from twg.language.wish_details import query_of_wish

#: Longest query, in characters; a longer one outside the form is cut.
LONGEST_QUERY = 100
#: Most buttons to narrow a search down to a kind, and to a year.
_MOST_KINDS, _MOST_YEARS = 6, 4
#: What a button has in place of a kind, and of a year, that is not narrowed down to.
_ANY_KIND, _ANY_YEAR = "any", 1

router = Router("search")


@router.form("search", _("Search"), saves=search.search_store, confirm=False, passing=True)
class SearchForm(Form):
    words: Annotated[
        str,
        Field(
            question=_("What would you like to search for?"),
            hint=_(
                "Documents with their texts, shared information, meetings, indicators, actions and people are searched."
                " “In quotes” finds exactly these words."
            ),
            label=_("Words"),
            limit=LONGEST_QUERY,
            wanted=Wanted.QUERY,
        ),
    ]

    async def save(self, request: Request, _about: Any) -> Reply:
        return await _results(request, self.words)


@router.command("search", _("Search documents and information"), group=Group.PAPERS)
async def search_(request: Request, rest: str) -> Reply:
    if not rest:
        return await open_form(request, SearchForm)
    await drop_forms(request, SearchForm)
    return await _results(request, rest)


@router.button("words", formerly="sharing:search")
async def search_for_message(request: Request) -> Reply:
    """Search for the words of the message to which the buttons were offered."""
    return await _results(request, wished(request))


@router.wish_at_once("find_document")
async def find(request: Request, text: str) -> Reply:
    """Search for what a plain message asks to find: "find the midwifery paper of UNICEF"."""
    return await _results(request, query_of_wish(text))


@router.button("page")
async def turn(request: Request, search_id: int, page: int, kind: str = _ANY_KIND, year: int = _ANY_YEAR) -> Reply:
    """Another page of the results of a search, or those of one kind or year."""
    asked = await find_search(request.session, search_id, request.member.person.id)
    if asked is None:
        raise NotFound
    within = request.within(asked.twg_id)
    kinds = tuple(each for each in kind_names(request.domains) if _key(each) == kind)
    narrowing = Narrowing(kinds, None if year == _ANY_YEAR else year)
    asking = _Asking(asked.words, narrowing=narrowing, page=page, search_id=asked.id)
    return replace(await _results_within(within, asking), edit=True)


@dataclass(frozen=True)
class Found:
    """A search result as it is shown. What was recalled is for nobody, and nobody's.

    Attributes:
        kind: the label of its kind: "Document", "Report".
        place: where in its file the stretch stands: "page 3"; None where that is not told.
        about: title of what it belongs to, such as its meeting, where it is found by that; else empty.
    """

    entry: SearchEntry
    kind: Text
    stretch: Stretch | None
    place: Text | None
    about: str = ""

    @property
    def recalled(self) -> bool:
        return self.entry.audience == to_column() and self.entry.author_id is None


@dataclass(frozen=True)
class _Asking:
    """A search of one page.

    Attributes:
        search_id: of the words as they are kept; None where they are not.
    """

    words: str
    narrowing: Narrowing = field(default_factory=Narrowing)
    page: int = 1
    search_id: int | None = None


def kind_names(domains: Domains) -> dict[Kind, tuple[str, ...]]:
    """The names of all kinds, in all languages."""
    labels = {(subject.name, ""): subject.label for subject in domains.searched}
    for subject in domains.searched:
        labels |= {(subject.name, kind.value): kind.label for kind in subject.kinds or ()}
    called = {(subject.name, ""): subject.also_called for subject in domains.searched}
    return {
        kind: (*(Text(label).render(locale) for locale in LOCALES), *called.get(kind, ()))
        for kind, label in labels.items()
    }


async def _results(request: Request, words: str, narrowing: Narrowing | None = None) -> Reply:
    """What the search finds in each TWG of the person, not only in the one that commands act in."""
    anywhere, asking = replace(request, chosen=False), _Asking(words, narrowing=narrowing or Narrowing())
    return await in_each_twg(anywhere, "search", lambda within: _results_within(within, asking))


async def search_among(request: Request, words: str, command: Command) -> Reply:
    """What the words behind a list find among its rows, with a button to the whole list."""
    assert command.among is not None  # noqa: S101 - else the words are not searched for
    found = await _results(request, words, Narrowing(kinds=((table_name(command.among), ""),)))
    assert found.content is not None  # noqa: S101 - results are a message
    whole = button(command.description or f"/{command.name}", "general:only", command.name)
    return replace(found, content=replace(found.content, keyboard=(*found.content.keyboard, (whole,))))


async def _results_within(request: Request, asking: _Asking) -> Reply:
    cut, words = len(asking.words) > LONGEST_QUERY, asking.words[:LONGEST_QUERY]
    found = await search.search_store(
        request.session,
        request.member,
        words,
        request.domains,
        names=kind_names(request.domains),
        narrowing=asking.narrowing,
        page=asking.page,
    )
    shown = [_shown(request, hit) for hit in found.hits]
    return say(
        "search/results",
        keyboard=await _keyboard(request, found, replace(asking, words=words)),
        found=shown,
        people=found.people,
        words=words,
        cut=LONGEST_QUERY if cut else 0,
        first=(asking.page - 1) * search.RESULTS + 1,
        more=found.more,
        ends=found.ends,
        bounded=found.bounded,
        most=search.MOST_RESULTS,
        instead=found.instead or {},
        left_out=found.left_out,
        kinds=[Text(_label(request.domains, kind)) for kind in asking.narrowing.kinds],
        year=asking.narrowing.year,
    )


def _shown(request: Request, hit: search.Hit) -> Found:
    kind = hit.entry.subject_type, hit.entry.kind
    return Found(hit.entry, Text(_label(request.domains, kind)), hit.stretch, _place(hit.page), hit.about)


def _place(page: FilePage | None) -> Text | None:
    if page is None or not page.number:
        return None
    return Text(page.place.label).with_(number=page.number, name=page.name)


def _label(domains: Domains, kind: Kind) -> str:
    """The label of a kind among the rows of a subject where that tells more than its own."""
    subject = domains.subjects[kind[0]]
    return next((each.label for each in subject.kinds or () if each.value == kind[1]), subject.label)


def _key(kind: Kind) -> str:
    """A kind as buttons have it: "document.report"."""
    return ".".join(filter(None, kind))


async def _keyboard(request: Request, found: search.Found, asking: _Asking) -> Keyboard:
    openers, entries = request.routes.openers, [hit.entry for hit in found.hits]
    moments = [format_moment(e.dated.astimezone(request.zone), locale=request.locale, short=True) for e in entries]
    labels = told_apart([e.title or "…" for e in entries], moments)
    people = [button(person.name, openers["membership"], person.membership_id) for person in found.people]
    opened = [button(label, openers[e.subject_type], e.subject_id) for label, e in zip(labels, entries, strict=True)]
    keyboard = rows([*people, *opened])
    if not (found.more or found.kinds or found.years or asking.page > 1 or asking.narrowing):
        return keyboard
    about = request.session, request.member.person.id, request.member.twg.id
    search_id = asking.search_id or await keep_search(*about, asking.words, now=request.now)
    below = _Below(request, found, replace(asking, search_id=search_id))
    return (*keyboard, *below.turning(), *below.narrowing())


@dataclass(frozen=True)
class _Below:
    """The buttons below the results that show others."""

    request: Request
    found: search.Found
    asking: _Asking

    def turning(self) -> Keyboard:
        """To the page before and to the next."""
        page = self.asking.page
        turned = [(_("‹ Newer"), page - 1)] * (page > 1) + [(_("Older ›"), page + 1)] * self.found.more
        return (tuple(self._button(label, to, self.asking.narrowing) for label, to in turned),) if turned else ()

    def narrowing(self) -> Keyboard:
        """To one kind or one year of those that were found, or back to all."""
        own, domains = self.asking.narrowing, self.request.domains
        if own:
            return ((self._button(_("All kinds and years"), 1, Narrowing()),),)
        kinds = [
            self._button(Text(_label(domains, kind)), 1, replace(own, kinds=(kind,)))
            for kind in self.found.kinds[:_MOST_KINDS]
        ]
        years = [
            self._button(localize_digits(year, locale=self.request.locale), 1, replace(own, year=year))
            for year in self.found.years[:_MOST_YEARS]
        ]
        return (*rows(kinds, per_row=2), *((tuple(years),) if years else ()))

    def _button(self, label: Text | str, page: int, narrowing: Narrowing) -> Button:
        kind = _key(narrowing.kinds[0]) if narrowing.kinds else _ANY_KIND
        return button(label, "search:page", self.asking.search_id or 0, page, kind, narrowing.year or _ANY_YEAR)


@router.offer
async def offer(request: Request) -> list[Offer]:
    """Offer to search for the words of a text."""
    return [] if request.incoming.file is not None else [Offer(50, button(_("Search for it"), "search:words"))]


router.explain(
    Howto(
        _("Search everything"),
        _("“/search words” finds documents and their texts, posts, meetings, indicators, actions and people."),
        Deed(("see",), ("store", "sharing")),
        "search",
    ),
)
