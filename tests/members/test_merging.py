"""Two entries of one person are merged: a second account, somebody entered without Telegram who registers (M8, M10)."""

from datetime import timedelta

import pytest
from sqlalchemy import UniqueConstraint, select

from bot.capabilities import registry
from storage.actions import Action
from storage.core.notifications import Delivery, DeliveryState
from storage.documents import Receipt
from storage.engine.tables import metadata
from storage.meetings import Attendance, Rsvp
from storage.members import (
    Account,
    Matter,
    Membership,
    MembershipState,
    Person,
    PersonMerge,
    Role,
    list_members,
    list_merged,
)
from tests.actions.conftest import records
from tests.documents.conftest import circulate
from tests.members.merging import (
    enters_without_telegram,
    id_of,
    merge_directly,
    merges,
    opens_merge,
    person_id_of,
    references_to,
)
from tests.members.steps import also_in, memberships
from tests.members.test_changing import opens, periods
from tests.support.guard import arranged
from tests.support.setup_steps import access_actor, announce_meeting, plan_meeting
from tests.support.stage import Player, Stage
from twg.core.refusals import Refusal
from twg.meetings import planning
from twg.members import assistants, mergeable


@pytest.fixture
async def kenji(health: Stage, dara: Player) -> Player:
    """A member who has changed his telephone: "SATO Kenji" is his new account."""
    kenji = await health.member("Kenji Sato", Role.DEVELOPMENT_PARTNER, "JICA")
    await health.member("SATO Kenji", Role.DEVELOPMENT_PARTNER, "JICA")
    return kenji


async def in_use(stage: Stage, person_id: int) -> list[int]:
    """The Telegram ids of the accounts of a person that are in use."""
    async with stage.assistant.database.read() as session:
        theirs = select(Account.telegram_id).where(Account.person_id == person_id, Account.ended_at.is_(None))
        return list(await session.scalars(theirs))


async def test_everything_passes_to_the_entry_that_stays(health: Stage, dara: Player, kenji: Player) -> None:
    new = health.people["SATO Kenji"]
    old_id, new_id = await id_of(kenji), await id_of(new)
    await records(dara, new)
    await records(dara, kenji, "Send the figures")
    await circulate(dara)
    await announce_meeting(dara)
    await new.says("/meetings")
    await new.presses("meetings:open")
    await new.presses("meetings:answer", "yes")
    await merges(dara, "SATO Kenji", "Kenji Sato", account_of="SATO Kenji")
    await dara.sees("members/merged")
    assert await in_use(health, old_id) == [new.person.id]
    left = await references_to(health, new_id)
    assert set(left) <= {"audit.actor_id", "audit.by_id", "person_merge.gone_id", "delivery.person_id"}
    async with health.assistant.database.read() as session:
        owners = set(await session.scalars(select(Action.owner_id)))
        [_receipt] = await session.scalars(select(Receipt).where(Receipt.person_id == old_id))
        assert owners == {old_id}
        assert await list_merged(session, [new_id, old_id]) == {new_id: old_id}
    assert await periods(health, "Kenji Sato") == [
        (Role.DEVELOPMENT_PARTNER, MembershipState.ACTIVE),
        (Role.DEVELOPMENT_PARTNER, MembershipState.VOID),
    ]
    await new.says("/actions")
    await new.sees("actions/list")
    await kenji.says("/actions")
    await kenji.sees("joining/stranger")


async def test_what_joins_is_shown_before_anything_is_done(health: Stage, dara: Player, kenji: Player) -> None:
    await records(dara, health.people["SATO Kenji"])
    await opens_merge(dara, "SATO Kenji", "Kenji Sato")
    await dara.asks("account")
    new_id = await person_id_of(health, "SATO Kenji")
    await dara.presses(f"form:choice={new_id}")
    [note] = (await dara.shown("forms/confirm"))["notes"]
    listed = {kind: words.params["n"] for kind, words in note.params["listed"].params.items()}
    assert (listed["periods"], listed["actions"]) == (1, 1)
    async with health.assistant.database.read() as session:
        assert (await session.scalars(select(PersonMerge))).all() == []


