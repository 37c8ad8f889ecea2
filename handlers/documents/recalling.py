"""Recalling a document in the chat: who reads what, before it is confirmed and after it (D1)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from handlers.documents.replacing import check_runnable
from handlers.documents.subjects import DOCUMENT
from handlers.forms.fields import Field
from handlers.forms.form import Form
from handlers.forms.surroundings import Surroundings
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from handlers.routing.undoing import undo_keyboard
from messages.documents.library import tell_reach
from messages.rendering.texts import _, together
from storage.documents import Document
from twg.core.undoing import UNDO_FOR
from twg.documents import recalling
from twg.documents.recalling import LONGEST_REASON
from twg.documents.withdrawing import Reach

router = Router("documents")


@router.form(
    "recall_document",
    _("Recall the document"),
    saves=recalling.recall,
    about=DOCUMENT,
    opened_by="recall",
    check=check_runnable,
    save=_("Yes, recall it"),
)
class RecallForm(Form):
    reason: Annotated[
        str,
        Field(
            question=_("Why is it recalled?"),
            hint=_("Those who have it read the reason."),
            label=_("Reason"),
            limit=LONGEST_REASON,
        ),
    ]

    @classmethod
    async def load(cls, request: Request, document: Document) -> Reach:
        return await recalling.foresee_reach(request.session, request.member, document.id, now=request.now)

    @classmethod
    def surround(cls, loaded: Reach, _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        return replace(base, warning=together(tell_reach(loaded)))

    async def save(self, request: Request, document: Document) -> Reply:
        recalled = await recalling.recall(request.session, request.member, document.id, self.reason, now=request.now)
        return show(
            "documents/recalled_by_you",
            keyboard=await undo_keyboard(request, recalled.document),
            document=recalled.document,
            reach=tell_reach(recalled.reach),
            told=recalled.notification is not None,
            minutes=round(UNDO_FOR.total_seconds() / 60),
        )
