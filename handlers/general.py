"""What belongs to no capability: menu, help, settings, leaving a form, and plain messages that nothing else takes."""

from dataclasses import replace
from typing import Literal

from handlers.forms.answering import take_message
from handlers.forms.conversation import cancel_form
from handlers.forms.file_field import check_file
from handlers.forms.lapsed import remind_of_lapsed
from handlers.forms.lines_field import LinesLeftOut
from handlers.forms.waiting import open_forms
from handlers.requests.in_words import ask_in_words
from handlers.routing import acting, edits, replies, undoing
from handlers.routing.commands import Group
from handlers.routing.howto import Howto
from handlers.routing.incoming import Incoming
from handlers.routing.kept_acts import gather
from handlers.routing.menus import commands_of, grouped, help_facts
from handlers.routing.otherwise import NOTHING
from handlers.routing.questions import answer_question
from handlers.routing.request import Reply, Request, handle_earlier, say, show
from handlers.routing.router import Router
from handlers.routing.statements import is_own_statement
from handlers.routing.whose_words import Whose
from handlers.routing.wishes import offer_wish, roles_for_wish
from messages.members import switch_button
from messages.rendering.content import Content
from messages.rendering.file_names import name_of, names_of
from messages.rendering.keyboards import Keyboard, button, rows
from messages.rendering.labels import label
from messages.rendering.texts import Text, _
from messages.sharing import pace_buttons
from storage.core.kept_acts import forget_act
from twg import deliveries
from twg.core.files import RECORDINGS, of_album
from twg.core.permissions import Permission
from twg.core.refusals import NotFound, NotRegistered, Refusal
from twg.language.intents import SMALL_TALK, Intent, read_intent
from twg.language.mentions import Kind, named_among
from twg.language.taking_back import TakingBack
from twg.language.tasks import Deed
from twg.members import registration

router = Router("general", replies.router, edits.router, undoing.router, acting.router)

#: So many commands at most are described at once by /menu; of more, a screen of a phone shows the names.
MOST_DESCRIBED = 28
#: A plain message that may name more things than this is not offered for each of them.
MOST_NAMED = 3
#: Open actions that stand below an answer to a greeting; of more, their number.
MOST_LISTED = 5


class OthersWords(Refusal):
    """Somebody else's words came where an answer was expected."""

    key = "general#others_words"


@router.command("menu", _("What you can do"), group=Group.YOU)
async def menu(request: Request) -> Reply:
    return replace(_show_menu(request, None), edit=False, also=await remind_of_lapsed(request))


@router.button("menu")
async def menu_of(request: Request, group: Group) -> Reply:
    """What the commands under one heading do."""
    return _show_menu(request, group)


def _show_menu(request: Request, opened: Group | None) -> Reply:
    """The commands under their headings; of many, only what those under the heading that was opened do."""
    commands = commands_of(request.routes, request.role, leads=request.leads)
    groups, others = grouped(commands), request.other_memberships
    all_described = len(commands) <= MOST_DESCRIBED
    described = {*groups} if all_described else {opened}
    headings = [button(label(group), "general:menu", group) for group in groups if group not in described]
    keyboard = (*rows(headings, per_row=2), *rows(map(switch_button, others), per_row=2))
    return show(
        "general/menu",
        keyboard=keyboard,
        actor=request.member,
        others=others,
        commands=commands,
        groups=groups,
        described=described,
        all_described=all_described,
    )


@router.command("help", _("How this assistant works"), permission=None, group=Group.YOU)
async def help_(request: Request) -> Reply:
    return say("general/help", **help_facts(request))


@router.command("cancel", _("Leave the form you are in"), permission=None, group=Group.YOU)
async def cancel(request: Request) -> Reply:
    cancelled = await cancel_form(request)
    if cancelled is None and request.actor is None:
        raise NotRegistered
    return cancelled or say("general/nothing_to_cancel")


@router.command("settings", _("Language, digest and TWG"), group=Group.YOU)
async def settings(request: Request) -> Reply:
    return show_settings(request)


