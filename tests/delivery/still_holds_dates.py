"""How the notices about finding a date and the updates round come about and cease to hold (G14, S4)."""

from datetime import timedelta

from storage.dates import Choice
from tests.dates.conftest import local, proposes
from tests.delivery.still_holds_members import Case
from tests.support.scene import Scene
from tests.support.setup_steps import MEETING_DAY, announce_meeting
from twg.dates import answering, ending
from twg.meetings import changing
from twg.updates import rounds


async def _proposes(scene: Scene) -> None:
    scene.made = await proposes(scene.dara)


async def _closes(scene: Scene) -> None:
    await scene.does(scene.dara, ending.close, scene.made)


async def _closes_and_waits(scene: Scene) -> None:
    await _closes(scene)
    await scene.stage.passes(minutes=11)


async def _opens_again(scene: Scene) -> None:
    await scene.does(scene.dara, ending.reopen, scene.made, {}, scene.stage.assistant.registry.domains)


async def _chooses_and_waits(scene: Scene) -> None:
    await scene.does(scene.dara, ending.choose, scene.made, 1)
    await scene.stage.passes(minutes=11)


async def _answers(scene: Scene) -> None:
    await scene.does(scene.sokha, answering.answer, scene.made, {1: Choice.CAN})


async def _day_before_the_last(scene: Scene) -> None:
    await scene.stage.becomes(local(3, 8))


async def _after_the_last_day(scene: Scene) -> None:
    await scene.stage.becomes(local(5, 8))


async def _all_are_past(scene: Scene) -> None:
    await scene.stage.becomes(local(21, 13))


async def _plans(scene: Scene) -> None:
    scene.made = await announce_meeting(scene.dara)


async def _cancels(scene: Scene) -> None:
    await scene.does(scene.dara, changing.cancel, scene.made)


async def _three_weeks_before(scene: Scene) -> None:
    await scene.at(MEETING_DAY - timedelta(days=21))


async def _sixteen_days_before(scene: Scene) -> None:
    await scene.at(MEETING_DAY - timedelta(days=16))


async def _two_weeks_before(scene: Scene) -> None:
    await scene.at(MEETING_DAY - timedelta(days=14))


async def _tells(scene: Scene) -> None:
    await scene.does(scene.sokha, rounds.tell, scene.made, "The policy was approved")


DATES_CASES = {
    "dates_asked": Case("sokha", _proposes, _closes),
    "dates_reminder": Case("sokha", _day_before_the_last, _answers, before=_proposes),
    "dates_to_choose": Case("dara", _after_the_last_day, _closes, before=_proposes),
    "dates_chosen": Case("sokha", _chooses_and_waits, _opens_again, before=_proposes),
    "dates_closed": Case("sokha", _closes_and_waits, _opens_again, before=_proposes),
    "dates_none_chosen": Case("sokha", _all_are_past, _closes, before=_proposes),
    "updates_asked": Case("sokha", _three_weeks_before, _tells, before=_plans),
    "updates_reminder": Case("sokha", _sixteen_days_before, _tells, before=_plans),
    "updates_collected": Case("dara", _two_weeks_before, _cancels, before=_plans),
}
