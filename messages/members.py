"""Members: their list, their cards, assistants, and notices about several of them at once."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from messages.actions import name as action_name
from messages.meetings.card import names as meeting_names
from messages.rendering.content import Content
from messages.rendering.keyboards import NO_BUTTONS, Button, Keyboard, button, for_person, rows, shorten
from messages.rendering.texts import Text, _
from storage.facilitators import LeadNomination
from storage.members import (
    EVERYTHING,
    ActsFor,
    Matter,
    Membership,
    MembershipCap,
    MembershipProposal,
    MembershipState,
    Role,
    Twg,
)
from storage.subgroups import SubGroup
from twg.core.actors import Actor
from twg.core.handing import LeftOpen
from twg.core.permissions import Permission
from twg.members.directory import Vacancy
from twg.members.entering import Enterable
from twg.members.own_data import OwnTable
from twg.members.seats import Seated

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
    buttons = rows((button(shorten(each.person.name, 24), "members:open", each.id) for each in shown), per_row=2)
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


def core_group(reader: Actor, members: Sequence[Membership], changed: Membership | None = None) -> Content:
    """Who is in the core group, by their office or chosen; who may change members gets the buttons for that.

    Args:
        changed: the member who was just taken in or out.
    """
    context = {"members": members, "twg": reader.twg, "changed": changed}
    if not reader.may(Permission.MEMBER_CHANGE):
        return Content("members/core_group", context)
    out = _("Take out: {name}")
    buttons = [
        button(out.with_(name=shorten(each.person.name, 30)), "members:out_of_core", each.id)
        for each in members
        if each.core
    ]
    return Content("members/core_group", context, (*rows(buttons), (button(_("Add a member"), "members:into_core"),)))


def groups_row(reader: Actor) -> Keyboard:
    """To the core group, the sub-groups and the seats of a TWG; for those who agree on it, to the number of members."""
    twg = reader.twg
    core = button(_("Core group"), "members:list_core", twg.id)
    subgroups = button(_("Sub-groups"), "subgroups:list", twg.id, 0)
    keyboard: Keyboard = ((core, subgroups, button(_("Seats"), "members:seats", twg.id)),)
    if reader.may(Permission.CAP_AGREE):
        keyboard = (*keyboard, (button(_("Number of members"), "members:propose_cap"),))
    return keyboard


def cap(found: MembershipCap, twg: Twg) -> Content:
    """A proposed or decided number of members, as everybody reads it."""
    return Content("members/cap", {"cap": found, "twg": twg})


def cap_to_confirm(found: MembershipCap, twg: Twg) -> Content:
    """A proposed number of members, for who confirms it."""
    buttons = (
        button(_("Agree"), "members:agree_cap", found.id),
        button(_("Do not agree"), "members:decline_cap", found.id),
    )
    return replace(cap(found, twg), keyboard=(buttons,))


def seats(reader: Actor, found: Sequence[Seated]) -> Content:
    """The seats of a TWG, each with a button to its card; those to be named come first."""
    keyboard = rows(
        (button(str(place), "members:seat", each.seat.id) for place, each in enumerate(found, 1)), per_row=5
    )
    if reader.may(Permission.MEMBER_CHANGE):
        keyboard = (*keyboard, (button(_("Add a seat to be named"), "members:add_seat"),))
    return Content("members/seats", {"seats": found, "twg": reader.twg}, keyboard)


def seat(reader: Actor, seated: Seated, periods: Sequence[Membership]) -> Content:
    """A seat with its holder, its alternates and who held it before.

    Args:
        periods: in which somebody held it, the newest first.
    """
    number, keyboard = seated.seat.id, NO_BUTTONS
    if reader.may(Permission.MEMBER_CHANGE):
        fill = button(_("Name the holder"), "members:fill_seat", number)
        if seated.holder is None:
            keyboard = ((fill, button(_("Give the seat up"), "members:give_up_seat", number)),)
        else:
            keyboard = ((fill, button(_("Name an alternate"), "members:alternate", seated.holder.id)),)
    keyboard = (*keyboard, (button(_("All seats"), "members:seats", reader.twg.id),))
    past = [period for period in periods if period.until is not None]
    return Content("members/seat", {"seated": seated, "past": past, "twg": reader.twg}, keyboard)


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
        *(button(shorten(document.title), "documents:open", document.id) for document in found.documents),
        *(button(action_name(action), "actions:open", action.id) for action in found.actions),
    ]
    keyboard = for_person(rows(buttons), found.member.person_id)
    card = ((button(_("Back"), "members:open", found.member.id),),)
    return Content("members/enterable", {"member": found.member, "any": bool(buttons)}, (*keyboard, *card))


def _changes(membership: Membership) -> Keyboard:
    number = membership.id
    core = _("Take out of the core group") if membership.core else _("Take into the core group")
    themes = [button(_("Change the themes"), "members:themes", number)]
    return rows(
        [
            button(_("Change the role"), "members:role", number),
            button(core, "members:core", number),
            *(themes if membership.role is Role.FOCAL_POINT else []),
            button(_("Name a successor"), "members:succeed", number),
            button(_("Invite a successor"), "members:invite_successor", number),
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


def what_stays(left_open: LeftOpen) -> Text:
    """What stays open in the name of somebody who is about to leave, and who looks after it."""
    if not any(left_open.counts.values()):
        return _("Nothing is open in your name. The secretariat is told that you leave.")
    words = _(
        "Still open in your name: actions {actions}, reports {reports}, requests {requests}, drafts {drafts}. "
        "The secretariat is told."
    )
    return words.with_(**left_open.counts)


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


def matters_of(acts: ActsFor) -> tuple[Matter, ...]:
    """What an assistant was chosen for; nothing for everything."""
    return () if EVERYTHING in acts.covers else tuple(matter for matter in Matter if matter in acts.covers)


def asked_keyboard(acts: ActsFor) -> Keyboard:
    """Whether the account that took the link is the one that was meant."""
    return (
        (button(_("Yes, they act for {name}").with_(name=acts.person.name), "members:confirm_assistant", acts.id),),
        (button(_("No, not this person"), "members:end_assistant", acts.id),),
    )


def end_row(acts: ActsFor) -> tuple[Button, ...]:
    """To end it."""
    name = "" if acts.account is None else acts.account.person.name
    return (button(_("End it: {name}").with_(name=name), "members:end_assistant", acts.id),)


#: What the rows of a table are to the person whose they are; a table without a name here is called as it is stored.
_OWN_TABLES = {
    "person": _("Your details"),
    "account": _("Your Telegram accounts"),
    "membership": _("Your membership"),
    "attendance": _("Your answers to invitations"),
    "receipt": _("Documents circulated to you"),
    "report_request": _("Reports asked of you"),
    "submission": _("Your reports"),
    "action": _("Your actions"),
    "action_update": _("Your notes on actions"),
    "member_request": _("Your requests"),
    "post": _("What you shared"),
    "acts_for": _("Who acts for whom"),
    "kept_contact": _("Contacts that you have had"),
    "delivery": _("Messages sent to you"),
    "audit": _("What you did here"),
    "roster_entry": _("You in a list of members"),
    "stored_file": _("Files that you sent"),
    "form": _("Forms that you have begun"),
}


def own_data_text(tables: Sequence[OwnTable], locale: str) -> bytes:
    """What is stored about a person, to be read: a heading for each table, a paragraph for each row. UTF-8."""
    lines: list[str] = []
    for table in tables:
        title = _OWN_TABLES.get(table.name)
        lines += [f"== {table.name if title is None else title.render(locale)} ==", ""]
        for row in table.rows:
            lines += [f"{name.replace('_', ' ')}: {value}" for name, value in row.items() if value not in (None, "")]
            lines.append("")
    return "\ufeff".encode() + "\r\n".join(lines).encode()
