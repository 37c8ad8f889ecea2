"""Who comes, for those who organise: counts by answer and constituency, the names a tap away (G2, (d) internal)."""

import pytest

from storage.meetings import Rsvp
from storage.members import InstitutionKind
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage


@pytest.fixture
async def announced(health: Stage, dara: Player, sokha: Player, kenji: Player) -> int:
    """A meeting for Dara of the government, and Sokha and Kenji of development partners."""
    return await announce_meeting(dara)


async def sides(dara: Player) -> list[tuple[InstitutionKind, int, int]]:
    answers = (await dara.shown("meetings/answers"))["answers"]
    return [(side.constituency, side.answered, side.invited) for side in answers.sides]


async def test_a_constituency_of_which_nobody_has_answered_is_named(
    announced: int, dara: Player, sokha: Player, kenji: Player
) -> None:
    await sokha.presses("meetings:answer", "yes")
    await dara.forges(f"meetings:answers:{announced}")
    assert await sides(dara) == [
        (InstitutionKind.DEVELOPMENT_PARTNER, 1, 2),
        (InstitutionKind.GOVERNMENT, 0, 1),
    ]
    await dara.does_not_read_fact("Kenji")


async def test_the_silent_are_named_by_one_tap_and_the_way_back_counts_anew(
    announced: int, dara: Player, sokha: Player, kenji: Player
) -> None:
    await sokha.presses("meetings:answer", "yes")
    await dara.forges(f"meetings:answers:{announced}")
    await dara.presses("meetings:who", announced, "none")
    await dara.sees("meetings/answered", rsvp=None)
    await dara.reads_fact("Kenji")
    await dara.does_not_read_fact("Sokha")
    await kenji.presses("meetings:answer", "no")
    await dara.presses("meetings:answers", announced, 1)
    assert (await sides(dara))[0] == (InstitutionKind.DEVELOPMENT_PARTNER, 2, 2)
    await dara.presses("meetings:who", announced, "no")
    await dara.sees("meetings/answered", rsvp=Rsvp.NO)


async def test_how_late_is_said_by_button_and_in_words(
    announced: int, dara: Player, sokha: Player, kenji: Player
) -> None:
    await sokha.presses("meetings:answer", "late")
    await sokha.presses("meetings:late", announced, 30)
    await sokha.sees("meetings/card", attendance__rsvp=Rsvp.LATE, attendance__late_min=30)
    invitation = (await kenji.finds("meetings/card", heading="announced")).message
    await kenji.says("I join around 9:45", reply_to=invitation)
    await kenji.sees("meetings/card", attendance__rsvp=Rsvp.LATE, attendance__late_min=45)


@pytest.mark.parametrize("verb", ["answers", "who"])
async def test_who_does_not_organise_it_sees_no_answers(announced: int, sokha: Player, verb: str) -> None:
    await sokha.forges(f"meetings:{verb}:{announced}" + (":none" if verb == "who" else ""))
    await sokha.does_not_see("meetings/answers", "meetings/answered")


async def test_the_message_of_who_comes_changes_as_answers_come_until_it_shows_names(
    health: Stage, announced: int, dara: Player, sokha: Player, kenji: Player
) -> None:
    async def counts() -> dict[Rsvp, int]:
        """What the one message says, as it is now."""
        [message] = [seen for seen in await dara.messages() if "meetings/answers" in seen.keys]
        [context] = message.contexts("meetings/answers")
        return {answer: len(people) for answer, people in context["answers"].by_answer.items() if people}

    await dara.forges(f"meetings:answers:{announced}")
    assert await counts() == {}
    await sokha.presses("meetings:answer", "yes")
    await kenji.presses("meetings:answer", "no")
    await health.passes(seconds=3)
    assert await counts() == {Rsvp.YES: 1, Rsvp.NO: 1}
    assert await sides(dara) == [(InstitutionKind.DEVELOPMENT_PARTNER, 2, 2), (InstitutionKind.GOVERNMENT, 0, 1)]
    await dara.presses("meetings:who", announced, "yes")
    await sokha.presses("meetings:answer", "maybe")
    await health.passes(seconds=3)
    await dara.sees("meetings/answered", rsvp=Rsvp.YES)  # the names stay, until they are left
    await dara.presses("meetings:answers", announced, 1)
    assert await counts() == {Rsvp.MAYBE: 1, Rsvp.NO: 1}
    await kenji.presses("meetings:answer", "maybe")
    await health.passes(seconds=3)
    assert await counts() == {Rsvp.MAYBE: 2}


async def test_who_does_not_organise_it_any_more_is_shown_no_further_answers(
    health: Stage, announced: int, dara: Player, sokha: Player
) -> None:
    rith = await health.member("Rith", "secretariat", "MoH")
    await rith.forges(f"meetings:answers:{announced}")
    await health.leaves("Rith")
    await sokha.presses("meetings:answer", "yes")
    await health.passes(seconds=3)
    assert (await rith.shown("meetings/answers"))["answers"].by_answer[Rsvp.YES] == []
