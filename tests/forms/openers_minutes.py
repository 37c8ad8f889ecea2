"""Openers of the forms about minutes that circulate."""

from datetime import date

from storage.meetings import MeetingKind
from storage.members import Adoption
from tests.forms.openers_members import Opener
from tests.forms.openers_records import on_decision
from tests.meetings.conftest import local
from tests.minutes.conftest import adopts_by
from tests.minutes.steps import drafts, proposes
from tests.subgroups.steps import sets_up
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage


async def _sends(health: Stage, dara: Player) -> None:
    await health.member("Sokha", "development_partner", "UNFPA")
    await on_decision("open")(health, dara)
    await dara.forges("minutes:send:1")


async def _corrects(_health: Stage, dara: Player) -> None:
    await drafts(dara)
    await dara.says("/menu")
    await dara.forges("minutes:correct:1")


async def _refuses(health: Stage, dara: Player) -> None:
    sokha = await health.member("Sokha", "development_partner", "UNFPA")
    await proposes(sokha, (await drafts(dara)).id)
    await dara.says("/menu")
    await dara.forges("minutes:refuse:1")


async def _reports(health: Stage, dara: Player) -> None:
    await adopts_by(health, Adoption.SILENCE)
    sokha = await health.member("Sokha", "development_partner", "UNFPA")
    token = f"subgroup_{await sets_up(dara, members=(sokha,))}"
    await drafts(dara, days=0, kind=MeetingKind.SUB_GROUP, audience=token)
    await announce_meeting(dara, day=date(2027, 1, 19))
    await health.becomes(local(16, 9))
    await dara.says("/menu")
    await dara.forges("minutes:report:1")


async def _hands_in(health: Stage, dara: Player) -> None:
    await on_decision("open")(health, dara)
    await dara.forges("minutes:hand_in:1")


OPENERS: dict[str, Opener] = {
    "hand_in_minutes": _hands_in,
    "send_minutes": _sends,
    "correct_minutes": _corrects,
    "refuse_correction": _refuses,
    "report_minutes": _reports,
}
