"""Withdrawing what was shared, in the chat (S2)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from handlers.forms.fields import Field
from handlers.forms.form import Form, about_row
from handlers.forms.surroundings import Surroundings
from handlers.routing.otherwise import NOTHING
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from handlers.routing.statements import is_own_statement
from messages.rendering.keyboards import button, rows
from messages.rendering.texts import _
from messages.sharing import forward_withdrawal_button, tell_who_has
from storage.core.audit import find_last_of
from storage.sharing import Post
from twg.core.undoing import is_undoable
from twg.language.taking_back import read_taking_back, says_only_not_done
from twg.sharing import posts, withdrawing
from twg.sharing.withdrawing import LONGEST_REASON, Withdrawn

router = Router("sharing")

POST = about_row(Post, posts.access_post, posts.headline)


def _check(request: Request, post: Post) -> None:
    withdrawing.check_withdrawable(request.member, post)


class _Withdrawal(Form):
    """What both forms share: who has the post is said before it is withdrawn."""

    @classmethod
    async def load(cls, request: Request, post: Post) -> int:
        return await withdrawing.count_who_have(request.session, post)

    @classmethod
    def surround(cls, loaded: int, _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        return replace(base, warning=tell_who_has(loaded))


def _done(request: Request, done: Withdrawn) -> Reply:
    """What becomes of it, instead of the form."""
    me = request.member.person.id
    forwarded = any(person.id == me for person in done.forwarded_by)
    return show(
        "sharing/withdrawn_by_you",
        keyboard=rows([forward_withdrawal_button(done.post)] if forwarded else []),
        twg=request.member.twg,
        title=posts.headline(done.post),
        people=done.people,
        forwarded_by=[person.name for person in done.forwarded_by if person.id != me],
        forwarded=forwarded,
    )


@router.form(
    "withdraw_post",
    _("Withdraw what you shared"),
    saves=withdrawing.withdraw,
    about=POST,
    opened_by="withdraw",
    check=_check,
    save=_("Yes, withdraw it"),
)
class WithdrawForm(_Withdrawal):
    reason: Annotated[
        str,
        Field(
            question=_("Why is it withdrawn? You may skip this."),
            hint=_("Those who received it read the reason."),
            label=_("Reason"),
            limit=LONGEST_REASON,
        ),
    ] = ""

    async def save(self, request: Request, post: Post) -> Reply:
        about = request.session, request.member, post.id, self.reason or ""
        return _done(request, await withdrawing.withdraw(*about, now=request.now))


@router.statement
async def take_back(request: Request) -> Reply | None:
    """Offer to withdraw what the person has shared a moment ago, as the last thing, where a message takes it back."""
    text = request.incoming.text
    if not is_own_statement(request.incoming) or read_taking_back(text) is None or says_only_not_done(text):
        return None
    last = await find_last_of(request.session, request.member.person.id)
    if last is None or last.action != "sharing.share" or not is_undoable(last.at, now=request.now):
        return None
    choices = [
        button(_("Withdraw what you shared"), "sharing:withdraw", last.subject_id),
        NOTHING,
    ]
    return replace(show("general/undo_it", keyboard=rows(choices)), edit=False, to_message=True)


@router.form(
    "withdraw_post_of_another",
    _("Withdraw what was shared"),
    saves=withdrawing.withdraw_of_another,
    about=POST,
    opened_by="withdraw_other",
    check=_check,
    save=_("Yes, withdraw it"),
)
class WithdrawOtherForm(_Withdrawal):
    reason: Annotated[
        str,
        Field(
            question=_("Why is it withdrawn?"),
            hint=_("Its author and those who received it read the reason."),
            label=_("Reason"),
            limit=LONGEST_REASON,
        ),
    ]

    async def save(self, request: Request, post: Post) -> Reply:
        about = request.session, request.member, post.id, self.reason
        return _done(request, await withdrawing.withdraw_of_another(*about, now=request.now))
