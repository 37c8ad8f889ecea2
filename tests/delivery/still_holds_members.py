"""How the notices about members come about and cease to hold: joining, lead facilitators, sub-groups, the cap."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from sqlalchemy import select

from bot.capabilities import registry
from storage.core.audit import find_last_change
from storage.joining import JoinRequest, Opinion
from storage.members import Account, Membership, MembershipCap, Person, Role
from storage.subgroups import SubGroup
from tests.joining.conftest import somebody_asks
from tests.members.merging import id_of
from tests.members.steps import memberships
from tests.subgroups.steps import adds, sets_up, takes_out
from tests.support.guard import arranged
from tests.support.scene import Scene
from tests.support.setup_steps import MEETING_DAY, access_actor, announce_meeting
from tests.support.stage import Player
from twg.facilitators import choosing
from twg.general import undo
from twg.joining import asking, screening
from twg.meetings import changing
from twg.members import caps, merging
from twg.subgroups import founding

Step = Callable[[Scene], Awaitable[None]]


@dataclass(frozen=True)
class Case:
    """How a notice to `to` comes about while they cannot be reached, and what changes before it can be sent."""

    to: str
    written: Step
    changes: Step
    before: Step | None = None


def _chair(scene: Scene) -> Player:
    return scene.stage.people["Chantha"]


async def sokha_leads(scene: Scene) -> None:
    """Sokha is the lead facilitator of the first TWG."""
    async with arranged(scene.stage.assistant.database) as session:
        query = select(Membership).join(Account, Account.person_id == Membership.person_id).order_by(Membership.id)
        found = await session.scalars(query.where(Account.telegram_id == scene.sokha.person.id))
        found.all()[0].role = Role.LEAD_FACILITATOR


# Sub-groups


async def _reporting(scene: Scene) -> None:
    await sets_up(scene.dara, chair=scene.sokha)
    scene.made = await announce_meeting(scene.dara)


async def _week_before_the_meeting(scene: Scene) -> None:
    await scene.at(MEETING_DAY - timedelta(days=7))


async def _cancels(scene: Scene) -> None:
    await scene.does(scene.dara, changing.cancel, scene.made)


async def _group_of_others(scene: Scene) -> None:
    scene.made = await sets_up(scene.dara, chair=scene.rith)


async def _group(scene: Scene) -> None:
    scene.made = await sets_up(scene.dara, chair=scene.sokha, until=date(2026, 12, 30))


async def _adds_sokha(scene: Scene) -> None:
    await adds(scene.dara, scene.made, scene.sokha)


async def _sokha_was_added(scene: Scene) -> None:
    await _group_of_others(scene)
    await _adds_sokha(scene)
    await scene.stage.passes(minutes=11)


async def _takes_sokha_out(scene: Scene) -> None:
    await takes_out(scene.dara, scene.made, scene.sokha)


async def _closes_group(scene: Scene) -> None:
    await scene.does(scene.dara, founding.close, scene.made, "Its work is done")
    await scene.stage.passes(minutes=11)


async def _group_is_closed(scene: Scene) -> None:
    await _group(scene)
    await _closes_group(scene)


async def _undoes_the_change(scene: Scene) -> None:
    async with scene.stage.assistant.database.read() as session:
        change = await find_last_change(session, SubGroup.__tablename__, scene.made)
    assert change is not None
    await scene.does(scene.dara, undo, change.id, registry().domains)


async def _reopens_group(scene: Scene) -> None:
    await scene.does(scene.dara, founding.reopen, scene.made, None, registry().domains)


async def _last_days(scene: Scene) -> None:
    await scene.at(date(2026, 12, 16))


# The number of members


def _proposes_cap(number: int) -> Step:
    async def proposes(scene: Scene) -> None:
        await scene.does(_chair(scene), caps.propose_cap, caps.NewCap(number=number))

    return proposes


async def _cap_is_proposed(scene: Scene) -> None:
    await sokha_leads(scene)
    await _proposes_cap(50)(scene)


async def _agrees_on_cap(scene: Scene) -> None:
    async with scene.stage.assistant.database.begin() as session:
        actor = await access_actor(session, scene.sokha)
        await caps.decide_cap(session, actor, 1, agreed=True, now=scene.stage.clock.now())
    await scene.stage.settle()


async def _cap_waits_again(scene: Scene) -> None:
    await scene.arranges(MembershipCap, agreed=False, decided_at=None)


# Joining


async def _lim_asks(scene: Scene) -> None:
    await somebody_asks(scene.stage, "Lim")


async def _company_asks(scene: Scene) -> None:
    await sokha_leads(scene)
    await somebody_asks(scene.stage, "Lim", Role.PRIVATE_SECTOR)


async def _passes_on(scene: Scene) -> None:
    await scene.does(scene.dara, partial(screening.admit, domains=registry().domains), 1)


async def _lim_is_passed_on(scene: Scene) -> None:
    await _lim_asks(scene)
    await _passes_on(scene)


async def _company_is_passed_on(scene: Scene) -> None:
    await _company_asks(scene)
    await _passes_on(scene)


async def _advises(scene: Scene) -> None:
    await scene.does(scene.sokha, screening.advise, 1, Opinion.IN_FAVOUR, "They run the supply chain")


def _withdraws(name: str) -> Step:
    async def withdraws(scene: Scene) -> None:
        database, telegram_id = scene.stage.assistant.database, scene.stage.people[name].person.id
        async with database.begin() as session:
            await asking.withdraw(session, 1, telegram_id, now=scene.stage.clock.now())
        await scene.stage.settle()

    return withdraws


_lim_withdraws, _sokha_withdraws = _withdraws("Lim"), _withdraws("Sokha")


async def _sokha_asks(scene: Scene) -> None:
    """Sokha has left, and asks to join again."""
    await scene.stage.leaves("Sokha")
    async with scene.stage.assistant.database.begin() as session:
        args = asking.Asking(
            twg_id=1,
            role=Role.DEVELOPMENT_PARTNER,
            name="Sokha",
            position="Officer",
            institution="UNFPA",
            contact="012 345 678",
            language="en",
        )
        await asking.ask(session, scene.sokha.person.id, args, now=scene.stage.clock.now())
    await scene.stage.passes(minutes=11)


async def _questions(scene: Scene) -> None:
    await scene.does(scene.dara, screening.put_question, 1, "Which project do you work for?")


async def _lim_is_asked(scene: Scene) -> None:
    await _lim_asks(scene)
    await _questions(scene)


async def _lim_answers(scene: Scene) -> None:
    telegram_id = scene.stage.people["Lim"].person.id
    async with scene.stage.assistant.database.begin() as session:
        await asking.answer(session, 1, telegram_id, "Midwifery", now=scene.stage.clock.now())
    await scene.stage.settle()


async def _chair_declines(scene: Scene) -> None:
    await scene.does(_chair(scene), screening.decline, 1, "The group is full")
    await scene.stage.passes(minutes=11)


def _undoes_the_decline(state: str) -> Step:
    async def undoes(scene: Scene) -> None:
        await scene.does(_chair(scene), screening.undo_decline, 1, {"state": state}, registry().domains)

    return undoes


async def _chair_admits(scene: Scene) -> None:
    await scene.does(_chair(scene), partial(screening.admit, domains=registry().domains), 1)


async def _sokha_is_admitted(scene: Scene) -> None:
    await _sokha_asks(scene)
    await _chair_admits(scene)


async def _undoes_the_admission(scene: Scene) -> None:
    async with scene.stage.assistant.database.read() as session:
        change = await find_last_change(session, JoinRequest.__tablename__, 1)
    assert change is not None
    await scene.does(_chair(scene), undo, change.id, registry().domains)


# Lead facilitators


async def _partners(scene: Scene) -> None:
    """Emma and Kenji are of two more institutions of development partners."""
    await scene.stage.member("Kenji", "development_partner", "JICA")
    await scene.stage.member("Emma", "development_partner", "World Bank")


async def _nominates(scene: Scene, proposer: Player, name: str, day: date, replaced: str = "") -> None:
    member = (await memberships(scene.stage, name))[0]  # in the first TWG
    replaced_id = None
    if replaced:
        async with scene.stage.assistant.database.read() as session:
            replaced_id = (await session.scalars(select(Person.id).where(Person.name == replaced))).one()
    args = choosing.Nomination(starts_on=day, replaced_id=replaced_id, note="She moves to Geneva")
    scene.made = (await scene.does(proposer, choosing.nominate, member.id, args)).id


async def _emma_nominates_kenji(scene: Scene) -> None:
    await _nominates(scene, scene.stage.people["Emma"], "Kenji", MEETING_DAY)


async def _emma_nominated_kenji(scene: Scene) -> None:
    await _partners(scene)
    await _emma_nominates_kenji(scene)


async def _sokha_nominated_kenji(scene: Scene) -> None:
    await _partners(scene)
    await _nominates(scene, scene.sokha, "Kenji", MEETING_DAY)


async def _emma_nominated_sokha(scene: Scene) -> None:
    await _partners(scene)
    await scene.stage.member("Maria", "lead_facilitator", "WHO")
    await _nominates(scene, scene.stage.people["Emma"], "Sokha", MEETING_DAY, "Maria")


async def _emma_withdraws(scene: Scene) -> None:
    await scene.does(scene.stage.people["Emma"], choosing.withdraw, scene.made)


async def _emma_objects(scene: Scene) -> None:
    await scene.does(scene.stage.people["Emma"], choosing.object_to, scene.made, "Too early")


async def _emma_agrees(scene: Scene) -> None:
    await scene.does(scene.stage.people["Emma"], choosing.agree, scene.made)


async def _kenji_agrees(scene: Scene) -> None:
    await scene.does(scene.stage.people["Kenji"], choosing.agree, scene.made)


async def _kenji_objects(scene: Scene) -> None:
    await scene.does(scene.stage.people["Kenji"], choosing.object_to, scene.made, "Too early")


async def _time_for_objections_ends(scene: Scene) -> None:
    await scene.stage.passes(days=8)


async def _first_day(scene: Scene) -> None:
    await scene.at(MEETING_DAY)


async def _hands_over(scene: Scene) -> None:
    await scene.does(scene.stage.people["Maria"], choosing.hand_over, scene.made, "The review is open")


# Merged entries


async def _sokha_twice(scene: Scene) -> None:
    await scene.stage.member("SOKHA", Role.DEVELOPMENT_PARTNER, "UNFPA")


async def _merges_sokha(scene: Scene) -> None:
    first, second = await id_of(scene.sokha), await id_of(scene.stage.people["SOKHA"])
    domains = registry().domains
    async with scene.stage.assistant.database.begin() as session:
        actor, now = await access_actor(session, scene.dara), scene.stage.clock.now()
        await merging.merge(session, actor, second, first, account_of=first, domains=domains, now=now)


async def _undoes_the_merge(scene: Scene) -> None:
    async with scene.stage.assistant.database.begin() as session:
        actor, now = await access_actor(session, scene.dara), scene.stage.clock.now()
        await merging.undo_merge(session, actor, 1, None, registry().domains, now=now)


MEMBER_CASES = {
    "people_merged": Case("sokha", _merges_sokha, _undoes_the_merge, before=_sokha_twice),
    "subgroups_report_back": Case("sokha", _week_before_the_meeting, _cancels, before=_reporting),
    "subgroup_place": Case("sokha", _adds_sokha, _takes_sokha_out, before=_group_of_others),
    "subgroup_place_restored": Case("sokha", _undoes_the_change, _closes_group, before=_sokha_was_added),
    "subgroup_closed": Case("sokha", _closes_group, _reopens_group, before=_group),
    "subgroup_reopened": Case("sokha", _undoes_the_change, _closes_group, before=_group_is_closed),
    "subgroup_ending": Case("sokha", _last_days, _closes_group, before=_group),
    "membership_cap_proposed": Case("sokha", _proposes_cap(50), _proposes_cap(60), before=sokha_leads),
    "membership_cap_decided": Case("chair", _agrees_on_cap, _cap_waits_again, before=_cap_is_proposed),
    "join_asked": Case("dara", _lim_asks, _lim_withdraws),
    "join_passed_on": Case("chair", _passes_on, _lim_withdraws, before=_lim_asks),
    "join_consulted": Case("sokha", _passes_on, _advises, before=_company_asks),
    "join_advised": Case("chair", _advises, _lim_withdraws, before=_company_is_passed_on),
    "join_question": Case("sokha", _questions, _sokha_withdraws, before=_sokha_asks),
    "join_answered": Case("dara", _lim_answers, _lim_withdraws, before=_lim_is_asked),
    "join_decided": Case("sokha", _chair_declines, _undoes_the_decline("waiting"), before=_sokha_asks),
    "join_chair_declined": Case("dara", _chair_declines, _undoes_the_decline("passed_on"), before=_lim_is_passed_on),
    "join_admission_undone": Case("sokha", _undoes_the_admission, _chair_admits, before=_sokha_is_admitted),
    "lead_nominated": Case("sokha", _emma_nominates_kenji, _emma_withdraws, before=_partners),
    "lead_objected": Case("sokha", _emma_objects, _emma_agrees, before=_sokha_nominated_kenji),
    "lead_confirmed": Case("chair", _kenji_agrees, _kenji_objects, before=_emma_nominated_kenji),
    "lead_unopposed": Case("chair", _time_for_objections_ends, _emma_withdraws, before=_emma_nominated_kenji),
    "lead_begins": Case("sokha", _first_day, _emma_withdraws, before=_emma_nominated_sokha),
    "lead_handed_over": Case("sokha", _hands_over, _emma_withdraws, before=_emma_nominated_sokha),
}
