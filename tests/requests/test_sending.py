"""A recording, somebody else's words or a question out of the blue is sent on to those who decide (U2, A3)."""

import pytest
from sqlalchemy import func, select

from sandbox.client import AlbumItem
from sandbox.client_origins import from_channel
from storage.core.audit import AuditRow
from storage.core.files import StoredFile
from storage.requests import RequestKind, RequestState
from tests.requests.conftest import all_stored, stored, told
from tests.support.cases import one_language
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage

NOTICE = {"en": "The ministry moves to the new building in June", "km": "ក្រសួងនឹងផ្លាស់ទៅអគារថ្មីនៅខែមិថុនា"}


async def test_a_recording_reaches_the_secretariat_as_it_is_and_is_answered(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await sokha.does(sokha.person.sends_voice())
    await sokha.sees("general/offer", heard=True)
    await sokha.presses("requests:send", "twg", 1)
    await sokha.sees("requests/card", heading="sent")
    await sokha.sees("general/recording")
    await sokha.offers_only("general:undo")
    await dara.sees_nothing_new()
    await told(health)
    await dara.is_told_only("request_made")
    [*_others, file] = await dara.person.messages()
    assert file.raw.get("voice")
    made = await stored(health)
    assert (made.kind, made.text, len(made.files), made.files[0].kind) == (RequestKind.MESSAGE, "", 1, "voice")
    async with health.assistant.database.read() as session:
        assert await session.scalar(select(func.count()).where(StoredFile.sha256.is_(None))) == 0
    await dara.presses("requests:answer", 1)
    await dara.says("Thank you, we heard it")
    await told(health)
    await sokha.is_told_only("request_decided")
    await sokha.reads_fact("Thank you, we heard it")
    async with health.assistant.database.read() as session:
        names = await session.scalars(select(AuditRow.action).order_by(AuditRow.id.desc()).limit(2))
        assert names.all() == ["requests.decide", "requests.ask"]


@pytest.mark.parametrize("language", one_language("en"))
async def test_somebody_elses_words_are_sent_on_as_theirs(health: Stage, dara: Player, language: str) -> None:
    sokha = await health.member("Sokha", "development_partner", "UNFPA", language=language)
    await sokha.says(NOTICE[language], forward_origin=from_channel("MoH"))
    await sokha.sees("general/offer", others=True)
    await sokha.presses("requests:send", "twg", 1)
    await told(health)
    await dara.sees("requests/card", heading="made")
    await dara.reads_fact(NOTICE[language])
    made = await stored(health)
    assert (made.kind, made.text, made.forwarded) == (RequestKind.MESSAGE, NOTICE[language], True)
    await dara.presses("requests:agree", 1)
    await told(health)
    await sokha.is_told_only("request_decided")
    assert (await stored(health)).state is RequestState.GRANTED


@pytest.mark.parametrize("text", ["Which form is used for the annual review?", "តើត្រូវប្រើទម្រង់ណា?"])
async def test_a_question_out_of_the_blue_can_be_sent(health: Stage, dara: Player, sokha: Player, text: str) -> None:
    await sokha.says(text)
    await sokha.presses("requests:send", "twg", 1)
    assert (await stored(health)).text == text
    await sokha.presses("general:undo")
    assert (await stored(health)).state is RequestState.WITHDRAWN
    await told(health)
    await dara.sees_nothing_new()


async def test_a_statement_goes_to_the_secretariat_by_its_button_only(
    health: Stage, dara: Player, sokha: Player
) -> None:
    statement = "The midwifery study is finished"
    await sokha.says(statement)
    assert await all_stored(health) == []
    await sokha.presses("requests:send", "twg", 1)
    assert (await stored(health)).text == statement


async def test_a_long_message_that_was_sent_may_be_corrected(health: Stage, dara: Player, sokha: Player) -> None:
    long = "Which form is used? " * 60
    message = await sokha.person.says(long)
    await health.settle()
    await sokha.presses("requests:send", "twg", 1)
    await sokha.edits(message, long.replace("form", "template"))
    await sokha.presses("general:change_edit")
    assert (await stored(health)).text == long.replace("form", "template").strip()


async def test_every_file_of_an_album_is_sent(health: Stage, dara: Player, sokha: Player) -> None:
    papers = [("letter.pdf", b"a"), ("annex.pdf", b"b")]
    await sokha.does(sokha.person.sends_album(papers, caption="From the province", forward_origin=from_channel("MoH")))
    await sokha.presses("requests:send", "twg", 1)
    made = await stored(health)
    assert [file.name for file in made.files] == ["letter.pdf", "annex.pdf"]
    assert (made.text, made.forwarded) == ("From the province", True)


async def test_any_number_of_messages_may_wait(health: Stage, dara: Player, sokha: Player) -> None:
    for text in ("One?", "Two?"):
        await sokha.says(f"Where is number {text}")
        await sokha.presses("requests:send", "twg", 1)
    assert [made.state for made in await all_stored(health)] == [RequestState.WAITING] * 2


async def test_what_the_secretariat_asks_goes_to_the_chair(health: Stage, dara: Player) -> None:
    await dara.says("Who signs the minutes?")
    await dara.does_not_offer("requests:send")  # nobody could answer
    chair = await health.member("Sovann", "chair")
    await dara.says("Who signs the minutes?")
    await dara.presses("requests:send", "twg", 1)
    await told(health)
    await chair.is_told_only("request_made")


async def test_in_two_twgs_there_is_a_button_for_each(health: Stage, dara: Player, sokha: Player) -> None:
    await health.adds_twg("EDU", "Education")
    other = await health.member("Rithy", "secretariat", "MoEYS", code="EDU")
    await sokha.starts(await health.invites("development_partner", "EDU"))
    await sokha.does(sokha.person.sends_voice())
    await sokha.presses("requests:send", "twg", 2)
    await told(health)
    await other.is_told_only("request_made")
    await dara.sees_nothing_new()


async def test_a_recording_that_replies_to_an_invitation_can_be_sent(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await announce_meeting(dara)
    invitation = (await sokha.finds("meetings/card", heading="announced")).message
    await sokha.does(sokha.person.sends_voice(reply_to=invitation))
    await sokha.is_refused("meetings#unclear_answer")
    await sokha.presses("requests:send", "meeting", 1)
    made = await stored(health)
    assert (made.subject_type, len(made.files)) == ("meeting", 1)


async def test_a_recording_about_a_meeting_arrives_though_the_meeting_is_cancelled_meanwhile(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await announce_meeting(dara)
    invitation = (await sokha.finds("meetings/card", heading="announced")).message
    await sokha.does(sokha.person.sends_voice(reply_to=invitation))
    await sokha.presses("requests:send", "meeting", 1)
    await dara.forges("meetings/cancel:1")
    await dara.presses("form:skip")
    await dara.presses("form:save")
    await everybody_looks_away(dara)
    await told(health)
    await dara.sees("requests/card", heading="made")


async def test_a_letter_comes_with_a_request_in_words(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    card = (await sokha.finds("actions/card")).message
    words = "I need more time until 30 December"
    await sokha.does(sokha.person.sends_file("letter.pdf", b"a", caption=words, reply_to=card))
    made = await stored(health)
    assert (made.kind, [file.name for file in made.files]) == (RequestKind.MORE_TIME, ["letter.pdf"])
    await sokha.says("I need more time", reply_to=card)
    await sokha.sends_file("annex.pdf")
    await sokha.sees("forms/ask")


async def test_a_forged_subject_is_refused(health: Stage, dara: Player, sokha: Player) -> None:
    await sokha.says("Which form is used?")
    for data in ("requests:send:action:1", "requests:send:twg:9", "requests:ask:message:twg:1"):
        await sokha.forges(data)
        assert await all_stored(health) == []


@pytest.mark.parametrize("sent", ["photo", "album", "document"])
async def test_files_out_of_the_blue_can_be_sent_to_the_secretariat(
    health: Stage, dara: Player, sokha: Player, sent: str
) -> None:
    match sent:
        case "photo":
            await sokha.does(sokha.person.sends_photo(b"a photo"))
        case "album":
            await sokha.sends_album([AlbumItem(f"{name}.jpg", b"a photo", "photo") for name in "abc"])
        case _:
            await sokha.sends_file("letter.pdf")
    await sokha.presses("requests:send", "twg", 1)
    await sokha.sees("requests/card", heading="sent")
    await told(health)
    await dara.is_told_only("request_made")
    assert len((await stored(health)).files) == (3 if sent == "album" else 1)


async def test_the_secretariat_is_not_offered_to_send_files_to_itself(health: Stage, dara: Player) -> None:
    await dara.sends_file("letter.pdf")
    await dara.sees("general/offer")
    await dara.does_not_offer("requests:send")