async def test_the_person_and_others_of_the_secretariat_are_told(health: Stage, dara: Player, kenji: Player) -> None:
    rith = await health.member("Rith", "secretariat")
    await merges(dara, "SATO Kenji", "Kenji Sato", account_of="SATO Kenji")
    new = health.people["SATO Kenji"]
    for player in (rith, new, kenji):
        await player.looks_away()
    await health.passes(minutes=11)
    await rith.is_told_only("people_merged")
    await new.is_told_only("people_merged")
    await new.sees("members/merged", themself=True)
    await kenji.sees_nothing_new()


async def test_a_person_in_several_twgs_is_told_once_and_each_secretariat(
    health: Stage, dara: Player, kenji: Player
) -> None:
    await health.adds_twg("EDU", "Education")
    await also_in(kenji, "EDU", Role.DEVELOPMENT_PARTNER)
    others = [await health.member("Rith", "secretariat", code="EDU"), await health.member("Thida", "secretariat")]
    await merges(dara, "SATO Kenji", "Kenji Sato", account_of="Kenji Sato")
    for player in (kenji, *others):
        await player.looks_away()
    await health.passes(minutes=11)
    for player in (kenji, *others):
        await player.is_told_only("people_merged")
        await player.sees_only("members/merged")
    await kenji.reads_fact("HLT TWG")
    await kenji.does_not_read_fact("EDU TWG")


async def test_that_two_entries_are_two_people_again_is_told_once(health: Stage, dara: Player, kenji: Player) -> None:
    rith = await health.member("Rith", "secretariat")
    await merges(dara, "SATO Kenji", "Kenji Sato", account_of="SATO Kenji")
    await health.passes(minutes=11)
    both = kenji, health.people["SATO Kenji"]
    for player in (rith, *both):
        await player.looks_away()
    await dara.presses("general:undo")
    await health.settle()
    for player in (rith, *both):
        await player.is_told_only("people_merged")
        await player.sees_only("members/merged")


async def test_somebody_entered_without_telegram_gets_the_account_of_who_registered(
    health: Stage, dara: Player, kenji: Player
) -> None:
    entered_id = await enters_without_telegram(health, kenji)
    new = health.people["SATO Kenji"]
    await merges(dara, "SATO Kenji", "Kenji Sato")
    await dara.sees("members/merged")
    assert await in_use(health, entered_id) == [new.person.id]


async def test_of_two_answers_the_newest_counts(health: Stage, dara: Player, kenji: Player) -> None:
    new, old_id = health.people["SATO Kenji"], await id_of(kenji)
    await announce_meeting(dara)
    for player, answer in ((kenji, "yes"), (new, "no")):
        await health.passes(minutes=5)
        await player.says("/meetings")
        await player.presses("meetings:open")
        await player.presses("meetings:answer", answer)
    await merges(dara, "SATO Kenji", "Kenji Sato", account_of="SATO Kenji")
    async with health.assistant.database.read() as session:
        rows = [(row.person_id, row.rsvp) for row in await session.scalars(select(Attendance))]
    assert rows == [(old_id, Rsvp.NO)]


async def test_an_acknowledged_receipt_counts(health: Stage, dara: Player, kenji: Player) -> None:
    new, old_id = health.people["SATO Kenji"], await id_of(kenji)
    await circulate(dara)
    await new.presses("documents:acknowledge")
    await merges(dara, "SATO Kenji", "Kenji Sato", account_of="Kenji Sato")
    async with health.assistant.database.read() as session:
        [receipt] = await session.scalars(select(Receipt).where(Receipt.person_id == old_id))
        assert receipt.acknowledged_at is not None
    assert await in_use(health, old_id) == [kenji.person.id]


