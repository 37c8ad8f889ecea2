"""Searching the store in the chat: /search, and searching for the words of a plain message (D3)."""

from dataclasses import dataclass, replace
from typing import Annotated, Any

from handlers.forms.conversation import drop_forms, open_form
from handlers.forms.fields import Field
from handlers.forms.form import Form
from handlers.routing.commands import Group
from handlers.routing.request import Reply, Request, say
from handlers.routing.router import Router
from handlers.routing.routes import Offer
from handlers.routing.several_twgs import in_each_twg
from messages.rendering.keyboards import button, rows, told_apart
from messages.rendering.templating import format_moment
from messages.rendering.texts import Text, _
from storage.core.search import SearchEntry
from twg import search
from twg.core.audiences import to_column
from twg.language.asked import Wanted

#: Longest query, in characters; a longer one outside the form is cut.
LONGEST_QUERY = 100

router = Router("search")


@router.form("search", _("Search"), saves=search.search_store, confirm=False, passing=True)
class SearchForm(Form):
    words: Annotated[
        str,
        Field(
            question=_("What would you like to search for?"),
            hint=_("Documents, shared information, meetings, indicators and actions are searched."),
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
    return await _results(request, request.incoming.replied_text)


@dataclass(frozen=True)
class Found:
    """A search result; `kind` is the label of its type of subject. What was recalled is for nobody, and nobody's."""

    entry: SearchEntry
    kind: Text

    @property
    def recalled(self) -> bool:
        return self.entry.audience == to_column() and self.entry.author_id is None


async def _results(request: Request, words: str) -> Reply:
    """What the search finds in each TWG of the person, not only in the one that commands act in."""
    anywhere = replace(request, chosen=False)
    return await in_each_twg(anywhere, "search", lambda within: _results_within(within, words))


async def _results_within(request: Request, words: str) -> Reply:
    cut, words = len(words) > LONGEST_QUERY, words[:LONGEST_QUERY]
    entries = await search.search_store(request.session, request.member, words, request.domains)
    found = [Found(entry, Text(request.domains.subjects[entry.subject_type].label)) for entry in entries]
    openers = request.routes.openers
    moments = [format_moment(e.dated.astimezone(request.zone), locale=request.locale, short=True) for e in entries]
    labels = told_apart([e.title or "…" for e in entries], moments)
    buttons = [button(label, openers[e.subject_type], e.subject_id) for label, e in zip(labels, entries, strict=True)]
    return say(
        "search/results",
        keyboard=rows(buttons),
        found=found,
        words=words,
        cut=LONGEST_QUERY if cut else 0,
        most=search.RESULTS,
    )


@router.offer
async def offer(request: Request) -> list[Offer]:
    """Offer to search for the words of a text."""
    return [] if request.incoming.file is not None else [Offer(50, button(_("Search for it"), "search:words"))]
