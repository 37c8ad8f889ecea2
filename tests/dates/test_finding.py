"""Up to five dates are proposed, answered by private buttons, and one is chosen (G14; Part Three (d) internal)."""

import pytest

from storage.dates import Choice
from storage.meetings import MeetingKind, find_meeting
from tests.dates.conftest import answers, local, proposes, said_by, stored
from tests.forms.steps import open_forms
from tests.support.cases import all_cases
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience, join_tokens, parse_audience
from twg.dates.proposing import Asked


@pytest.fixture
async def chair(health: Stage) -> Player:
    return await health.member("Sovann", "chair", "MoH")


async def test_a_date_is_found_by_the_form_buttons_and_a_tap(
    health: Stage, dara: Player, sokha: Player, chair: Player
) -> None:
    await dara.says("/dates 17 Dec 9:00-12:00, 18 Dec 14:00-17:00")
    await dara.asks("title")
    await dara.says("Annual review 2026")
    await dara.presses("form:choice=plenary")
    await dara.asks("audience")
    await dara.presses("form:choice=all")
    await dara.presses("form:choice=everybody")
    await dara.asks("answer_by")
    await dara.says("4/12/2026")
    summary = await dara.summary()
    assert summary["duration"] == "3 h"
    assert summary["dates"].split("\n")[1:] == [
        "Thursday 17 December 2026, 09:00",
        "Friday 18 December 2026, 14:00",
    ]
    await dara.presses("form:save")
    await dara.sees("dates/standing")
    await sokha.is_told_only("dates_asked")
    await dara.does_not_see("dates/card")
    poll = await stored(health)
    await sokha.presses("dates:answer", 1, poll.options[0].id, "can")
    await sokha.presses("dates:answer", 1, poll.options[1].id, "cannot")
    assert await said_by(sokha) == {"17 09": "can", "18 14": "cannot"}
    await sokha.offers("dates:answer", 1, poll.options[0].id, "can", marked=True)
    await sokha.presses("dates:answer", 1, poll.options[1].id, "if_need_be")
    assert await said_by(sokha) == {"17 09": "can", "18 14": "if_need_be"}
    await chair.presses("dates:answer", 1, poll.options[1].id, "can")
    await dara.forges("dates:choose:1:2")
    await dara.asks("place")
    assert (await stored(health)).chosen is not None
    await everybody_looks_away(dara)
    await dara.says("Ministry of Health, room A")
    await dara.presses("form:skip")
    assert (await dara.summary())["day"] == "Friday 18 December 2026"
    assert (await dara.summary())["at"] == "14:00"
    await dara.presses("form:save")
    await dara.sees("meetings/preview")


async def test_those_asked_are_told_once_and_who_cannot_with_their_answer(
    health: Stage, dara: Player, sokha: Player, chair: Player
) -> None:
    await proposes(dara)
    await answers(sokha, 1, d1=Choice.CANNOT)
    await answers(chair, 1, d1=Choice.CAN)
    await dara.forges("dates:choose:1:1")
    await sokha.is_not_told("dates_chosen")
    await health.passes(minutes=11)
    await sokha.is_told_only("dates_chosen")
    assert (await sokha.shown("dates/told"))["choice"] is Choice.CANNOT
    assert (await chair.shown("dates/told"))["choice"] is Choice.CAN
    await dara.is_not_told("dates_chosen")


