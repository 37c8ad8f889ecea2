"""How the notices about minutes come about and cease to hold (G6)."""

from functools import partial

from storage.members import Adoption, Role
from storage.records import LineKind
from tests.delivery.still_holds_members import Case
from tests.meetings.conftest import local
from tests.minutes.conftest import adopts_by
from tests.minutes.steps import drafts, proposes
from tests.support.scene import Scene
from tests.support.setup_steps import access_actor
from twg.core.audiences import Audience
from twg.members import changing
from twg.members.changing import MemberChange
from twg.minutes import correcting


async def _drafts(scene: Scene) -> None:
    await adopts_by(scene.stage, Adoption.SILENCE)
    scene.made = (await drafts(scene.dara, audience=Audience.PARTNERS)).id


async def _proposes(scene: Scene) -> None:
    scene.made = (await proposes(scene.sokha, scene.made)).id


async def _withdraws(scene: Scene) -> None:
    await scene.does(scene.sokha, correcting.withdraw, 1)


async def _drafts_and_proposes(scene: Scene) -> None:
    await _drafts(scene)
    await _proposes(scene)


async def _refuses(scene: Scene) -> None:
    await scene.does(scene.dara, partial(correcting.refuse, why="The survey says so"), 1)


async def _after_the_last_day(scene: Scene) -> None:
    await scene.stage.becomes(local(23, 9))


async def _becomes(scene: Scene, role: Role) -> None:
    async with scene.stage.assistant.database.read() as session:
        member_id = (await access_actor(session, scene.sokha)).member.id
    await scene.does(scene.dara, changing.change, member_id, MemberChange(role=role))


async def _is_no_partner_any_more(scene: Scene) -> None:
    await _becomes(scene, Role.CIVIL_SOCIETY)


async def _drafts_for_civil_society(scene: Scene) -> None:
    await _becomes(scene, Role.CIVIL_SOCIETY)
    await adopts_by(scene.stage, Adoption.SILENCE)
    await drafts(scene.dara, line=LineKind.DECISION)


async def _passes_nothing_on_any_more(scene: Scene) -> None:
    """Development partners are told by their lead facilitators."""
    await _becomes(scene, Role.DEVELOPMENT_PARTNER)


MINUTES_CASES = {
    "minutes_correction": Case("dara", _proposes, _withdraws, before=_drafts),
    "minutes_correction_decided": Case("sokha", _refuses, _is_no_partner_any_more, before=_drafts_and_proposes),
    "minutes_adopted": Case("sokha", _after_the_last_day, _is_no_partner_any_more, before=_drafts),
    "minutes_pass_on": Case(
        "sokha", _after_the_last_day, _passes_nothing_on_any_more, before=_drafts_for_civil_society
    ),
    "minutes_waiting": Case("dara", _after_the_last_day, _withdraws, before=_drafts_and_proposes),
}
