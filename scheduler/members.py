"""Contents of the notices about members."""

from dataclasses import replace

from messages.members import (
    MOST_ALIKE,
    alike_rows,
    asked_keyboard,
    cap_to_confirm,
    corrected_members,
    end_row,
    list_counts,
    matters_of,
    new_members,
    proposal_content,
)
from messages.members import cap as cap_content
from messages.rendering.content import Content
from scheduler.delivery.wording import Occasion, Wording
from storage.members import (
    Membership,
    MembershipProposal,
    MembershipState,
    Role,
    find_acts,
    find_cap,
    find_last_period,
    find_person_merge,
    find_proposal,
    list_acting,
    list_members,
    list_periods,
)
from twg.core.permissions import Permission
from twg.members import assistants, caps, changing, merge_notices, proposing, registration
from twg.rosters import doubles

WORDING = Wording()


@WORDING.of(registration.REGISTERED, "members/new_member", holds="the person is a member")
async def registered(occasion: Occasion) -> Content | None:
    membership = await _find(occasion)
    if membership is None:
        return None
    above, about = await caps.find_above(occasion.session, membership.twg_id), membership.person
    alike: list[Membership] = []
    if occasion.actor.may(Permission.PERSON_MERGE):
        session, person_id = occasion.session, membership.person_id
        alike = await doubles.find_alike(session, membership.twg_id, about.name, about.contact, person_id=person_id)
    content = Content("members/new_member", {"membership": membership, "above": above, "alike": alike[:MOST_ALIKE]})
    return replace(content, keyboard=alike_rows(membership, alike))


@WORDING.of(registration.CORRECTED, "members/corrected", holds="the person is a member with other details than before")
async def corrected(occasion: Occasion) -> Content | None:
    membership = await _find(occasion)
    if membership is None:
        return None
    before = await registration.read_details(occasion.session, occasion.notification.data["before"])
    if registration.details_of(membership.person) == before:
        return None
    return Content("members/corrected", {"membership": membership, "before": before})


@WORDING.of(assistants.TAKEN, "members/assistant_asks", holds="it is not confirmed or ended yet")
async def assistant_asks(occasion: Occasion) -> Content | None:
    acts = await find_acts(occasion.session, occasion.notification.subject_id)
    if acts is None or acts.account is None or acts.ended_at is not None or acts.confirmed_at is not None:
        return None
    return Content("members/assistant_asks", {"acts": acts, "matters": matters_of(acts)}, asked_keyboard(acts))


@WORDING.of(
    assistants.CONFIRMED, "members/assistant_confirmed", holds="the account acts for the person, who did not confirm it"
)
async def assistant_confirmed(occasion: Occasion) -> Content | None:
    acts = await find_acts(occasion.session, occasion.notification.subject_id)
    if acts is None or acts.account is None or acts.ended_at is not None:
        return None
    if not occasion.to_assistant and acts.confirmed_by_id == acts.person_id:
        return None
    keyboard = () if occasion.to_assistant else (end_row(acts),)
    context = {"acts": acts, "matters": matters_of(acts), "to_assistant": occasion.to_assistant}
    return Content("members/assistant_confirmed", context, keyboard)


@WORDING.of(assistants.STOPPED, "members/assistant_stopped", holds="the account does not act for the person")
async def assistant_stopped(occasion: Occasion) -> Content | None:
    acts = await find_acts(occasion.session, occasion.notification.subject_id)
    if acts is None or acts.account is None:
        return None
    again = (acts.account.id, acts.person_id) in await list_acting(occasion.session, [acts.account.id])
    return None if again else Content("members/assistant_stopped", {"acts": acts})


