"""A member comes with a new Telegram account: the secretariat says who it is, and the old account is ended (M8)."""

from sqlalchemy import select

from storage.joining import JoinRequest, JoinState
from storage.members import Account, Person, Role, list_merged
from tests.actions.conftest import records
from tests.joining.conftest import asks, gathered, join_requests, somebody_asks
from tests.members.merging import id_of
from tests.members.steps import also_in, fills_in, memberships
from tests.rosters.files import workbook
from tests.rosters.test_importing import ROWS, imports, links_of
from tests.support.guard import arranged
from tests.support.stage import Player, Stage


async def registered_by_list(health: Stage, dara: Player) -> tuple[Player, str]:
    """Sokha, who has registered by a personal link, and its token."""
    await imports(dara, workbook(ROWS))
    token = (await links_of(dara))["H.E. Dr. SOK Sokha"]
    sokha = await health.person("Sokha")
    await sokha.starts(token)
    await sokha.presses("form:choice=en")
    await sokha.does(sokha.person.sends_contact("85512345678", "Sokha", user_id=sokha.person.id))
    await sokha.presses("form:save")
    await sokha.sees("members/registered")
    return sokha, token


async def accounts(stage: Stage, person_id: int) -> dict[int, bool]:
    """By Telegram id, whether the account of a person is in use."""
    async with stage.assistant.database.read() as session:
        found = await session.scalars(select(Account).where(Account.person_id == person_id))
        return {account.telegram_id: account.ended_at is None for account in found}


async def test_a_personal_link_opened_by_a_new_account_asks_the_secretariat(health: Stage, dara: Player) -> None:
    sokha, token = await registered_by_list(health, dara)
    person_id = await id_of(sokha)
    await records(dara, sokha)
    new = await health.person("New phone")
    await new.starts(token)
    await new.does_not_read_fact("SOK Sokha")
    await fills_in(new, name="Sok Sokha", institution="MoH")
    await new.presses("form:save")
    await new.sees("joining/waits")
    await gathered(health)
    await dara.sees("joining/card", link_of="SOK Sokha")
    [alike] = (await dara.shown("joining/card"))["alike"]
    assert alike.person_id == person_id
    await dara.presses("joining:recognise")
    await dara.presses(f"form:choice={person_id}")
    await dara.presses("form:save")
    await dara.sees("members/merged")
    assert await accounts(health, person_id) == {sokha.person.id: False, new.person.id: True}
    for player in (sokha, new):
        await player.looks_away()
    await health.passes(minutes=11)
    await new.is_told_only("people_merged")
    await sokha.sees_nothing_new()
    await new.says("/actions")
    await new.sees("actions/list")


async def test_buttons_of_the_old_account_do_nothing_any_more(health: Stage, dara: Player) -> None:
    sokha, token = await registered_by_list(health, dara)
    person_id, action_id = await id_of(sokha), await records(dara, sokha)
    new = await health.person("New phone")
    await new.starts(token)
    await fills_in(new, name="Sok Sokha", institution="MoH")
    await new.presses("form:save")
    await gathered(health)
    await dara.presses("joining:recognise")
    await dara.presses(f"form:choice={person_id}")
    await dara.presses("form:save")
    await sokha.forges(f"actions:close:{action_id}")
    await sokha.says("done")
    await sokha.sees("joining/stranger")


async def test_somebody_else_with_the_link_is_declined_as_before(health: Stage, dara: Player) -> None:
    sokha, token = await registered_by_list(health, dara)
    eve = await health.person("Eve")
    await eve.starts(token)
    await fills_in(eve, name="Eve", institution="MoH")
    await eve.presses("form:save")
    await gathered(health)
    await dara.presses("joining:decline")
    await dara.says("That is not you")
    await dara.presses("form:save")
    [request] = await join_requests(health)
    assert request.state is JoinState.DECLINED
    assert await accounts(health, await id_of(sokha)) == {sokha.person.id: True}


async def test_who_asks_to_join_may_be_a_member_already(health: Stage, dara: Player) -> None:
    """Without a link: the same name points it out to the secretariat, and to nobody else."""
    kenji = await health.member("Kenji Sato", Role.DEVELOPMENT_PARTNER, "JICA")
    new = await somebody_asks(health, "SATO Kenji")
    shown = await dara.shown("joining/card")
    assert [member.person.name for member in shown["alike"]] == ["Kenji Sato"]
    kenji_id = await id_of(kenji)
    await dara.presses("joining:recognise")
    await dara.presses(f"form:choice={kenji_id}")
    await dara.presses("form:save")
    assert [member.person_id for member in await memberships(health, "Kenji Sato")] == [kenji_id]
    assert await accounts(health, kenji_id) == {kenji.person.id: False, new.person.id: True}
    [request] = await join_requests(health)
    assert (request.state, request.details, request.person_id) == (JoinState.ADMITTED, {}, kenji_id)


async def test_the_chair_s_account_is_changed_by_the_operator_alone(
    health: Stage, dara: Player, sovann: Player
) -> None:
    await somebody_asks(health, "Helper")
    await dara.presses("joining:recognise")
    chair_id = await id_of(sovann)
    await dara.presses(f"form:choice={chair_id}")
    await dara.presses("form:save")
    await dara.is_refused("members#merged_by_operator", name="Sovann")
    assert await accounts(health, chair_id) == {sovann.person.id: True}
    [request] = await join_requests(health)
    assert request.state is JoinState.WAITING