async def test_messages_under_way_arrive_once_at_the_account_in_use(health: Stage, dara: Player, kenji: Player) -> None:
    new = health.people["SATO Kenji"]
    meeting_id = await plan_meeting(dara)
    async with health.assistant.delivery.held():
        async with health.assistant.database.begin() as session:
            await planning.announce(session, await access_actor(session, dara), meeting_id, now=health.clock.now())
        await merge_directly(dara, await id_of(new), await id_of(kenji), account_of=await id_of(new))
    for player in (kenji, new):
        await player.looks_away()
    await health.settle()
    await new.is_told_only("meeting_announced")
    await kenji.sees_nothing_new()


async def test_what_was_addressed_at_the_same_time_follows_when_it_is_claimed(
    health: Stage, dara: Player, kenji: Player
) -> None:
    """Another process wrote the deliveries before it could see the merge."""
    new = health.people["SATO Kenji"]
    old_id, new_id = await id_of(kenji), await id_of(new)
    meeting_id = await plan_meeting(dara)
    async with health.assistant.delivery.held():
        async with health.assistant.database.begin() as session:
            await planning.announce(session, await access_actor(session, dara), meeting_id, now=health.clock.now())
        await merge_directly(dara, new_id, old_id, account_of=new_id)
        async with arranged(health.assistant.database) as session:
            account = (await session.scalars(select(Account).where(Account.telegram_id == kenji.person.id))).one()
            for delivery in await session.scalars(select(Delivery).where(Delivery.chat_id == new.person.id)):
                if delivery.state is DeliveryState.PENDING and delivery.error == "":
                    delivery.account_id, delivery.chat_id, delivery.person_id = account.id, kenji.person.id, new_id
    for player in (kenji, new):
        await player.looks_away()
    await health.settle()
    await new.is_told("meeting_announced")
    await kenji.sees_nothing_new()


async def test_a_merge_is_undone_within_a_day(health: Stage, dara: Player, kenji: Player) -> None:
    new = health.people["SATO Kenji"]
    old_id, new_id = await id_of(kenji), await id_of(new)
    await records(dara, new)
    await circulate(dara)
    await announce_meeting(dara)
    await new.presses("documents:acknowledge", in_message=(await new.finds("documents/card")).message)
    before = [await references_to(health, person_id) for person_id in (old_id, new_id)]
    await merges(dara, "SATO Kenji", "Kenji Sato", account_of="SATO Kenji")
    await health.passes(hours=5)
    await dara.presses("general:undo")
    await dara.is_not_refused()
    after = [await references_to(health, person_id) for person_id in (old_id, new_id)]
    apart = {
        "audit.actor_id",
        "person_merge.gone_id",
        "person_merge.kept_id",
        "delivery.person_id",
        "kept_contact.person_id",
    }
    assert [{name: count for name, count in found.items() if name not in apart} for found in after] == [
        {name: count for name, count in found.items() if name not in apart} for found in before
    ]
    assert await in_use(health, old_id) == [kenji.person.id]
    assert await in_use(health, new_id) == [new.person.id]
    await kenji.says("/me")
    await kenji.sees("members/me")


async def test_a_merge_is_not_undone_after_a_day(health: Stage, dara: Player, kenji: Player) -> None:
    await merges(dara, "SATO Kenji", "Kenji Sato", account_of="SATO Kenji")
    await health.passes(days=1, minutes=1)
    await dara.presses("general:undo")
    await dara.is_refused("general#too_late_to_undo")


async def test_a_merge_is_not_undone_where_the_role_has_changed(health: Stage, dara: Player, kenji: Player) -> None:
    await merges(dara, "SATO Kenji", "Kenji Sato", account_of="SATO Kenji")
    undo = (await dara.finds("members/merged")).message
    await opens(dara, "Kenji Sato")
    await dara.presses("members:role")
    await dara.presses(f"form:choice={Role.GOVERNMENT}")
    await dara.presses("form:save")
    await dara.presses("general:undo", in_message=undo)
    await dara.is_refused("general#changed_since")


