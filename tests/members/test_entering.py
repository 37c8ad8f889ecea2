"""The secretariat enters a person without Telegram, and answers for them from their card (M11)."""

import pytest
from sqlalchemy import select

from storage.core.audit import AuditRow
from storage.dates import Choice, DateAnswer
from storage.documents import Receipt
from storage.meetings import Rsvp
from storage.meetings.items import ItemInvitation
from storage.members import Account, MembershipState, Person, Role
from tests.dates.conftest import proposes
from tests.documents.conftest import circulate
from tests.indicators.conftest import defines, opens_round, stored_reports
from tests.meetings.test_items import invites
from tests.members.steps import memberships
from tests.members.test_assistants import answers
from tests.members.test_changing import opens, periods
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience


async def enters(secretariat: Player, name: str, role: Role = Role.GOVERNMENT, institution: str = "MoH") -> None:
    """Enter a person by the form."""
    await secretariat.says("/members")
    await secretariat.presses("members:enter")
    await secretariat.presses(f"form:choice={role}")
    if role is Role.FOCAL_POINT:
        await secretariat.says("gender; climate change")
    await secretariat.says("H.E.", name, "Secretary of State", institution, "012 345 678")
    await secretariat.presses("form:save")


async def enters_for(secretariat: Player, name: str) -> None:
    """Open what waits for a person, from their card."""
    await opens(secretariat, name)
    await secretariat.presses("members:enter_for")


async def test_a_person_is_entered_and_others_of_the_secretariat_are_told(health: Stage, dara: Player) -> None:
    rith = await health.member("Rith", "secretariat")
    await rith.looks_away()
    await enters(dara, "Kim Sovann", Role.FOCAL_POINT)
    await dara.sees("members/card", active=True)
    [member] = await memberships(health, "Kim Sovann")
    assert (member.role, member.themes) == (Role.FOCAL_POINT, ["gender", "climate change"])
    async with health.assistant.database.read() as session:
        person = await session.get(Person, member.person_id)
        assert person is not None
        details = (person.title, person.position, person.contact, person.phone_e164)
        assert details == ("H.E.", "Secretary of State", "012 345 678", "+85512345678")
        theirs = select(Account).where(Account.person_id == person.id)
        assert (await session.scalars(theirs)).all() == []
    await rith.is_told_only("member_registered")


@pytest.mark.parametrize("role", [Role.CHAIR, Role.LEAD_FACILITATOR])
async def test_an_office_is_entered_only_while_nobody_holds_it(health: Stage, dara: Player, role: Role) -> None:
    await enters(dara, "Kim Sovann", role)
    assert [member.role for member in await memberships(health, "Kim Sovann")] == [role]
    await enters(dara, "Ly Maly", role)
    await dara.is_refused("general#not_allowed")
    assert await memberships(health, "Ly Maly") == []


async def test_it_is_undone(health: Stage, dara: Player) -> None:
    await enters(dara, "Kim Sovann")
    await dara.presses("general:undo")
    await dara.is_not_refused()
    assert await periods(health, "Kim Sovann") == [(Role.GOVERNMENT, MembershipState.VOID)]


async def test_somebody_who_is_a_member_is_not_entered_again(health: Stage, dara: Player) -> None:
    await health.member("Kim Sovann", "government")
    await enters(dara, "KIM SOVANN")
    await dara.is_refused("members#entered_already", name="Kim Sovann")
    assert len(await memberships(health, "Kim Sovann")) == 1


async def test_another_person_of_the_same_name_is_entered(health: Stage, dara: Player) -> None:
    await health.member("Kim Sovann", "government", "MEF")
    await enters(dara, "Kim Sovann")
    assert len(await memberships(health, "Kim Sovann")) == 2


@pytest.mark.parametrize("role", ["chair", "development_partner"])
async def test_nobody_but_the_secretariat_enters(health: Stage, dara: Player, role: str) -> None:
    other = await health.member("Sreymom", role)
    await enters(dara, "Kim Sovann")
    [member] = await memberships(health, "Kim Sovann")
    await other.says("/members")
    await other.does_not_offer("members:enter")
    await other.forges("members:enter")
    await other.is_refused("general#not_allowed")
    await other.forges(f"members:enter_for:{member.id}")
    await other.is_refused("general#not_allowed")


