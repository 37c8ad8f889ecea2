"""What is asked of papers: which there are, and which wait for the person; and how papers are circulated (U2)."""

from handlers.routing.howto import Howto
from handlers.routing.questions import Asked, of_each
from handlers.routing.request import Request
from handlers.routing.router import Router
from messages.documents.library import listing
from messages.rendering.content import Content
from messages.rendering.texts import _
from twg.core.permissions import Permission
from twg.documents import library
from twg.documents.library import Browsed
from twg.language.questions import Topic
from twg.language.tasks import Deed

router = Router("documents")


@router.answer
async def answer(request: Request, asked: Asked) -> list[Content]:
    """The newest papers, each with a button."""
    if not asked.asks(Topic.PAPERS):
        return []
    contents = []
    for within in request.of_each_twg():
        page = await library.browse(within.session, within.member, Browsed())
        contents.append(of_each(within, listing(within.member, page, within.locale)))
    return contents


router.explain(
    Howto(
        _("Circulate a document or the minutes"),
        _("Send me the file here: “Circulate it as a document”; or open /documents: “Circulate a document”."),
        Deed(("send", "add", "import"), ("paper", "minutes")),
        "documents",
        Permission.DOCUMENT_CIRCULATE,
    ),
    Howto(
        _("Find a document"),
        _("/documents lists them, the newest first; “/search words” finds words in their texts."),
        Deed(("see", "export"), ("paper", "minutes")),
        "documents",
    ),
    Howto(
        _("Replace or recall a document"),
        _("Open the document and press “Send a new version” or “Recall”."),
        Deed(("remove", "change", "cancel"), ("paper", "minutes")),
        "documents",
        Permission.DOCUMENT_CIRCULATE,
    ),
)
