"""How the notices about no-objection come about and cease to hold (G16)."""

from functools import partial

from storage.members import Role
from tests.delivery.still_holds_members import Case
from tests.meetings.conftest import local
from tests.objections.conftest import answers, asks, confirms
from tests.support.scene import Scene
from tests.support.setup_steps import access_actor
from twg.core.audiences import Audience
from twg.members import changing
from twg.members.changing import MemberChange
from twg.objections import ending


async def _asks(scene: Scene) -> None:
    scene.made = await asks(scene.dara, audience=Audience.PARTNERS)


async def _withdraws(scene: Scene) -> None:
    await scene.does(scene.dara, partial(ending.withdraw, reason="Asked again with the figures"), scene.made)


async def _agrees(scene: Scene) -> None:
    await answers(scene.sokha, scene.made)


async def _asks_and_sokha_agrees(scene: Scene) -> None:
    await _asks(scene)
    await _agrees(scene)


async def _chair_confirms(scene: Scene) -> None:
    await confirms(scene.stage.people["Chantha"], scene.made)


async def _three_days_before_the_last(scene: Scene) -> None:
    await scene.stage.becomes(local(7, 9))


async def _after_the_last_day(scene: Scene) -> None:
    await scene.stage.becomes(local(11, 9))


async def _is_no_partner_any_more(scene: Scene) -> None:
    async with scene.stage.assistant.database.read() as session:
        member_id = (await access_actor(session, scene.sokha)).member.id
    await scene.does(scene.dara, changing.change, member_id, MemberChange(role=Role.CIVIL_SOCIETY))


OBJECTION_CASES = {
    "objection_asked": Case("sokha", _asks, _withdraws),
    "objection_reminder": Case("sokha", _three_days_before_the_last, _agrees, before=_asks),
    "objection_to_confirm": Case("chair", _after_the_last_day, _withdraws, before=_asks),
    "objection_confirmed": Case("sokha", _chair_confirms, _is_no_partner_any_more, before=_asks_and_sokha_agrees),
    "objection_withdrawn": Case("sokha", _withdraws, _is_no_partner_any_more, before=_asks),
}