def show_settings(request: Request) -> Reply:
    """What the person has chosen for themselves, with a button for each choice."""
    return show("general/settings", keyboard=_settings_keyboard(request), actor=request.member)


def _settings_keyboard(request: Request) -> Keyboard:
    languages = (button("English", "general:language", "en"), button("ភាសាខ្មែរ", "general:language", "km"))
    paces = pace_buttons(request.member.person)
    return (languages, paces, *rows(map(switch_button, request.other_memberships), per_row=2))


@router.button("only")
async def show_only(request: Request, command: str) -> Reply:
    """A list of the TWG that was chosen, below a list of many."""
    incoming = replace(request.incoming, button="", text=f"/{command}", replied_to=None, replied_buttons=())
    shown: Reply = await request.route(replace(request, incoming=incoming))
    return replace(shown, edit=False)


@router.button("in_twg")
async def choose_twg(request: Request, twg_id: int) -> Reply:
    """Handle the earlier message in the TWG that was chosen."""
    if request.incoming.replied_to is None or request.incoming.replied_whose is Whose.OTHERS:
        raise NotFound
    return await handle_earlier(request.within(twg_id))


@router.button("language")
async def choose_language(request: Request, language: Literal["en", "km"]) -> Reply:
    await registration.choose_language(request.session, request.member, language, now=request.now)
    return show_settings(request)


@router.button("switch")
async def switch(request: Request, twg_id: int) -> Reply:
    request = request.within(twg_id)
    await registration.switch_twg(request.session, request.member, now=request.now)
    return show_settings(request)


async def note_reachability(request: Request) -> Reply:
    """Record that a person blocked the bot; after an unblock, send what they missed (M8)."""
    account = request.account
    if account is not None and not request.incoming.reachable:
        await deliveries.note_unreachable(request.session, [account.id], now=request.now)
    elif account is not None and account.unreachable_since is not None:
        await deliveries.welcome_back(request.session, account, now=request.now)
    return Reply()


async def offer(request: Request, *, answers: bool = False, wishes: bool = True, acts: bool = True) -> Reply:
    """Do what a plain message clearly says of what it names; else offer buttons for what it could be (U2).

    Args:
        answers: offer to take it as the answer to the open question, of which it is none by itself.
        wishes: offer first of all what it asks to have done.
        acts: do what it clearly says of what it names; else that is offered too.
    """
    incoming = request.incoming
    request.member.check(Permission.SEE)
    if incoming.other == "contact" and not incoming.phone:
        return say("general/contact")
    if incoming.other and incoming.file is None and not incoming.text:
        return say("general/unusable", kind=incoming.other)
    incoming, left_out = await _gathered(request)
    request = replace(request, incoming=incoming)
    if wishes and not answers:
        taken_back = await undoing.take_back_in_words(request, surely=TakingBack.WHOLLY)
        if taken_back is not None or (taken_back := await offer_wish(request)) is not None:
            return taken_back
    if acts and (done := await take_named(request) or await _take_stated(request)) is not None:
        return done
    if wishes and not answers and (asked := await undoing.take_back_in_words(request)) is not None:
        return asked
    things = await request.routes.named(request) if incoming.text else []
    if is_own_statement(incoming) and not answers and (spoken := read_intent(incoming.text)).is_clearly(*SMALL_TALK):
        open_ = [thing.label for thing in things if thing.what.kind is Kind.ACTION]
        listed, more = open_[:MOST_LISTED], len(open_[MOST_LISTED:])
        name = request.member.person.name
        return say("general/greeted", name=name, intent=spoken.intent.value, open=listed, more=more)
    whats = [thing.what for thing in things]
    named = [things[place].button for place in named_among(incoming.text, whats, today=request.today)]
    buttons = [
        *([button(_("Take it as my answer"), "general:answer")] if answers else []),
        *(named if len(named) <= MOST_NAMED else []),
        *await request.routes.offers(request),
        NOTHING,
    ]
    context = {
        "file": incoming.file,
        "names": names_of(incoming.files),
        "count": len(incoming.files),
        "others": incoming.whose is Whose.OTHERS,
        "forwarded": incoming.forwarded,
        "late": incoming.late,
        "heard": any(file.kind in RECORDINGS for file in incoming.files),
        "left_out": left_out,
        "may": roles_for_wish(request) if wishes and not answers else [],
    }
    offered = Reply(Content("general/offer", context, rows(dict.fromkeys(buttons))), to_message=True)
    gathers = incoming.private and incoming.files and not answers and not incoming.button
    return replace(offered, gathers=incoming.message_id, reply_to=incoming.message_id) if gathers else offered