async def test_who_is_invited_by_then_is_not_told_that_an_invitation_follows(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await proposes(dara)
    await sokha.looks_away()
    await dara.forges("dates:choose:1:2")
    await dara.says("Ministry of Health, room A")
    await dara.presses("form:skip")
    await dara.presses("form:change")
    await dara.presses("form:change=title")
    await dara.says("Review of the year")  # the meeting is known by its row, whatever it is called and whenever it is
    await dara.presses("form:save")
    assert (await stored(health)).meeting_id == 1
    await dara.forges("dates:plan:1")
    await dara.is_refused("dates#planned_already")
    await dara.forges("meetings:preview:1")
    await dara.presses("meetings:announce")
    await sokha.is_told("meeting_announced")
    await health.passes(minutes=11)
    await sokha.is_not_told("dates_chosen")


async def test_the_meeting_is_planned_later_from_the_date_that_was_found(health: Stage, dara: Player) -> None:
    sokha = await health.member("Sokha", "development_partner", "UNFPA")
    await proposes(dara)
    await dara.forges("dates:plan:1")
    await dara.is_refused("dates#none_chosen")
    await dara.forges("dates:choose:1:2")
    await dara.presses("form:cancel")
    await dara.forges("dates:open:1")
    await dara.presses("dates:plan", 1)
    await dara.says("Ministry of Health, room A")
    await dara.presses("form:skip")
    await dara.presses("form:save")
    await dara.sees("meetings/preview", meeting__starts_at=local(18, 14))
    await dara.forges("dates:open:1")
    await dara.offers("meetings:open", 1)
    await health.passes(minutes=11)
    await sokha.is_told("dates_chosen")


async def test_a_choice_is_taken_back_before_anybody_learns_of_it(health: Stage, dara: Player, sokha: Player) -> None:
    await proposes(dara)
    await sokha.looks_away()
    await dara.says("/dates")
    await dara.presses("dates:open")
    await dara.presses("dates:choose", 1, 1)
    await dara.presses("form:cancel")
    await dara.says("/dates")
    await dara.forges("dates:open:1")
    await dara.presses("general:undo")
    await health.passes(minutes=11)
    await sokha.sees_nothing_new()
    poll = await stored(health)
    assert (poll.ending, poll.chosen) == (None, None)


async def test_closed_without_a_date_everybody_is_told(health: Stage, dara: Player, sokha: Player) -> None:
    await proposes(dara)
    await sokha.looks_away()
    await dara.says("/dates")
    await dara.presses("dates:open")
    await dara.presses("dates:close", 1)
    await health.passes(minutes=11)
    await sokha.is_told_only("dates_closed")
    await sokha.forges("dates:answer:1:1:can")
    await sokha.is_refused("dates#ended")
    await health.becomes(local(22, 9))
    await sokha.is_not_told("dates_none_chosen")


async def test_closing_it_without_a_date_is_taken_back_before_anybody_learns_of_it(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await proposes(dara)
    await sokha.looks_away()
    await dara.says("/dates")
    await dara.presses("dates:open")
    await dara.presses("dates:close", 1)
    await dara.presses("general:undo")
    await health.passes(minutes=11)
    await sokha.sees_nothing_new()
    assert (await stored(health)).ending is None
    await sokha.forges("dates:answer:1:1:can")
    await sokha.is_not_refused()


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (Asked.EVERYBODY, {"Sovann", "Maria", "Chenda", "Sokha"}),
        (Asked.LEADS_AND_CRDB, {"Sovann", "Maria", "Chenda"}),
        (Asked.LEADS, {"Sovann", "Maria"}),
        (Asked.CHAIR, {"Sovann"}),
        (Asked.FACILITATORS, {"Maria"}),
        (Asked.CRDB, {"Chenda"}),
    ],
)
async def test_those_who_are_chosen_are_asked(
    health: Stage, dara: Player, sokha: Player, chair: Player, asked: Asked, told: set[str]
) -> None:
    await health.member("Maria", "lead_facilitator", "WHO")
    await health.member("Chenda", "crdb")
    await proposes(dara, asked=asked)
    assert {name for name, player in health.people.items() if "dates_asked" in await player.told()} == told


async def test_who_proposes_sees_who_can_when_in_one_message_that_changes(
    health: Stage, dara: Player, sokha: Player, chair: Player
) -> None:
    await dara.says("/dates 17 Dec 9:00-12:00, 18 Dec 14:00-17:00")
    await dara.says("Annual review 2026")
    for choice in ("plenary", "all", "everybody"):
        await dara.presses(f"form:choice={choice}")
    await dara.says("4/12/2026")
    await dara.presses("form:save")
    await dara.looks_away()
    await sokha.presses("dates:answer", 1, 1, "can")
    await chair.presses("dates:answer", 1, 1, "if_need_be")
    await health.passes(seconds=10)
    assert await dara.new_messages() == []
    [message] = [seen for seen in await dara.messages() if "dates/standing" in seen.keys]
    [context] = message.contexts("dates/standing")
    found = context["found"]
    option = found.poll.options[0]
    assert [member.person.name for member, _answer in found.who(option, Choice.CAN)] == ["Sokha"]
    assert [member.person.name for member, _answer in found.who(option, Choice.IF_NEED_BE)] == ["Sovann"]
    assert found.silent == []


