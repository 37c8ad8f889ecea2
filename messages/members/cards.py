"""Members: their list, their cards, assistants, and notices about several of them at once."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from messages.actions import name as action_name
from messages.documents import opens
from messages.indicators import report_buttons
from messages.meetings.card import names as meeting_names
from messages.rendering.content import Content
from messages.rendering.keyboards import Button, Keyboard, button, for_person, rows, shorten, told_apart
from messages.rendering.texts import _
from storage.facilitators import LeadNomination
from storage.meetings.items import ItemInvitation
from storage.members import (
    Matter,
    Membership,
    MembershipProposal,
    MembershipState,
    Role,
    Twg,
    institution_name,
)
from storage.subgroups import SubGroup
from twg.core.actors import Actor
from twg.core.permissions import Permission
from twg.documents.naming import name_of_circulation
from twg.members.directory import Vacancy
from twg.members.entering import Enterable

#: The bits of all matters for which an assistant may be chosen.
ALL_MATTERS = (1 << len(Matter)) - 1
#: Members listed at most; the directory has the others.
MOST_NAMED = 20
#: Members on one page of the directory, each with a button.
PER_PAGE = 30


def switch_button(twg: Twg | Membership) -> Button:
    """The button that makes a TWG the one in which commands act. Args: `twg`: itself, or a membership of it."""
    twg = twg.twg if isinstance(twg, Membership) else twg
    return button(_("Work in {twg}").with_(twg=twg.code), "general:switch", twg.id)


def listing(
    members: Sequence[Membership],
    vacancies: Sequence[Vacancy],
    twg: Twg,
    *,
    page: int,
    words: str = "",
    contacts: bool = False,
    agreed: int | None = None,
    incoming: LeadNomination | None = None,
) -> Content:
    """A page of the directory.

    Args:
        agreed: the number of members on which Chair and lead facilitator agreed; None without one.
        page: from 1; a list that was searched for `words` has one page only.
        contacts: whether its reader sees how members are reached.
        incoming: of the lead facilitator who has not begun yet.
    """
    first = (page - 1) * PER_PAGE
    shown = members[first : first + PER_PAGE]
    context: dict[str, Any] = {
        "members": shown,
        "total": len(members),
        "vacancies": vacancies,
        "twg": twg,
        "words": words,
        "contacts": contacts,
        "agreed": agreed,
        "incoming": incoming,
        "more": len(members) - first - len(shown),
    }
    names = [shorten(each.person.name, 24) for each in shown]
    labels = told_apart(names, [institution_name(each.person) for each in shown])
    openers = (button(label, "members:open", each.id) for label, each in zip(labels, shown, strict=True))
    buttons = rows(openers, per_row=2)
    turning = [
        button(sign, "members:page", twg.id, other)
        for sign, other in (("‹", page - 1), ("›", page + 1))
        if not words and 1 <= other <= (len(members) - 1) // PER_PAGE + 1
    ]
    return Content("members/directory", context, (*buttons, *((tuple(turning),) if turning else ())))


def directory_buttons(reader: Actor) -> Keyboard:
    """Below the directory: to enter a person without Telegram, and to see whom messages do not reach."""
    enter = [button(_("Enter a person without Telegram"), "members:enter")]
    unreachable = [button(_("Whom messages do not reach"), "participation:unreachable", reader.twg.id)]
    return (
        *rows(enter if reader.may(Permission.PERSON_ENTER) else []),
        *rows(unreachable if reader.may(Permission.MEMBER_INVITE) else []),
    )


def with_buttons(content: Content, keyboard: Keyboard) -> Content:
    """The content with further buttons below its own."""
    return replace(content, keyboard=(*content.keyboard, *keyboard))


def card(
    reader: Actor,
    membership: Membership,
    history: Sequence[Membership],
    groups: Sequence[SubGroup] = (),
    *,
    holder: Membership | None = None,
    alternates: Sequence[Membership] = (),
    has_account: bool = True,
) -> Content:
    """The card of a member; a reader who may change members gets the buttons for that.

    Args:
        history: the person's periods in the TWG, the newest first.
        has_account: whether the person uses Telegram; for others the secretariat enters their answers.
        groups: the sub-groups that they are in.
        holder: for whom they stand in; `alternates`: who stands in for them.
    """
    active = membership.state is MembershipState.ACTIVE
    context = {
        "membership": membership,
        "contacts": reader.may(Permission.MEMBER_INVITE),
        "active": active,
        "alike": (),
        "groups": groups,
        "holder": holder,
        "alternates": alternates,
        "history": [period for period in history if period.until is not None],
    }
    keyboard = _changes(membership) if active and reader.may(Permission.MEMBER_CHANGE) else ()
    if active and membership.role is Role.DEVELOPMENT_PARTNER and reader.may(Permission.LEAD_CHOOSE):
        lead = button(_("Propose as lead facilitator"), "facilitators:nominate", membership.id)
        keyboard = (*keyboard, (lead,))
    if active and reader.may(Permission.ASSISTANT_ARRANGE):
        assistant = button(_("Arrange an assistant"), "members:choose_matters", ALL_MATTERS, membership.id)
        keyboard = (*keyboard, (assistant,))
    if active and not has_account and reader.may(Permission.PERSON_ENTER):
        keyboard = (*keyboard, (button(_("Enter for them…"), "members:enter_for", membership.id),))
    if membership.person.contact and reader.may(Permission.MEMBER_CHANGE):
        keyboard = (*keyboard, (button(_("Erase the contact"), "members:ask_erase_of", membership.id),))
    return Content("members/card", context, keyboard)


def enterable(found: Enterable, zone: ZoneInfo, locale: str) -> Content:
    """What waits for a member without Telegram, each with a button that opens it as that person would see it."""
    buttons = [
        *(
            button(name, "meetings:open", meeting.id)
            for name, meeting in zip(meeting_names(found.meetings, zone, locale), found.meetings, strict=True)
        ),
        *(button(shorten(name_of_circulation(each)), *opens(each)) for each in found.circulations),
        *(button(action_name(action), "actions:open", action.id) for action in found.actions),
        *report_buttons(found.reports),
        *(button(shorten(_title_of(each)), "meetings:item", each.id) for each in found.items),
        *(button(shorten(poll.title), "dates:open", poll.id) for poll in found.polls),
    ]
    keyboard = for_person(rows(buttons), found.member.person_id)
    card = ((button(_("Back"), "members:open", found.member.id),),)
    return Content("members/enterable", {"member": found.member, "any": bool(buttons)}, (*keyboard, *card))


def _title_of(invitation: ItemInvitation) -> str:
    """What the agenda calls the item; the meeting where the item is on it no more."""
    return invitation.meeting.title if invitation.item is None else invitation.item.title


def _changes(membership: Membership) -> Keyboard:
    number = membership.id
    core = _("Take out of the core group") if membership.core else _("Take into the core group")
    themes = [button(_("Change the themes"), "members:themes", number)]
    invited = button(_("Invite a successor"), "members:invite_successor", number)
    return rows(
        [
            button(_("Change the role"), "members:role", number),
            button(core, "members:core", number),
            *(themes if membership.role is Role.FOCAL_POINT else []),
            button(_("Name a successor"), "members:succeed", number),
            *([] if membership.role is Role.CHAIR else [invited]),  # whose place two decide on
            button(_("Name an alternate"), "members:alternate", number),
            button(_("Remove"), "members:remove", number),
        ],
        per_row=2,
    )


def proposal_content(proposal: MembershipProposal, successor: str) -> Content:
    """A proposed change of a member; while it waits, with buttons for those who decide.

    Args:
        successor: name of the person who takes over; empty for nobody.
    """
    role = proposal.args.get("role")
    context = {
        "proposal": proposal,
        "membership": proposal.membership,
        "role": None if role is None else Role(role),
        "successor": successor,
    }
    buttons = (
        button(_("Agree"), "members:agree", proposal.id),
        button(_("Do not agree"), "members:decline", proposal.id),
    )
    return Content("members/proposal", context, (buttons,) if proposal.decided_at is None else ())


def new_members(contents: Sequence[Content], twg: Twg) -> Content:
    """Those who joined, from the contents that say so of each."""
    listed = _listing("members/new_members", contents, twg)
    return replace(listed, context={**listed.context, "above": contents[-1].context["above"]})


def corrected_members(contents: Sequence[Content], twg: Twg) -> Content:
    """Those who corrected their details, from the contents that say so of each."""
    return _listing("members/corrected_members", contents, twg)


def _listing(template: str, contents: Sequence[Content], twg: Twg) -> Content:
    members = [content.context["membership"] for content in contents]
    others = max(0, len(members) - MOST_NAMED)
    context = {"twg": twg, "total": len(members), "members": members[:MOST_NAMED], "others": others}
    return Content(template, context)