async def test_two_roles_in_one_twg_are_refused(health: Stage, dara: Player) -> None:
    await health.member("Sokha", Role.GOVERNMENT)
    await health.member("Sok Sokha", Role.CIVIL_SOCIETY)
    await merges(dara, "Sokha", "Sok Sokha", account_of="Sokha")
    await dara.is_refused("members#roles_differ", name="Sokha", other="Sok Sokha")
    assert len(await memberships(health, "Sokha")) == 1


async def test_an_assistant_and_the_principal_are_refused(health: Stage, dara: Player, kenji: Player) -> None:
    async with health.assistant.database.begin() as session:
        actor, now = await access_actor(session, kenji), health.clock.now()
        _acts, token = await assistants.offer_assistant(session, actor, [Matter.MEETINGS], now=now)
    await health.people["SATO Kenji"].starts(token)
    await merges(dara, "SATO Kenji", "Kenji Sato", account_of="SATO Kenji")
    await dara.is_refused("members#one_for_the_other", name="SATO Kenji", principal="Kenji Sato")


async def test_no_account_gets_an_office_by_it(health: Stage, dara: Player) -> None:
    """A helper has left; their entry is merged with that of the Chair, whose account would be the helper's."""
    await health.member("Chantha", Role.CHAIR)
    helper = await health.member("Helper", Role.CHAIR)
    helper_id = await id_of(helper)
    await health.leaves("Helper")
    chair_id = await person_id_of(health, "Chantha")
    with pytest.raises(mergeable.MergedByOperator):
        await merge_directly(dara, helper_id, chair_id, account_of=helper_id)
    await merge_directly(dara, helper_id, chair_id, account_of=chair_id)


async def test_no_account_gets_a_place_in_another_twg_by_it(health: Stage, dara: Player, kenji: Player) -> None:
    await health.adds_twg("EDU", "Education")
    await also_in(kenji, "EDU", Role.LEAD_FACILITATOR)
    new_id, old_id = await id_of(health.people["SATO Kenji"]), await id_of(kenji)
    with pytest.raises(mergeable.MergedByOperator):
        await merge_directly(dara, new_id, old_id, account_of=new_id)


async def test_no_account_oversees_all_twgs_by_it(health: Stage, dara: Player) -> None:
    """The operator has opened all TWGs to the one, and the account would be that of the other (R3)."""
    await health.member("Rithy", Role.CRDB)
    helper = await health.member("Helper", Role.CRDB)
    helper_id, rithy_id = await id_of(helper), await person_id_of(health, "Rithy")
    async with arranged(health.assistant.database) as session:
        (await session.get_one(Person, helper_id)).oversees = False
    with pytest.raises(mergeable.MergedByOperator):
        await merge_directly(dara, helper_id, rithy_id, account_of=helper_id)
    await merge_directly(dara, helper_id, rithy_id, account_of=rithy_id)


async def test_an_own_entry_does_not_go(health: Stage, dara: Player) -> None:
    await health.member("Dara Chan", Role.SECRETARIAT)
    await merges(dara, "Chan Dara", "Dara Chan", account_of="Chan Dara")
    await dara.is_refused("members#own_entry")
    await dara.presses("form:cancel")
    await merges(dara, "Dara Chan", "Chan Dara", account_of="Chan Dara")
    await dara.sees("members/merged")


async def test_somebody_of_another_twg_is_not_found(health: Stage, dara: Player, kenji: Player) -> None:
    await health.adds_twg("EDU", "Education")
    stranger = await health.member("Kenji Sato JICA", Role.DEVELOPMENT_PARTNER, code="EDU")
    with pytest.raises(Refusal):
        await merge_directly(dara, await id_of(stranger), await id_of(kenji))


