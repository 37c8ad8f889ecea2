"""Bad input of a meeting, through the chat in both languages: one sentence each, and nothing typed is lost (G1)."""

import pytest

from tests.meetings.conftest import local, stored_meeting
from tests.support.setup_steps import announce_meeting, plan_meeting
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience, join_tokens

LANGUAGES = pytest.mark.parametrize("language", ["en", "km"])


@pytest.fixture
async def writer(health: Stage, language: str) -> Player:
    """Who plans, in the language."""
    await health.member("Sokha", "development_partner", "UNFPA", language=language)
    return await health.member("Vanna", "secretariat", "MoH", language=language)


async def _opens_agenda_form(writer: Player, meeting_id: int) -> None:
    await writer.forges(f"meetings:change_agenda:{meeting_id}")


@LANGUAGES
async def test_the_day_and_the_time(health: Stage, writer: Player) -> None:
    await writer.says("/newmeeting", "Budget review")
    await writer.presses("form:choice=plenary")
    for typed, refusal in (("1/1/2020", "general#past_day"), ("15/12/2036", "general#far_day")):
        await writer.says(typed)
        await writer.is_refused(refusal)
    await writer.says("20/12/2028", "22:30", "3h", "Room A")
    await writer.presses("form:choice=all")
    await writer.presses("form:skip")
    await writer.presses("form:save")
    await writer.is_refused("meetings#start_too_far")
    await writer.says("9/11/2027")  # a holiday, and at night: accepted
    assert (await writer.summary())["title"] == "Budget review"
    await writer.presses("form:save")
    assert (await stored_meeting(health, 1)).starts_at == local(9, 22, 30, month=11).replace(year=2027)


@LANGUAGES
async def test_the_agenda(health: Stage, writer: Player) -> None:
    meeting_id = await plan_meeting(writer)
    await _opens_agenda_form(writer, meeting_id)
    await writer.says("9:00-9:30 Opening\n9:15-10:00 Budget 2027")
    await writer.is_refused("forms#lines_left_out")
    [left_out] = [each for each in await writer.refusals() if each.key == "forms#lines_left_out"]
    assert "meetings#items_overlap" in {refusal.key for _line, refusal in left_out.data["left_out"]}
    await writer.says("AGENDA\nVenue: hall 2 of the Ministry of Health\nChair: H.E. Sok Sokha\nDate: 17 December")
    await writer.is_refused("meetings#no_items")
    await writer.says(
        "AGENDA\nVenue: hall 2 of the Ministry of Health\nChair: H.E. Sok Sokha\nDate: 17 December\nRoads"
    )
    [left_out] = [each for each in await writer.refusals() if each.key == "forms#lines_left_out"]
    assert [(line, refusal.key) for line, refusal in left_out.data["left_out"]] == [
        ("AGENDA · Venue: hall 2 of the Ministry of Health", "meetings#taken_as_heading"),
        ("Chair: H.E. Sok Sokha · Date: 17 December", "meetings#taken_as_heading"),
    ]
    await writer.presses("form:undo")
    await writer.says("move 2 after 60")
    await writer.is_refused("meetings#moved_past_end")
    await writer.says("A" * 5000)
    await writer.is_refused("forms#lines_left_out")
    await writer.says("\n".join(f"Item {number}" for number in range(1, 201)))
    await writer.is_refused("forms#too_many_lines")
    await writer.says("3: 9 h")
    await writer.presses("form:finish")
    assert any("agenda" in note.params for note in (await writer.shown("forms/confirm"))["notes"])
    await writer.presses("form:save")
    titles = [item.title for item in (await stored_meeting(health, meeting_id)).agenda]
    assert {"Opening", "Budget 2027"} <= set(titles)
    assert len(titles) == 5


@LANGUAGES
async def test_who_comes(health: Stage, writer: Player) -> None:
    nobody = await plan_meeting(writer, title="Nobody", audience=join_tokens(["role:private_sector"]))
    await writer.forges(f"meetings:announce:{nobody}")
    await writer.is_refused("meetings#nobody_invited")
    meeting_id = await announce_meeting(writer, audience=Audience.ALL)
    await writer.forges(f"meetings:invite_guests:{meeting_id}")
    await writer.says("012 345 678")
    taking = [button.name for seen in await writer.on_screen() for button in seen.buttons]
    await writer.presses(next(name for name in taking if name.startswith("form:take")))
    await writer.is_refused("meetings#guest_without_name")
    await writer.says("Jane Roe, WHO")
    await writer.presses("form:finish")
    await writer.presses("form:save")
    assert [guest.name for guest in (await writer.shown("meetings/guests"))["guests"]] == ["Jane Roe"]
    await writer.forges(f"meetings:relink:{meeting_id}")
    await writer.says("zoom")
    await writer.is_refused("meetings#no_link")
    await writer.presses("form:cancel")
    sokha = health.people["Sokha"]
    await sokha.presses("meetings:answer", "delegate")
    await sokha.says("Vanna")
    await sokha.presses("form:save")
    await writer.is_told("delegate_asked")  # who is invited too is asked whether they can
    await health.becomes(local(15, 9, 5))
    await sokha.forges(f"meetings:answer:{meeting_id}:yes:2026-12-15")
    await sokha.is_refused("meetings#under_way")
