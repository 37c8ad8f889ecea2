"""Words that leave open until when more time is asked for: the days that may be meant are offered (A3)."""

from datetime import date

import pytest

from tests.actions.conftest import DUE, given_to
from tests.requests.conftest import all_stored, asks_for_time, stored, told
from tests.support.stage import Player, Stage
from twg.language.vague_days import read_vague
from twg.time.working_time import WorkingTime

TODAY, DUE_SOON = date(2026, 12, 3), date(2026, 12, 10)
OFFICE = WorkingTime(days_off=frozenset({5, 6}), country="KH")
FRIDAY = date(2026, 12, 11)
AFTER_PEACE_DAY, AFTER_NEW_YEAR = date(2026, 12, 30), date(2027, 1, 4)
#: What is asked for on Thursday 3 December of something due on 10 December.
VAGUE = {
    "next week": [FRIDAY],
    "Next week, please": [FRIDAY],
    "end of next week": [FRIDAY],
    "by the end of next week": [FRIDAY],
    "May I have until next week?": [FRIDAY],
    "middle of next week": [date(2026, 12, 16)],
    "early next week": [date(2026, 12, 14), date(2026, 12, 15)],
    "the week after next": [date(2026, 12, 18)],
    "the week of 14 December": [date(2026, 12, 18)],
    "after next week": [date(2026, 12, 14)],
    "end of the week": [FRIDAY],
    "after the weekend": [date(2026, 12, 7)],
    "after next weekend": [date(2026, 12, 14)],
    "before the weekend": [date(2026, 12, 4)],
    "before next weekend": [FRIDAY],
    "before the holiday": [date(2026, 12, 28)],
    "before New Year": [date(2026, 12, 31)],
    "after the holiday": [AFTER_PEACE_DAY, AFTER_NEW_YEAR],
    "after New Year": [AFTER_NEW_YEAR, date(2027, 4, 19)],
    "after Khmer New Year": [date(2027, 4, 19)],
    "after Christmas": [date(2026, 12, 28)],
    "a few more days": [date(2026, 12, 14), date(2026, 12, 15)],
    "a couple of weeks": [date(2026, 12, 24)],
    "2-3 weeks": [date(2026, 12, 24), date(2026, 12, 31)],
    "about a week": [date(2026, 12, 17)],
    "half a month": [date(2026, 12, 25)],
    "3 working days": [date(2026, 12, 15)],
    "next month": [AFTER_NEW_YEAR, date(2027, 1, 29)],
    "mid-January": [date(2027, 1, 15)],
    "by January": [AFTER_NEW_YEAR, date(2027, 1, 29)],
    "early next year": [date(2027, 1, 29)],
    "end of the quarter": [date(2026, 12, 31)],
    "សប្តាហ៍ក្រោយ": [FRIDAY],
    "ចុងសប្ដាហ៍​ក្រោយ": [FRIDAY],
    "អាទិត្យក្រោយ": [FRIDAY],
    "សុំពន្យារដល់សប្តាហ៍ក្រោយ": [FRIDAY],
    "ដើមខែក្រោយ": [AFTER_NEW_YEAR],
    "ពាក់កណ្តាលខែមករា": [date(2027, 1, 15)],
    "ក្រោយបុណ្យ": [AFTER_PEACE_DAY, AFTER_NEW_YEAR],
    "ក្រោយបុណ្យភ្ជុំបិណ្ឌ": [date(2027, 10, 4)],
    "ក្រោយចូលឆ្នាំ": [date(2027, 4, 19)],
    "ប៉ុន្មានថ្ងៃទៀត": [date(2026, 12, 14), date(2026, 12, 15)],
    "saapada kraoy": [FRIDAY],
    "chong atit krouy": [FRIDAY],
    "pi bei sabda tiet": [date(2026, 12, 24), date(2026, 12, 31)],
}


@pytest.mark.parametrize(("text", "days"), VAGUE.items())
def test_the_days_that_may_be_meant(text: str, days: list[date]) -> None:
    vague = read_vague(text, due=DUE_SOON, today=TODAY, hours=OFFICE)
    assert vague is not None
    assert list(vague.days) == days


@pytest.mark.parametrize("text", ["next Friday", "14 January", "last week", "not next week", "soon", "more time"])
def test_what_names_no_such_time_is_not_read(text: str) -> None:
    vague = read_vague(text, due=DUE_SOON, today=TODAY, hours=OFFICE)
    assert vague is None


def test_the_last_working_day_is_no_public_holiday() -> None:
    vague = read_vague("end of next week", due=None, today=date(2026, 12, 24), hours=OFFICE)
    assert vague is not None
    assert vague.days == (date(2026, 12, 31),)  # 1 January is a Friday


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("next week", ""),
        ("MEF sends the ceilings late, next week please", "MEF sends the ceilings late, next week please"),
    ],
)
async def test_next_week_leads_to_a_day_that_is_confirmed_by_a_tap(
    health: Stage, sokha: Player, action_id: int, words: str, reason: str
) -> None:
    await health.passes(days=37)  # a Wednesday, a week after it was due
    await sokha.forges(f"requests:ask:more_time:action:{action_id}")
    await sokha.says(words)
    await sokha.is_refused("general#which_day", days=(date(2027, 1, 8),))
    assert await all_stored(health) == []
    await sokha.presses("form:choice=2027-01-08")
    if not reason:
        await sokha.asks("reason")
        await sokha.presses("form:skip")
    await sokha.presses("form:save")
    made = await stored(health)
    assert (made.until, made.text) == (date(2027, 1, 8), reason)


@pytest.mark.parametrize("words", ["I need more time until the end of next week", "សុំពន្យារពេលដល់សប្តាហ៍ក្រោយ"])
async def test_the_same_in_one_line_keeps_the_words(health: Stage, sokha: Player, action_id: int, words: str) -> None:
    await health.passes(days=37)
    await sokha.says(words, reply_to=await given_to(sokha))
    await sokha.is_refused("general#which_day", days=(date(2027, 1, 8),))
    await sokha.presses("form:choice=2027-01-08")
    await sokha.presses("form:save")
    made = await stored(health)
    assert (made.until, made.text) == (date(2027, 1, 8), words)


async def test_of_a_weekday_that_may_be_one_of_two_both_are_offered(
    health: Stage, sokha: Player, action_id: int
) -> None:
    await health.passes(days=37)
    await sokha.says("Can I have more time until next Thursday?", reply_to=await given_to(sokha))
    await sokha.is_refused("general#which_day")
    await sokha.presses("form:choice=2027-01-07")


async def test_a_time_before_it_is_due_is_refused_with_the_day_it_is_due(
    health: Stage, sokha: Player, action_id: int
) -> None:
    await sokha.forges(f"requests:ask:more_time:action:{action_id}")
    await sokha.says("next week")
    await sokha.is_refused("requests#not_later", due=DUE)
    await sokha.asks("until")


async def test_who_decides_may_reply_so(health: Stage, dara: Player, sokha: Player, action_id: int) -> None:
    await health.passes(days=37)
    await asks_for_time(sokha, action_id, until="6/1/2027")
    await told(health)
    [notice] = [message for message in await dara.person.messages() if not message.mine][-1:]
    await dara.says("until the end of next week", reply_to=notice)
    await dara.presses("requests:agree_day", 1, "2027-01-08")
    assert (await stored(health)).until == date(2027, 1, 8)
