"""The Guideline in the chat: /guideline (R5)."""

from typing import Annotated, Any

from handlers.forms.conversation import open_form
from handlers.forms.fields import Field
from handlers.forms.form import Form
from handlers.forms.surroundings import Surroundings
from handlers.forms.waiting import drop_forms
from handlers.routing.commands import Group
from handlers.routing.howto import Howto
from handlers.routing.request import Reply, Request, say
from handlers.routing.router import Router
from messages.rendering.texts import _
from twg.core.permissions import Permission
from twg.core.refusals import Missing
from twg.guideline.clauses import cite
from twg.guideline.searching import search_guideline
from twg.guideline.words import has_words
from twg.language.asked import Wanted
from twg.language.tasks import Deed

#: Longest query, in characters; a longer one after the command is cut.
LONGEST_QUERY = 100
#: Suggested queries, by locale.
_EXAMPLES = {"en": ["agenda", "minutes", "JMI"], "km": ["របៀបវារៈ", "កំណត់ហេតុ", "JMI"]}

router = Router("guideline")


def _read_words(text: str, _around: Surroundings) -> str:
    """Raises: Missing for a text without a letter or digit."""
    if not has_words(text):
        raise Missing
    return text


@router.form("search_guideline", _("The Guideline"), saves=search_guideline, confirm=False, passing=True)
class GuidelineForm(Form):
    words: Annotated[
        str,
        Field(
            question=_("What would you like to know?"),
            hint=_("A word or two, for example: agenda, minutes, lead facilitator"),
            label=_("Words"),
            limit=LONGEST_QUERY,
            read_text=_read_words,
            checked=False,
            wanted=Wanted.QUERY,
            suggest=lambda around: _EXAMPLES[around.locale],
        ),
    ]

    async def save(self, request: Request, _about: Any) -> Reply:
        return await _clauses(request, self.words)


@router.command("guideline", _("What the Guideline asks"), permission=Permission.GUIDELINE_READ, group=Group.PAPERS)
async def guideline(request: Request, rest: str) -> Reply:
    if not has_words(rest):
        return await open_form(request, GuidelineForm)
    await drop_forms(request, GuidelineForm)
    return await _clauses(request, rest[:LONGEST_QUERY], cut=len(rest) > LONGEST_QUERY)


async def _clauses(request: Request, words: str, *, cut: bool = False) -> Reply:
    found = await search_guideline(request.session, request.member, words)
    cited = [(clause, cite(clause)) for clause in found.shown]
    return say(
        "guideline/clauses", found=cited, more=found.more, complete=found.complete, cut=LONGEST_QUERY if cut else 0
    )


router.explain(
    Howto(
        _("Look something up in the Guideline"),
        _("“/guideline minutes” shows what it asks about minutes, with edition and clause."),
        Deed((), ("guideline",)),
        "guideline",
        Permission.GUIDELINE_READ,
    ),
)