async def test_an_answer_and_a_receipt_are_entered_from_the_card(health: Stage, dara: Player) -> None:
    await enters(dara, "Kim Sovann")
    await announce_meeting(dara)
    await enters_for(dara, "Kim Sovann")
    await dara.sees("members/enterable", any=True)
    await dara.presses("meetings:open")
    await dara.presses("meetings:answer", "yes")
    assert await answers(health) == [("Kim Sovann", Rsvp.YES, "Chan Dara")]
    await circulate(dara)
    await enters_for(dara, "Kim Sovann")
    await dara.presses("documents:open")
    await dara.presses_below("documents:acknowledge")
    async with health.assistant.database.read() as session:
        [receipt] = (await session.scalars(select(Receipt))).all()
        assert (receipt.acknowledged_at is not None, receipt.entered_by_id) == (True, 1)


async def test_dates_and_an_item_of_an_agenda_are_answered_from_the_card(health: Stage, dara: Player) -> None:
    await enters(dara, "Kim Sovann")
    meeting_id = await announce_meeting(dara, audience=Audience.SECRETARIAT)
    await invites(dara, meeting_id, "Kim Sovann")
    await proposes(dara)
    await everybody_looks_away(dara)
    await enters_for(dara, "Kim Sovann")
    await dara.presses("meetings:item")
    await dara.presses("meetings:item_answer", "yes@2")
    await dara.is_not_refused()
    await enters_for(dara, "Kim Sovann")
    await dara.presses("dates:open")
    await dara.presses("dates:answer", 1, 1, "can@2")
    await dara.is_not_refused()
    async with health.assistant.database.read() as session:
        [item], [date] = await session.scalars(select(ItemInvitation)), await session.scalars(select(DateAnswer))
        assert (item.rsvp, item.entered_by_id) == (Rsvp.YES, 1)
        assert (date.choice, date.entered_by_id, date.person_id) == (Choice.CAN, 1, item.person_id)
    await enters_for(dara, "Kim Sovann")
    await dara.sees("members/enterable", any=False)


async def test_a_report_is_entered_from_the_card(health: Stage, dara: Player, sokha: Player) -> None:
    """Where they are asked for one; a report that another of the institution has given is not asked for again."""
    rith = await health.member("Rith", "secretariat")
    await enters(dara, "Anna", Role.DEVELOPMENT_PARTNER, "WHO")
    await enters(dara, "Lin", Role.TECHNICAL_ADVISER, "WHO")
    await defines(dara, responsible=["WHO"])
    await opens_round(dara)
    await enters_for(dara, "Lin")
    await dara.sees("members/enterable", any=False)  # an adviser does not report for an institution
    await enters_for(dara, "Anna")
    await rith.looks_away()
    await dara.presses("indicators:report")
    await dara.says("58 %", "Twelve provinces")
    for _question in ("constraints", "next_steps", "evidence"):
        await dara.presses("form:skip")
    await dara.presses("form:save")
    await dara.is_not_refused()
    [submission] = await stored_reports(health)
    assert (submission.submitted_by.name, submission.value, submission.note) == ("Anna", 58, "Twelve provinces")
    async with health.assistant.database.read() as session:
        by = await session.scalar(select(AuditRow.by_id).where(AuditRow.action == "indicators.report"))
    assert by == 1
    await rith.is_told("indicator_reported")
    await enters_for(dara, "Anna")
    await dara.sees("members/enterable", any=False)


async def test_what_the_secretariat_does_not_see_is_not_listed_for_them(health: Stage, dara: Player) -> None:
    chair = await health.member("Chantha", "chair")
    await enters(dara, "Anna", Role.DEVELOPMENT_PARTNER, "WHO")
    await announce_meeting(chair, audience=Audience.PARTNERS, title="Partners only")
    await enters_for(dara, "Anna")
    await dara.sees("members/enterable", any=False)
    await dara.does_not_read_fact("Partners only")


async def test_a_member_with_telegram_has_no_such_button(health: Stage, dara: Player, sokha: Player) -> None:
    await opens(dara, "Sokha")
    [member] = await memberships(health, "Sokha")
    await dara.does_not_offer("members:enter_for", member.id)
    await dara.forges(f"members:enter_for:{member.id}")
    await dara.is_refused("general#not_found")
