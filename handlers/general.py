"""What belongs to no capability: menu, help, leaving a form, and messages that are nothing in particular yet."""

from typing import Literal

from handlers.forms.conversation import cancel_form
from handlers.forms.fields import check_size
from handlers.routing.menus import commands_of
from handlers.routing.request import Reply, Request, say, show
from handlers.routing.router import action, command
from messages.rendering.content import Content
from messages.rendering.keyboards import Button, Keyboard, button, rows
from messages.rendering.texts import _
from storage.members import MembershipState
from twg import deliveries
from twg.actions.recording import Scope, list_open
from twg.core.permissions import Permission
from twg.core.refusals import NotRegistered
from twg.language.parsing import split_done
from twg.members import registration


@command("menu", _("What you can do"))
async def menu(request: Request, _rest: str) -> Reply:
    return say("general/menu", actor=request.member, commands=commands_of(request.role))


@command("help", _("How this assistant works"), permission=None)
async def help_(request: Request, _rest: str) -> Reply:
    if request.actor is None:
        raise NotRegistered
    return say("general/help", actor=request.actor, commands=commands_of(request.role))


@command("cancel", _("Leave the form you are in"), permission=None)
async def cancel(request: Request, _rest: str) -> Reply:
    cancelled = await cancel_form(request)
    if cancelled is None and request.actor is None:
        raise NotRegistered
    return cancelled or say("general/nothing_to_cancel")


@command("settings", _("Language and TWG"))
async def settings(request: Request, _rest: str) -> Reply:
    return say("general/settings", keyboard=_settings_keyboard(request), actor=request.member)


def _settings_keyboard(request: Request) -> Keyboard:
    languages = (button("English", "general/language", "en"), button("ភាសាខ្មែរ", "general/language", "km"))
    person = request.member.person
    active = [membership.twg for membership in person.memberships if membership.state is MembershipState.ACTIVE]
    others = [twg for twg in active if twg.id != request.member.twg.id]
    switches = [button(_("Work in {twg}").with_(twg=twg.code), "general/switch", twg.id) for twg in others]
    return (languages, *rows(switches, per_row=2))


@action("general/language")
async def choose_language(request: Request, language: Literal["en", "km"]) -> Reply:
    await registration.choose_language(request.session, request.member, language, now=request.now)
    return show("general/settings", keyboard=_settings_keyboard(request), actor=request.member)


@action("general/switch")
async def switch(request: Request, twg_id: int) -> Reply:
    request = request.within(twg_id)
    await registration.switch_twg(request.session, request.member.person, twg_id)
    return show("general/settings", keyboard=_settings_keyboard(request), actor=request.member)


async def note_reachability(request: Request) -> Reply:
    """A block or a return: who cannot be written to is not written to (M8)."""
    person = request.person
    if person is not None and not request.incoming.reachable:
        person.unreachable_since = request.now
    elif person is not None and person.unreachable_since is not None:
        await deliveries.welcome_back(request.session, person, now=request.now)
    return Reply()


def answer_group(request: Request) -> Reply:
    """In a group the assistant only says where to find it: what people ask is their own matter (U6)."""
    if request.incoming.command is None:
        return Reply()
    url = f"https://t.me/{request.settings.bot_username}"
    return say("general/group", keyboard=((Button(_("Write to me"), url=url),),))


async def offer(request: Request) -> Reply:
    """A plain message is never a dead end: it is offered what it can be (U2)."""
    incoming, actor = request.incoming, request.member
    if incoming.other:
        return say("general/unusable", kind=incoming.other)
    if incoming.file is not None:
        check_size(incoming.file, request.settings.max_file_mb)
    buttons = [button(_("Share it with members"), "sharing/take")]
    if incoming.file is not None and actor.may(Permission.DOCUMENT_CIRCULATE):
        buttons.insert(0, button(_("Circulate it as a document"), "documents/take"))
    if incoming.file is None and actor.may(Permission.INDICATOR_REPORT):
        buttons.append(button(_("Report on an indicator"), "indicators/take"))
    if await list_open(request.session, actor, Scope.MINE, now=request.now):
        if split_done(incoming.text) is None:
            buttons.append(button(_("Note it under an action"), "actions/take_mine"))
        else:  # whoever writes this means one of their actions, so it comes first
            buttons.insert(0, button(_("Close an action"), "actions/take_mine"))
    if incoming.file is None:
        buttons.append(button(_("Search for it"), "sharing/search"))
    buttons.append(button(_("Nothing, thank you"), "general/dismiss"))
    content = Content("general/offer", {"file": incoming.file}, rows(buttons))
    return Reply(content, to_message=True)


@action("general/dismiss")
async def dismiss(request: Request) -> Reply:  # noqa: ARG001 - every handler is given its request
    return show("general/dismissed")