async def test_two_organisers_at_once(health: Stage, dara: Player, chair: Player, sokha: Player) -> None:
    rith = await health.member("Rith", "secretariat")
    await proposes(dara)
    await rith.says("/dates")
    await rith.presses("dates:open")
    await dara.forges("dates:choose:1:1")
    await rith.does_not_offer("dates:choose", 1, 2)  # the message has changed already
    await rith.forges("dates:choose:1:2")
    await rith.is_refused("dates#ended")
    chosen = (await stored(health)).chosen
    assert chosen is not None
    assert chosen.starts_at == local(17, 9)


async def test_whoever_has_not_answered_is_reminded_once(health: Stage, dara: Player, sokha: Player) -> None:
    kenji = await health.member("Kenji", "development_partner", "JICA")
    await proposes(dara)
    await answers(sokha, 1, d1=Choice.CAN)
    await everybody_looks_away(dara)
    await health.becomes(local(3, 9))
    await kenji.is_told_only("dates_reminder")
    await sokha.is_not_told("dates_reminder")
    await kenji.looks_away()
    await health.becomes(local(4, 18))
    await kenji.is_not_told("dates_reminder")


async def test_after_the_last_day_nobody_answers_and_a_date_is_still_chosen(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await proposes(dara)
    await health.becomes(local(5, 9))
    await sokha.forges("dates:answer:1:1:can")
    await sokha.is_refused("dates#answers_closed")
    assert await said_by(sokha) == {}
    await dara.is_told("dates_to_choose")
    await dara.presses("dates:choose", 1, 2)
    assert (await stored(health)).chosen is not None


async def test_when_all_dates_are_past_everybody_is_told(health: Stage, dara: Player, sokha: Player) -> None:
    await proposes(dara)
    await health.becomes(local(21, 8))
    await everybody_looks_away(dara)
    await health.becomes(local(22, 9))
    await dara.is_told_only("dates_none_chosen")
    await sokha.is_told_only("dates_none_chosen")
    await dara.forges("dates:choose:1:1")
    await dara.is_refused("meetings#start_in_past")


async def test_one_who_is_not_asked_cannot_answer(health: Stage, dara: Player, sokha: Player, chair: Player) -> None:
    await proposes(dara, asked=Asked.CHAIR)
    await sokha.forges("dates:answer:1:1:can")
    await sokha.is_refused("general#not_found")
    await sokha.forges("dates:open:1")
    await sokha.is_refused("general#not_found")
    await dara.forges("dates:answer:1:1:can")
    await dara.is_refused("general#not_allowed")


BAD = {
    "room 3": "dates#date_unclear",
    "17 Dec 9:00, 18 Dec": "dates#time_missing",
    "17 Dec 9:00, 10 people": "dates#date_unclear",
    "31/2/2027 9:00": "general#impossible_day",
    "1/11/2026 9:00": "general#past_day",
    "17 Dec 12:00-9:00": "general#end_before_begin",
    "1 Dec 9:00, 2 Dec 9:00, 3 Dec 9:00, 4 Dec 9:00, 7 Dec 9:00, 8 Dec 9:00": "dates#too_many",
}


async def test_dates_that_are_not_whole_are_asked_again(health: Stage, dara: Player) -> None:
    await dara.says("/dates")
    await dara.presses("dates:new")
    await dara.says("Annual review 2026")
    await dara.presses("form:choice=plenary")
    with all_cases() as case:
        for text, key in BAD.items():
            with case(text):
                await dara.says(text)
                await dara.is_refused(key)
                await dara.asks("dates")
    await dara.says("17 and 18 December at 9:00")
    await dara.asks("duration")


async def test_who_will_be_invited_goes_into_the_form_also_where_it_is_a_sum(
    health: Stage, dara: Player, chair: Player
) -> None:
    await proposes(dara, audience=join_tokens([Audience.CORE, Audience.PARTNERS]))
    await dara.forges("dates:choose:1:1")
    await dara.asks("place")
    await dara.says("Ministry of Health, room A")
    await dara.presses("form:skip")
    await dara.presses("form:save")
    await dara.sees("meetings/preview")
    async with health.assistant.database.read() as session:
        meeting = await find_meeting(session, 1)
    assert meeting is not None
    assert parse_audience(meeting.audience) == {Audience.CORE, Audience.PARTNERS}


async def test_nobody_to_ask_is_said_before_it_is_sent(health: Stage, dara: Player, sokha: Player) -> None:
    await dara.says("/dates 17 Dec 9:00-11:00")
    await dara.says("Partners")
    await dara.presses(f"form:choice={MeetingKind.FOLLOW_UP.value}")
    await dara.presses("form:choice=all")
    await dara.presses("form:choice=crdb")
    await dara.says("4/12/2026")
    await dara.presses("form:save")
    await dara.is_refused("dates#nobody_asked")
    await dara.asks("asked")
    await dara.presses("form:choice=everybody")
    await dara.presses("form:save")
    await sokha.is_told_only("dates_asked")


async def asks_for_dates(dara: Player) -> None:
    """In the form that has taken the place of that of the meeting: dates, whom to ask, until when."""
    await dara.asks("dates")
    await dara.says("17 Dec 9:00-12:00, 18 Dec 14:00-17:00")
    await dara.presses("form:choice=everybody")
    await dara.says("4/12/2026")
    await dara.presses("form:save")
    await dara.sees("dates/standing")


@pytest.fixture
async def planning(dara: Player, sokha: Player) -> Player:
    """At the day of a new meeting, when place and agenda are answered already."""
    await dara.says("/newmeeting Annual review 2026, plenary, room 3")
    if (await dara.shown("forms/ask"))["field"].name != "day":
        await dara.presses("form:choice=plenary")
    await dara.asks("day")
    await dara.says("15/12/2026", "9:00", "3h")
    await dara.presses("form:choice=all")
    await dara.says("Budget 2027 – MoH – 60 min\nHospital staff - UNFPA - 30 min")
    await dara.presses("form:finish")
    await dara.presses("form:change")
    await dara.presses("form:change=day")
    await dara.asks("day")
    return dara


async def test_what_was_answered_before_the_dates_were_asked_for_is_in_the_meeting(
    health: Stage, planning: Player, sokha: Player
) -> None:
    dara = planning
    await dara.presses("dates:instead")
    await asks_for_dates(dara)
    await dara.does_not_see("forms/waiting")
    await health.restarts()
    await dara.says("/newmeeting")
    await dara.asks("title")
    await dara.says("/cancel")
    await health.passes(days=2)
    await dara.forges("dates:choose:1:2")
    summary = await dara.summary()
    assert (summary["place"], summary["day"], summary["at"]) == ("room 3", "Friday 18 December 2026", "14:00")
    await dara.presses("form:cancel")
    await dara.forges("dates:plan:1")
    await dara.presses("form:save")
    await dara.sees("meetings/preview")
    async with health.assistant.database.read() as session:
        meeting = await find_meeting(session, 1)
    assert meeting is not None
    assert [(item.title, item.presenter, item.minutes) for item in meeting.agenda] == [
        ("Budget 2027", "MoH", 60),
        ("Hospital staff", "UNFPA", 30),
    ]
    assert await open_forms(health) == []


async def test_a_search_without_a_date_gives_the_form_back(health: Stage, planning: Player) -> None:
    dara = planning
    await dara.presses("dates:instead")
    await asks_for_dates(dara)
    await dara.forges("dates:close:1")
    await dara.sees("forms/waiting")
    await dara.reads_fact("Hospital staff")
    await dara.presses("form:look")
    await dara.asks("day")
    await dara.says("21/12/2026")
    assert (await dara.summary())["place"] == "room 3"


async def test_who_asks_nobody_after_all_goes_on_with_the_meeting(health: Stage, planning: Player) -> None:
    dara = planning
    await dara.presses("dates:instead")
    await dara.says("17 Dec 9:00-12:00, 18 Dec 14:00-17:00")
    await dara.presses("form:cancel")
    await dara.sees("forms/waiting")
    await dara.presses("form:look")
    await dara.asks("day")
    await dara.says("21/12/2026")
    summary = await dara.summary()
    assert (summary["place"], summary["at"]) == ("room 3", "09:00")
