"""Telegram groups: /link and /unlink in a group, what happens to it, and /groups in the private chat (M7)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from handlers.forms.choice_fields import ChoiceField, OptionField
from handlers.forms.conversation import open_form
from handlers.forms.form import Form, about_row
from handlers.forms.surroundings import Option, Surroundings
from handlers.routing.commands import Group
from handlers.routing.request import Reply, Request, say, show
from handlers.routing.router import Router
from messages.groups import listing
from messages.rendering.keyboards import Button, Keyboard
from messages.rendering.labels import LANGUAGES
from messages.rendering.texts import Text, _
from storage.engine.labels import N_, Labelled
from storage.groups import LinkedGroup, list_linked_in
from twg import groups
from twg.core.audiences import Audience
from twg.core.permissions import Permission
from twg.core.refusals import NotFound

router = Router("groups")

#: What a group may be told by its administrators; everything else belongs in the private chat.
LINK, UNLINK = "link", "unlink"
WRITE_TO_ME = _("Write to me")
#: For these commands Telegram is asked, before they are handled, whether who wrote them is an administrator.
NEEDS_ADMINISTRATOR = frozenset({LINK, UNLINK})


class Posts(Labelled):
    YES = "yes", N_("Post it too")
    NO = "no", N_("Do not post it")


async def answer(request: Request) -> Reply:
    """What was said or happened in a group; only commands are answered, in one line, and nothing personal."""
    incoming = request.incoming
    if incoming.migrated_to is not None:
        await groups.follow_migration(request.session, incoming.chat_id, incoming.migrated_to, now=request.now)
        return Reply()
    if incoming.renamed:
        await groups.follow_title(request.session, incoming.chat_id, incoming.chat_title, now=request.now)
        return Reply()
    if incoming.reachable is not None:
        return await _note_place(request)
    command = incoming.group_command
    if not command or incoming.is_for_another(request.settings.bot_username):
        return Reply()
    if command not in NEEDS_ADMINISTRATOR:
        return say("general/group", keyboard=_to_private(request))
    if not incoming.anonymous and request.actor is None:
        return say("groups/press_start", keyboard=_to_private(request))
    groups.check_administrator(anonymous=incoming.anonymous, administrator=incoming.administrator)
    keeps = [each for each in request.of_each_twg() if each.member.may(Permission.GROUP_LINK)]
    if not keeps:
        raise groups.NotInSecretariat
    return await (_offer(request, keeps) if command == LINK else _unlink(request, keeps))


async def _note_place(request: Request) -> Reply:
    """The bot was added to a group: say how it is linked. It was removed: its links end."""
    incoming = request.incoming
    if not incoming.reachable:
        await groups.note_lost(request.session, incoming.chat_id, now=request.now)
        return Reply()
    return say("groups/arrived") if incoming.arrived else Reply()


def _to_private(request: Request, label: Text = WRITE_TO_ME, payload: str = "") -> Keyboard:
    """A button that opens the private chat. Args: `payload`: what Start carries there."""
    start = f"?start={payload}" if payload else ""
    return ((Button(label, url=f"https://t.me/{request.settings.bot_username}{start}"),),)


async def _offer(request: Request, keeps: list[Request]) -> Reply:
    """Let the secretariat go on in the private chat, where the audience is chosen."""
    incoming = request.incoming
    place = groups.Place(incoming.chat_id, incoming.thread_id, incoming.chat_title)
    rows: Keyboard = ()
    for within in keeps:
        offered = await groups.offer(within.session, within.member, place, now=within.now)
        label = _("Link it to {twg}").with_(twg=within.member.twg.code)
        rows = (*rows, *_to_private(request, label, f"{groups.PREFIX}{offered.id}"))
    return say("groups/offered", keyboard=rows)


async def _unlink(request: Request, keeps: list[Request]) -> Reply:
    incoming = request.incoming
    linked = await list_linked_in(request.session, incoming.chat_id)
    here = [group for group in linked if group.thread_id == incoming.thread_id]
    if not here:
        raise groups.NotLinked
    for within in keeps:
        for group in here:
            if group.twg_id == within.member.twg.id:
                await groups.unlink(within.session, within.member, group.id, now=within.now)
                return say("groups/unlinked_here")
    raise groups.NotInSecretariat


async def take_up(request: Request, payload: str) -> Reply:
    """Go on, in the private chat, with linking a group: ask who is in it."""
    number = payload.removeprefix(groups.PREFIX)
    if not number.isascii() or not number.isdecimal() or len(number) > 9:
        raise NotFound
    within = await request.within_twg_of(LinkedGroup, int(number))
    group = await groups.access_offer(within.session, within.member, int(number), now=within.now)
    return await open_form(within, LinkForm, context=GROUP.context_of(group.id))


GROUP = about_row(LinkedGroup, groups.access_group, lambda group: group.title, in_summary=True)


def _check_open(request: Request, group: LinkedGroup) -> None:
    groups.check_open(group, now=request.now)


@router.form("link_group", _("Link a Telegram group"), saves=groups.link, about=GROUP, check=_check_open)
class LinkForm(Form):
    audience: Annotated[
        Audience,
        ChoiceField(
            question=_("Who is in this group? Nothing is posted there that one of them might not see."),
            label=_("In the group"),
            members=tuple(Audience),
        ),
    ]
    posts: Annotated[
        Posts,
        ChoiceField(
            question=_("Meetings and documents are announced there. Is information that members share posted too?"),
            label=_("Shared information"),
            members=tuple(Posts),
        ),
    ]
    language: Annotated[str, OptionField(question=_("In which language is it written there?"), label=_("Language"))]

    @classmethod
    def surround(cls, _loaded: Any, _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        return replace(base, options={"language": [Option(code, name) for code, name in LANGUAGES.items()]})

    async def save(self, request: Request, group: LinkedGroup) -> Reply:
        args = groups.NewLink(audience=self.audience, posts=self.posts is Posts.YES, language=self.language)
        linked = await groups.link(request.session, request.member, group.id, args, now=request.now)
        return show("groups/linked", group=linked)


@router.command(
    "groups", _("Telegram groups with announcements"), permission=Permission.GROUP_LINK, lists=True, group=Group.TWG
)
async def list_(request: Request) -> Reply:
    return await _list(request)


async def _list(request: Request) -> Reply:
    linked = await groups.list_groups(request.session, request.member)
    return Reply(listing(linked, request.member.twg), edit=True)


@router.button("unlink", subject=LinkedGroup, permission=Permission.GROUP_LINK)
async def unlink(request: Request, group_id: int) -> Reply:
    await groups.unlink(request.session, request.member, group_id, now=request.now)
    return replace(await _list(request), toast=_("Nothing more is posted there."))