@WORDING.of(changing.CHANGED, "members/membership_changed", holds="the membership is as the change left it")
async def changed(occasion: Occasion) -> Content | None:
    about, data = await _find_period(occasion), occasion.notification.data
    if about is None or (data["what"] == "changed") != (about.state is MembershipState.ACTIVE):
        return None
    reader_id = occasion.member.person_id
    if data["what"] != "changed" and reader_id == about.person_id and occasion.member.state is MembershipState.ACTIVE:
        return None  # they have come back meanwhile
    was = data.get("was")
    context = {
        "successor": "",
        "taken": None,
        "open": None,
        "was": None,
        **data,
        "listed_taken": list_counts(data.get("taken") or {}),
        "listed_open": list_counts(data.get("open") or {}),
        "was_role": None if was is None else Role(was["role"]),
        "membership": about,
        "themself": reader_id == about.person_id,
        "role": occasion.member.role,
        "took_over": reader_id == data.get("successor_id"),
    }
    return Content("members/membership_changed", context)


@WORDING.of(changing.RESTORED, "members/restored", holds="the person is a member")
async def restored(occasion: Occasion) -> Content | None:
    row = await occasion.session.get(Membership, occasion.notification.subject_id)
    found = None if row is None else await find_last_period(occasion.session, row.person_id, row.twg_id)
    if found is None or found.state is not MembershipState.ACTIVE:
        return None
    return Content("members/restored", {"membership": found})


@WORDING.of(merge_notices.MERGED, "members/merged", holds="they are one person, or two, as it says")
async def merged(occasion: Occasion) -> Content | None:
    data = occasion.notification.data
    found = await find_person_merge(occasion.session, data["merge_id"])
    if found is None or (found.undone_at is not None) != data["undone"]:
        return None
    themself = occasion.member.person_id == found.kept_id
    return Content("members/merged", {"merge": found, "themself": themself})


@WORDING.of(caps.PROPOSED, "members/cap", holds="it is not decided yet, and the recipient holds the other office")
async def cap_proposed(occasion: Occasion) -> Content | None:
    cap = await find_cap(occasion.session, occasion.notification.subject_id)
    if cap is None or cap.decided_at is not None or occasion.member.role is cap.proposed_as:
        return None
    return cap_to_confirm(cap, occasion.member.twg)


@WORDING.of(caps.DECIDED, "members/cap", holds="it is decided")
async def cap_decided(occasion: Occasion) -> Content | None:
    cap = await find_cap(occasion.session, occasion.notification.subject_id)
    return None if cap is None or cap.decided_at is None else cap_content(cap, occasion.member.twg)


@WORDING.of(proposing.PROPOSED, "members/proposal", holds="it is not decided yet")
async def proposed(occasion: Occasion) -> Content | None:
    found = await _find_proposal(occasion)
    if found is None or found.decided_at is not None:
        return None
    return proposal_content(found, await proposing.find_successor_name(occasion.session, found))


@WORDING.of(proposing.DECLINED, "members/proposal", holds="it is still there")
async def declined(occasion: Occasion) -> Content | None:
    found = await _find_proposal(occasion)
    if found is None:
        return None
    return proposal_content(found, await proposing.find_successor_name(occasion.session, found))


async def _find_proposal(occasion: Occasion) -> MembershipProposal | None:
    return await find_proposal(occasion.session, MembershipProposal.id == occasion.notification.subject_id)


WORDING.merges(registration.REGISTERED, "members/new_members", new_members)
WORDING.merges(registration.CORRECTED, "members/corrected_members", corrected_members)


async def _find_period(occasion: Occasion) -> Membership | None:
    """The period that the notification is about; None if it counts for nothing any more."""
    wanted = Membership.id == occasion.notification.subject_id
    found = await list_periods(occasion.session, occasion.notification.twg_id, wanted)
    return found[0] if found else None


async def _find(occasion: Occasion) -> Membership | None:
    """The membership that the notification is about; None if the person has left the TWG."""
    wanted = Membership.id == occasion.notification.subject_id
    found = await list_members(occasion.session, occasion.notification.twg_id, wanted)
    return found[0] if found else None
