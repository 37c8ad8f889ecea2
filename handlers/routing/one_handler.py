"""Which handler an update is for: a button, a command, the message it replies to, an open form, or none."""

from dataclasses import replace

from handlers import general, groups
from handlers.forms.answering import Released, answer_form, find_asking
from handlers.forms.conversation import ask_again
from handlers.forms.doubt import replies_to_form
from handlers.forms.ended import close_ended
from handlers.forms.lapsed import offer_lapsed
from handlers.forms.pressing import press_form
from handlers.forms.waiting import any_forms, open_forms
from handlers.routing import edits
from handlers.routing.beside import take_beside
from handlers.routing.commands import Handler
from handlers.routing.elsewhere import take_elsewhere
from handlers.routing.left_words import tell_left
from handlers.routing.questions import answer_question
from handlers.routing.replies import act_on_reply, find_replyable, is_shared
from handlers.routing.request import Reply, Request, say
from handlers.routing.routes import split_data
from handlers.routing.several_twgs import ask_in_which, find_places, in_each_twg, named_in, note_twg, place
from handlers.routing.whose_words import Whose
from handlers.search import search_among
from storage.core.bound_messages import find_bound
from storage.core.notifications import Notification
from storage.core.shortening import shorten
from storage.core.spelling import fold
from twg.core.permissions import Permission
from twg.core.refusals import NotFound, NotRegistered, Refusal, RegistrationOpen
from twg.members.invites import find_token


async def route(request: Request) -> Reply:
    """Hand the update to the one handler that it is for, in the TWG that it is about.

    People without a role are told how to get one.
    """
    request = await place(request)
    try:
        return named_in(request, await _close_ended_forms(request))
    except NotRegistered:  # nothing was written: every operation that needs a role has an actor
        if request.incoming.button or request.incoming.edited:
            raise
        greeting: Reply = await request.routes.greet(request)
        return greeting
    except Refusal as refusal:
        note_twg(request, refusal)
        raise


async def _close_ended_forms(request: Request) -> Reply:
    """Route the update; forms in which nothing is left to do take no message and close by themselves, and one whose
    question has lapsed is offered again."""
    if not request.incoming.private:
        return await _route(request)
    if not await any_forms(request):  # nor can a form end in the update that opens it
        return await _route(request)
    closed = () if request.incoming.button else await close_ended(request)
    reply = await _route(request)
    closed += await close_ended(request, beside=reply)
    closed += await offer_lapsed(request, reply)
    return replace(reply, also=(*reply.also, *closed)) if closed else reply


async def _route(request: Request) -> Reply:
    incoming = request.incoming
    if not incoming.private:
        return await groups.answer(request)
    if incoming.reachable is not None:
        return await general.note_reachability(request)
    if incoming.is_for_another(request.settings.bot_username):
        return Reply()
    if incoming.button:
        return await _route_button(request)
    if incoming.edited:
        return await edits.ask(request)
    if incoming.whose is Whose.OTHERS or incoming.late or incoming.forwarded:
        return await _offer_only(request)
    if incoming.command is not None:
        return await _route_command(request, *incoming.command)
    return await _route_message(request)


async def _offer_only(request: Request) -> Reply:
    """Forwarded words, or the rest of an album that was handled: only a button makes something of it."""
    rows = await open_forms(request)
    if request.actor is None and rows:
        is_own = request.incoming.whose is Whose.OWN
        return await ask_again(request, rows[0], RegistrationOpen() if is_own else general.OthersWords())
    return await general.offer(request, answers=bool(rows))


async def _route_command(request: Request, name: str, rest: str) -> Reply:
    if request.actor is None and name != "cancel" and (name, bool(rest)) != ("start", True):
        registering = [row for row in await open_forms(request) if row.twg_id is None]
        if registering:
            return await ask_again(request, registering[0], RegistrationOpen())
    command = request.routes.commands.get(name)
    if command is None and request.actor is None:
        raise NotRegistered
    if command is None:
        [typed, *_rest] = [*request.incoming.text.removeprefix("/").split(maxsplit=1), ""]
        return say("general/unknown_command", name=shorten(fold(typed), 32))
    if command.permission is not None:
        places = find_places(request, command.permission)
        if len(places) > 1 and not command.lists:
            return ask_in_which(each.member.twg for each in places)
        request = places[0] if len(places) == 1 else request
        request.member.check_use(request.routes.owners[name])
    return await run_command(request, name, rest)


async def run_command(request: Request, name: str, rest: str) -> Reply:
    """What a command does; a list without a TWG chosen shows all of the person's TWGs.

    Words behind a list are searched for, or the person is told that they were not used.
    """
    command = request.routes.commands[name]
    used = "" if not command.takes_words else rest

    async def run(within: Request) -> Reply:
        if command.permission is not None:
            within.member.check(command.permission)
        reply: Reply = await command.run(within, used)
        return reply

    if rest and command.among is not None:
        request.member.check(Permission.SEE)
        return await search_among(request, rest, command)
    if command.lists and not used and request.actor is not None:
        reply = await in_each_twg(request, name, run)
    else:
        reply = await run(request)
    return await tell_left(request, reply, name, rest) if rest and not command.takes_words else reply