async def test_a_number_that_telegram_vouches_for_is_enough_for_a_place_elsewhere(health: Stage, dara: Player) -> None:
    """A CRDB official is in many TWGs; one secretariat may say that the new account is theirs."""
    await health.adds_twg("EDU", "Education")
    kenji = await health.member("Kenji Sato", Role.CRDB, "CDC")
    await also_in(kenji, "EDU", Role.CRDB)
    async with arranged(health.assistant.database) as session:
        person = await session.get_one(Person, await id_of(kenji))
        person.phone_e164 = "+85512345678"
    new = await health.person("SATO Kenji")
    await new.starts()
    await new.presses("joining:ask")
    await new.presses("form:choice=en")
    await new.presses("form:choice=1")
    await new.presses(f"form:choice={Role.CRDB}")
    await new.presses("form:skip")
    await new.says("SATO Kenji", "Officer", "CDC")
    await new.does(new.person.sends_contact("85512345678", "Kenji", user_id=new.person.id))
    await new.presses("form:skip")
    await new.presses("form:save")
    await gathered(health)
    kenji_id = await id_of(kenji)
    await dara.presses("joining:recognise")
    await dara.presses(f"form:choice={kenji_id}")
    await dara.presses("form:save")
    await dara.sees("members/merged")
    assert await accounts(health, kenji_id) == {kenji.person.id: False, new.person.id: True}


async def test_it_is_undone_and_the_request_waits_again(health: Stage, dara: Player) -> None:
    kenji = await health.member("Kenji Sato", Role.DEVELOPMENT_PARTNER, "JICA")
    new = await somebody_asks(health, "SATO Kenji")
    kenji_id = await id_of(kenji)
    await dara.presses("joining:recognise")
    await dara.presses(f"form:choice={kenji_id}")
    await dara.presses("form:save")
    await dara.presses("general:undo")
    await dara.is_not_refused()
    await dara.sees("joining/card", request__state=JoinState.WAITING, decides=True)
    details = (await dara.shown("joining/card"))["details"]
    assert (details["position"], details["contact"]) == ("Health adviser", "012 345 678")
    assert await accounts(health, kenji_id) == {kenji.person.id: True}
    await kenji.says("/me")
    await kenji.sees("members/me")
    await new.looks_away()
    await health.passes(minutes=11)
    await new.sees_nothing_new()  # nobody had been told
    await new.says("hello")
    await new.sees("joining/waiting")
    await dara.presses("joining:admit")
    assert len(await memberships(health, "SATO Kenji")) == 1


async def test_who_was_told_of_it_is_told_that_it_was_undone(health: Stage, dara: Player) -> None:
    kenji = await health.member("Kenji Sato", Role.DEVELOPMENT_PARTNER, "JICA")
    new = await somebody_asks(health, "SATO Kenji")
    kenji_id = await id_of(kenji)
    await dara.presses("joining:recognise")
    await dara.presses(f"form:choice={kenji_id}")
    await dara.presses("form:save")
    await health.passes(hours=20)
    for player in (new, kenji):
        await player.looks_away()
    await dara.presses("general:undo")
    await dara.sees("joining/card", request__state=JoinState.WAITING)
    await new.is_told_only("join_admission_undone")
    await kenji.is_told_only("people_merged")


async def test_it_is_not_undone_after_a_day(health: Stage, dara: Player) -> None:
    kenji = await health.member("Kenji Sato", Role.DEVELOPMENT_PARTNER, "JICA")
    await somebody_asks(health, "SATO Kenji")
    kenji_id = await id_of(kenji)
    await dara.presses("joining:recognise")
    await dara.presses(f"form:choice={kenji_id}")
    await dara.presses("form:save")
    await health.passes(hours=25)
    await dara.presses("general:undo")
    await dara.is_refused("general#too_late_to_undo", hours=24)
    [request] = await join_requests(health)
    assert request.state is JoinState.ADMITTED


async def test_two_decide_at_the_same_time(health: Stage, dara: Player) -> None:
    """Who recognises somebody whom another has admitted meanwhile is told so."""
    rith = await health.member("Rith", "secretariat")
    kenji = await health.member("Kenji Sato", Role.DEVELOPMENT_PARTNER, "JICA")
    await somebody_asks(health, "SATO Kenji")
    kenji_id = await id_of(kenji)
    await dara.presses("joining:recognise")
    await dara.presses(f"form:choice={kenji_id}")
    await rith.presses("joining:admit")
    await dara.presses("form:save")
    await dara.is_refused("forms#changed_meanwhile")
    await dara.presses("form:save")
    await dara.sees("joining/card")
    async with health.assistant.database.read() as session:
        assert await list_merged(session, [kenji_id]) == {}
        assert await session.scalar(select(JoinRequest.state)) is JoinState.ADMITTED


async def test_strangers_see_no_names(health: Stage, dara: Player) -> None:
    await health.member("Kenji Sato", Role.DEVELOPMENT_PARTNER, "JICA")
    new = await health.person("SATO Kenji")
    await asks(new)
    await new.does_not_read_fact("Kenji Sato")