async def test_who_left_and_came_back_with_a_new_account(health: Stage, dara: Player, kenji: Player) -> None:
    old_id = await id_of(kenji)
    await health.leaves("Kenji Sato")
    await health.passes(days=40)
    await merges(dara, "SATO Kenji", "Kenji Sato", account_of="SATO Kenji")
    await dara.sees("members/merged")
    async with health.assistant.database.read() as session:
        found = await list_members(session, 1, Membership.person_id == old_id)
        assert [member.role for member in found] == [Role.DEVELOPMENT_PARTNER]
        everything = select(Membership.state).where(Membership.person_id == old_id).order_by(Membership.id)
        assert list(await session.scalars(everything)) == [MembershipState.LEFT, MembershipState.ACTIVE]


async def test_contacts_are_joined_and_erased_as_one(health: Stage, dara: Player, kenji: Player) -> None:
    new_id, old_id = await id_of(health.people["SATO Kenji"]), await id_of(kenji)
    async with arranged(health.assistant.database) as session:
        person = await session.get_one(Person, new_id)
        person.contact, person.phone_e164 = "kenji@jica.example", ""
    await merge_directly(dara, new_id, old_id, account_of=new_id)
    async with health.assistant.database.read() as session:
        gone, kept = await session.get_one(Person, new_id), await session.get_one(Person, old_id)
        assert (gone.contact, kept.contact) == ("", "012 345 678; kenji@jica.example")
        [merged] = await session.scalars(select(PersonMerge))
        assert "jica.example" not in str(merged.moved)


async def test_merges_of_merges_are_followed(health: Stage, dara: Player, kenji: Player) -> None:
    third = await health.member("K. Sato", Role.DEVELOPMENT_PARTNER, "JICA")
    new_id, old_id, third_id = await id_of(health.people["SATO Kenji"]), await id_of(kenji), await id_of(third)
    await merge_directly(dara, new_id, old_id, account_of=new_id)
    await merge_directly(dara, old_id, third_id, account_of=third_id)
    async with health.assistant.database.read() as session:
        assert await list_merged(session, [new_id]) == {new_id: third_id}
    assert await in_use(health, third_id) == [third.person.id]


async def test_those_who_may_be_entered_twice_are_listed(health: Stage, dara: Player, kenji: Player) -> None:
    await dara.says("/members")
    await dara.presses("members:doubles")
    await dara.sees("members/doubles")
    await dara.presses("members:same_as")
    await dara.asks("account")


async def test_a_quiet_hour_changes_nothing_before_it_is_saved(health: Stage, dara: Player, kenji: Player) -> None:
    health.config.time = type(health.config.time)()
    await health.restarts()
    await health.becomes(health.clock.now().replace(hour=16, minute=30) + timedelta(days=1))
    new_id = await id_of(health.people["SATO Kenji"])
    await opens_merge(dara, "SATO Kenji", "Kenji Sato")
    await dara.presses(f"form:choice={new_id}")
    async with health.assistant.database.read() as session:
        assert (await session.scalars(select(PersonMerge))).all() == []
    await dara.presses("form:save")
    await dara.sees("members/merged")


#: Tables of which the merge has rules of its own.
_OWN_RULES = {"account", "membership", "delivery", "person_merge"}


def test_every_row_of_which_a_person_has_one_is_united() -> None:
    """A unique constraint with a person in it needs a rule for two entries of one person."""
    declared = {uniting.table.__tablename__ for uniting in registry().domains.unitings}
    for table in metadata.sorted_tables:
        people = {
            column.name for column in table.columns for key in column.foreign_keys if key.column.table.name == "person"
        }
        unique = [constraint for constraint in table.constraints if isinstance(constraint, UniqueConstraint)]
        unique += [index for index in table.indexes if index.unique]  # type: ignore[misc]
        for constraint in unique:
            if people & {column.name for column in constraint.columns}:
                assert table.name in declared | _OWN_RULES, f"{table.name}: two rows of one person"