async def _route_button(request: Request) -> Reply:
    data = request.incoming.button
    if data.startswith("f:") and data.count(":") >= 3:
        pressed = await press_form(request, data)
        return pressed if isinstance(pressed, Reply) else await _route_released(request, pressed)
    if request.actor is None and (request.account is None or not request.routes.is_of_account(data)):
        return await _press_without_role(request, data)
    return await _act(request, data)


async def _press_without_role(request: Request, data: str) -> Reply:
    """Run the handler of a button that is there for everybody. Raises: NotRegistered for any other."""
    name, parts = split_data(data)
    button = request.routes.buttons.get(name)
    if button is None or not button.anybody:
        raise NotRegistered
    reply: Reply = await button.handler(request, *button.read(parts))
    return reply


async def _act(request: Request, data: str, handler: Handler | None = None) -> Reply:
    """Run the handler of a button, or `handler` with that button's arguments, in the TWG of the button's subject."""
    name, parts = split_data(data)
    button = request.routes.buttons.get(name) or request.routes.buttons_formerly.get(name)
    if button is None:
        raise NotFound
    if not button.of_account:
        request.member.check_use(name.partition(":")[0])
    values = button.read(parts)
    if button.subject is not None:
        request = await request.within_twg_of(button.subject, values[0])
    try:
        if button.permission is not None:
            request.member.check(button.permission)
        reply = named_in(request, await (handler or button.handler)(request, *values))
    except Refusal as refusal:
        note_twg(request, refusal)
        raise
    if reply.edit and request.incoming.button and await is_shared(request, request.incoming.message_id):
        return replace(reply, edit=False)  # the message is about other things too, which keep their buttons
    return reply


async def _route_message(request: Request) -> Reply:
    """A pasted invitation is opened; a reply is answered or acts on its message; else a form takes it, or offers."""
    if request.actor is not None and request.incoming.replied_to is None:
        marked: Reply | None = await request.routes.take_stated(request, marked=True)
        if marked is not None:
            return marked
    token = find_token(request.settings.bot_username, request.incoming.text, among_words=request.actor is None)
    if token:
        return await _route_command(request, "start", token)
    about = await find_replyable(request)
    row = await find_asking(request)
    if request.incoming.replied_to is not None and (row is None or not replies_to_form(request.incoming, row)):
        answer = await answer_question(request, about)
        if answer is not None:
            return answer
    if about:
        return await _act_on_reply(request, about)
    if request.actor is not None:
        for data in request.incoming.replied_buttons:
            below = request.routes.replies_below.get(split_data(data)[0])
            if below is not None:
                return await _act_below(request, data, below)
        acted = await _act_bound(request)
        if acted is not None:
            return acted
    if row is None:
        return await general.offer(request)
    answered = await answer_form(request, row, elsewhere=take_elsewhere)
    if isinstance(answered, Reply):
        return named_in(request, answered, row.twg_id)
    return await _route_released(request, answered)


async def _act_on_reply(request: Request, about: list[Notification]) -> Reply:
    """Act on a reply to a notice; also on what it says of another thing beside it."""

    async def take(request: Request) -> Reply:
        return await act_on_reply(request, about)

    is_one = len({(each.subject_type, each.subject_id) for each in about}) == 1
    return (await take_beside(request, about, "", take) if is_one else None) or await take(request)


async def _act_below(request: Request, data: str, below: Handler) -> Reply:
    """Act on a reply to a message with such a button; also on what it says of another thing beside it."""

    async def take(request: Request) -> Reply:
        return await _act(request, data, below)

    return await take_beside(request, (), data, take) or await take(request)


async def _act_bound(request: Request) -> Reply | None:
    """Act on a reply to a message that stands as a row; None where nothing is declared for that."""
    incoming = request.incoming
    if incoming.replied_to is None:
        return None
    bound = await find_bound(request.session, incoming.chat_id, incoming.replied_to)
    handler = None if bound is None else request.routes.replies_bound.get(bound.subject_type)
    return None if bound is None or handler is None else await handler(request, bound.subject_id)


async def _route_released(request: Request, released: Released) -> Reply:
    """Handle a message that an open form does not take; a registration goes on, since nothing else is possible yet."""
    if request.actor is None:
        registering = await open_forms(request)
        return await ask_again(request, registering[0], RegistrationOpen()) if registering else Reply()
    reply = await general.offer(replace(request, incoming=released.incoming))
    return replace(
        reply, edit=bool(request.incoming.button), reply_to=released.incoming.message_id, toast=released.toast
    )
