"""Members: their list, their cards, assistants, and notices about several of them at once."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from messages.rendering.content import Content
from messages.rendering.keyboards import Button, Keyboard, button, rows, shorten
from messages.rendering.texts import Text, _
from storage.members import (
    EVERYTHING,
    ActsFor,
    Matter,
    Membership,
    MembershipProposal,
    MembershipState,
    Role,
    Twg,
)
from twg.core.actors import Actor
from twg.core.handing import LeftOpen
from twg.core.permissions import Permission
from twg.members.directory import Vacancy
from twg.members.own_data import OwnTable

#: The bits of all matters for which an assistant may be chosen.
ALL_MATTERS = (1 << len(Matter)) - 1
#: Members listed at most; the directory has the others.
MOST_NAMED = 20
#: Members on one page of the directory, each with a button.
PER_PAGE = 30


def listing(
    members: Sequence[Membership],
    vacancies: Sequence[Vacancy],
    twg: Twg,
    *,
    page: int,
    words: str = "",
    contacts: bool = False,
) -> Content:
    """A page of the directory.

    Args:
        page: from 1; a list that was searched for `words` has one page only.
        contacts: whether its reader sees how members are reached.
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
        "more": len(members) - first - len(shown),
    }
    buttons = rows((button(shorten(each.person.name, 24), "members:open", each.id) for each in shown), per_row=2)
    turning = [
        button(sign, "members:page", twg.id, other)
        for sign, other in (("‹", page - 1), ("›", page + 1))
        if not words and 1 <= other <= (len(members) - 1) // PER_PAGE + 1
    ]
    return Content("members/directory", context, (*buttons, *((tuple(turning),) if turning else ())))


def with_buttons(content: Content, keyboard: Keyboard) -> Content:
    """The content with further buttons below its own."""
    return replace(content, keyboard=(*content.keyboard, *keyboard))


def card(reader: Actor, membership: Membership, history: Sequence[Membership]) -> Content:
    """The card of a member; a reader who may change members gets the buttons for that.

    Args:
        history: the person's periods in the TWG, the newest first.
    """
    active = membership.state is MembershipState.ACTIVE
    context = {
        "membership": membership,
        "contacts": reader.may(Permission.MEMBER_INVITE),
        "active": active,
        "history": [period for period in history if period.until is not None],
    }
    keyboard = _changes(membership) if active and reader.may(Permission.MEMBER_CHANGE) else ()
    if active and reader.may(Permission.ASSISTANT_ARRANGE):
        assistant = button(_("Arrange an assistant"), "members:choose_matters", ALL_MATTERS, membership.id)
        keyboard = (*keyboard, (assistant,))
    if membership.person.contact and reader.may(Permission.MEMBER_CHANGE):
        keyboard = (*keyboard, (button(_("Erase the contact"), "members:ask_erase_of", membership.id),))
    return Content("members/card", context, keyboard)


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
    return _listing("members/new_members", contents, twg)


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
