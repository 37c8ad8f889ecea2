"""Ratings in the chat: computed, set by hand with a reason, shown on the card, in the list and the export (J5)."""

from decimal import Decimal

import pytest

from storage.indicators import IndicatorRating, Rating, list_ratings
from tests.indicators.conftest import defines, reports
from tests.support.cases import one_language
from tests.support.stage import Player, Stage

#: 2008-4 with a way that begins before this test and ends after it: 50 % in Dec 2025, 60 % in Dec 2027.
PATH = {"baseline": Decimal(50), "baseline_period": "Dec 2025", "target": Decimal(60), "target_period": "Dec 2027"}


async def rating_of(player: Player, number: str = "2008-4") -> tuple[Rating, Rating, bool]:
    """Of the card of an indicator: the rating, what follows from the values, whether it was set by hand."""
    await player.says(f"/jmi {number}")
    rated = (await player.shown("indicators/indicator"))["rated"]
    return rated.rating, rated.computed.rating, rated.by_hand is not None


async def stored(stage: Stage) -> list[IndicatorRating]:
    async with stage.assistant.database.read() as session:
        return await list_ratings(session)


@pytest.mark.parametrize("language", one_language("km"))
async def test_a_rating_by_hand_counts_until_a_later_report(health: Stage, sokha: Player, language: str) -> None:
    dara = await health.member("Chan Dara", "secretariat", "MoH", language=language)
    await defines(dara, **PATH)
    assert await rating_of(sokha) == (Rating.NO_DATA, Rating.NO_DATA, False)
    await reports(sokha, "2008-4 55%")
    assert await rating_of(sokha) == (Rating.NO_DATA, Rating.NO_DATA, False)  # it awaits review
    await sokha.says("/jmi")
    assert not (await sokha.shown("indicators/list"))["rated"][1].tells  # "55 % · awaits review · No data"
    await dara.forges("indicators/accept:1")
    assert await rating_of(dara) == (Rating.ON_TRACK, Rating.ON_TRACK, False)
    await dara.presses("indicators:rate")
    await dara.asks("rating")
    await dara.presses("form:choice=delayed")
    await dara.asks("reason")
    await dara.says("The survey left out remote districts")
    await dara.presses("form:save")
    await dara.sees("indicators/indicator")
    await dara.reads_fact("The survey left out remote districts")
    assert await rating_of(sokha) == (Rating.DELAYED, Rating.ON_TRACK, True)
    await sokha.reads_fact("The survey left out remote districts", "Chan Dara")
    await sokha.says("/jmi")
    listed = await sokha.shown("indicators/list")
    assert (listed["rated"][1].rating, listed["rated"][1].tells) == (Rating.DELAYED, True)
    await reports(sokha, "2008-4 56%")
    await dara.forges("indicators/accept:2")
    assert await rating_of(dara) == (Rating.ON_TRACK, Rating.ON_TRACK, False)
    [kept] = await stored(health)
    assert (kept.rating, kept.computed, kept.submission_id) == (Rating.DELAYED, Rating.ON_TRACK, 1)


async def test_it_is_rated_by_its_values_again(health: Stage, dara: Player) -> None:
    chair = await health.member("Kim Sovann", "chair", "MoH")
    await defines(dara, **PATH)
    await chair.says("/jmi 2008-4")
    await chair.does_not_offer("indicators:rate_by_values")
    await chair.presses("indicators:rate")
    await chair.says("on track")
    await chair.says("Deliveries are counted at the end of the year")
    await chair.presses("form:save")
    await chair.presses("indicators:rate_by_values")
    await chair.sees("indicators/indicator")
    assert await rating_of(chair) == (Rating.NO_DATA, Rating.NO_DATA, False)
    assert [(one.rating, one.computed) for one in await stored(health)] == [
        (Rating.ON_TRACK, Rating.NO_DATA),
        (None, Rating.NO_DATA),
    ]
    await chair.forges("indicators/rate_by_values:1")  # again: nothing changes
    assert len(await stored(health)) == 2


async def test_only_chair_and_secretariat_of_its_twg_rate_it(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara, **PATH)
    await sokha.says("/jmi 2008-4")
    await sokha.does_not_offer("indicators:rate")
    for forged in ("indicators/rate:1", "indicators/rate_by_values:1"):
        await sokha.forges(forged)
        await sokha.is_refused("general#not_allowed")
    await health.adds_twg("EDU", "Education", "MoEYS")
    bopha = await health.member("Bopha", "secretariat", "MoEYS", code="EDU")
    for forged in ("indicators/rate:1", "indicators/rate_by_values:1"):
        await bopha.forges(forged)
        await bopha.is_refused("general#not_found")
    assert await stored(health) == []