async def _gathered(request: Request) -> tuple[Incoming, list[tuple[Text | str, Refusal]]]:
    """The message with the files that came shortly before it; and those of its own that cannot be taken, each with why.

    Raises: the refusal of a file that cannot be taken, where it is the only one.
    """
    incoming, left_out = request.incoming, []
    good = []
    for file in incoming.files:
        try:
            check_file(file, request.settings.max_file_mb)
        except Refusal as refusal:
            left_out.append((name_of(file), refusal))
        else:
            good.append(file)
    if left_out and not good:
        raise left_out[0][1] if len(left_out) == 1 else LinesLeftOut(left_out=left_out)
    request = replace(request, incoming=replace(incoming, file=of_album(good)))
    return await gather(request), left_out


async def take_named(request: Request) -> Reply | None:
    """Answer what a person asks, or do what their own words clearly say of what they name, or that they have left."""
    incoming = request.incoming
    if request.actor is None or not is_own_statement(incoming):
        return None
    if (answered := await answer_question(request)) is not None:
        return answered
    if taken := await replies.take_parts(request, await request.routes.named(request), incoming.text):
        return taken
    if read_intent(incoming.text).is_clearly(Intent.LEFT):
        return await ask_in_words(request, None, Intent.LEFT.value, incoming.text.strip())
    return None


async def _take_stated(request: Request) -> Reply | None:
    """Do what a person's own words clearly say, though they name nothing that it may be about, or say of files."""
    incoming = request.incoming
    own_files = incoming.files and incoming.text and incoming.whose is Whose.OWN and not incoming.forwarded
    if not is_own_statement(incoming) and (not own_files or incoming.late or incoming.button):
        return None
    taken: Reply | None = await request.routes.take_stated(request)
    return taken


@router.button("answer")
async def take_as_answer(request: Request) -> Reply:
    """Take the message to which the buttons were offered as the answer to the question that is open."""
    waiting = await open_forms(request)
    incoming = request.incoming
    if not waiting or incoming.replied_to is None:
        raise NotFound
    taken = replace(incoming, text=incoming.replied_text, file=incoming.replied_file, message_id=incoming.replied_to)
    return await take_message(request, waiting[0], taken)


@router.reply_below("undo")
async def reply_to_change(request: Request, change_id: int) -> Reply:
    """Take back the change that the message showed, where the reply says so; else handle it as a plain message."""
    return await undoing.take_back_in_words(request, change_id) or await offer(request)


@router.button("otherwise")
async def otherwise(request: Request) -> Reply:
    """What else the message can be to which a wish was offered."""
    if request.incoming.replied_to is None:
        raise NotFound
    other = await offer(replace(request, incoming=request.incoming.as_replied_to()), wishes=False)
    return replace(other, edit=True, reply_to=request.incoming.replied_to)


@router.button("dismiss")
async def dismiss(request: Request) -> Reply:
    if request.incoming.replied_to is not None:
        await forget_act(request.session, request.incoming.chat_id, request.incoming.replied_to)
    return show("general/dismissed")


router.explain(
    Howto(
        _("Change the language, or the TWG"),
        _("/settings has a button for each language and for each of your TWGs."),
        Deed(("change", "move", "see"), ("language",)),
        "settings",
    ),
    Howto(_("See what you can do here"), _("/menu shows every command of yours."), Deed((), ("everything",)), "menu"),
)
