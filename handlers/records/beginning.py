"""A line for the record while none is open: it is offered to begin one, or to open one again, with the line (G6)."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.forms.waiting import open_forms
from handlers.routing.request import Reply, Request, say
from handlers.routing.several_twgs import told_apart_by_twg
from messages.meetings.card import names
from messages.rendering.keyboards import Button, button, rows
from messages.rendering.texts import _
from storage.meetings import Meeting
from twg.core.permissions import Permission
from twg.language.record_lines import begins_action
from twg.records import keepers

#: What a button does with the line above it, and the id of the meeting or record.
Choice = tuple[Meeting, str, int]


async def offer_record(request: Request) -> Reply | None:
    """Offer the record of the meetings of late; who organises meetings, of which none was, is told so.

    None for who keeps no record, and where no meeting has one while a form is open, which may ask for the words: then
    they are handled as any other.
    """
    choices: list[Choice] = []
    organises = False
    for within in request.of_each_twg():
        if not within.covers("records"):
            continue
        organises = organises or within.member.may(Permission.MEETING_ORGANISE)
        for meeting, record in await keepers.list_resumable(within.session, within.member, now=within.now):
            if record is None:
                choices.append((meeting, "records:begin", meeting.id))
            else:
                choices.append((meeting, "records:again", record.id))
    if not choices and (not organises or await open_forms(request)):
        return None
    if choices:
        return ask_which(request, choices, "records/none_open")
    ahead = button(_("Meetings ahead"), "meetings:ahead", 1)
    past = button(_("Past meetings"), "meetings:past", 1)
    return replace(
        say("records/none_to_open", keyboard=(*rows(_without_meeting(request)), (ahead, past))), to_message=True
    )


def _without_meeting(request: Request) -> list[Button]:
    """What can be done with a line that belongs to no meeting: an action is recorded by itself."""
    alone = begins_action(request.incoming.text) and request.member.may(Permission.ACTION_RECORD)
    return [button(_("Record this action"), "actions:new_as")] if alone else []


def ask_which(request: Request, choices: Sequence[Choice], template: str = "records/which") -> Reply:
    """Ask for which meeting a line is."""
    labels = names([meeting for meeting, _verb, _id in choices], request.zone, request.locale)
    buttons: list[Button] = []
    for (meeting, verb, row_id), label in zip(choices, labels, strict=True):
        buttons.append(button(told_apart_by_twg(request, meeting.twg_id, label), verb, row_id))
    buttons += [*_without_meeting(request), button(_("None of these"), "general:dismiss")]
    return replace(say(template, keyboard=rows(buttons)), to_message=True)
