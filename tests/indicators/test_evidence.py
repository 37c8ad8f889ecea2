"""All files that come with a report are its evidence: of an album, and those sent one after another (J3, J4)."""

from typing import Any

import pytest

from sandbox.client import SeenMessage
from storage.indicators import Submission
from tests.forms.steps import answers
from tests.indicators.conftest import defines, opens_round, reports, stored_reports
from tests.support.stage import Player, Stage

WARD = [("ward.pdf", b"w"), ("roof.pdf", b"r"), ("well.pdf", b"e")]


@pytest.fixture
async def request_(health: Stage, dara: Player, sokha: Player) -> SeenMessage:
    """What Sokha is asked about one indicator."""
    await defines(dara, responsible=["UNFPA"])
    await opens_round(dara)
    return (await sokha.finds("indicators/request")).message


async def evidence_of(stage: Stage) -> list[list[str]]:
    """The names of the evidence of each report, the oldest first."""
    return [[file.name for file in report.evidence] for report in await stored_reports(stage)]


async def sends_photos(player: Player, count: int) -> None:
    """Photos one after another, each as a message of its own."""
    for number in range(count):
        await player.does(player.person.sends_photo(b"\xff\xd8\xff photo %d" % number))


async def test_every_file_of_an_album_below_a_report_is_kept_and_shown(
    health: Stage, dara: Player, sokha: Player, request_: SeenMessage
) -> None:
    await sokha.sends_album(WARD, caption="58% hospitals", reply_to=request_)
    assert (await sokha.summary())["evidence"] == "ward.pdf, roof.pdf, well.pdf"
    await sokha.presses("form:save")
    assert await evidence_of(health) == [["ward.pdf", "roof.pdf", "well.pdf"]]
    await dara.is_told_only("indicator_reported")
    await dara.sees("indicators/submission", heading="reported")
    await dara.reads_fact("ward.pdf", "roof.pdf", "well.pdf")
    _text, *files = await dara.new_messages()
    assert [await dara.person.downloads(file) for file in files] == [b"w", b"r", b"e"]
    await dara.presses("indicators:accept", in_message=(await dara.finds("indicators/submission")).message)
    await sokha.sees("indicators/submission", heading="reviewed")
    await sokha.reads_fact("ward.pdf", "roof.pdf", "well.pdf")


async def test_three_photos_at_the_question_for_evidence(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    await sokha.says("/jmi 2008-4")
    await sokha.presses("indicators:report")
    await sokha.says("58")
    for _question in ("note", "constraints", "next_steps"):
        await sokha.presses("form:skip")
    await sokha.asks("evidence")
    await sokha.sends_album(WARD)
    await sokha.is_not_refused()
    await sokha.presses("form:save")
    assert await evidence_of(health) == [["ward.pdf", "roof.pdf", "well.pdf"]]


async def test_photos_sent_one_after_another_while_the_confirmation_waits(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await defines(dara)
    await sokha.says("/jmi 2008-4 58%")
    await sends_photos(sokha, 3)
    await sokha.sees("forms/confirm")
    assert (await answers(health))["value"]["value"] == "58"
    await sokha.presses("form:save")
    [report] = await stored_reports(health)
    assert [file.kind for file in report.evidence] == ["photo", "photo", "photo"]


async def test_an_album_joins_a_file_while_the_confirmation_waits(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    await sokha.sends_file("survey.pdf", caption="/jmi 2008-4 58%")
    await sokha.sends_album(WARD)
    assert (await sokha.summary())["evidence"] == "survey.pdf, ward.pdf, roof.pdf, well.pdf"
    await sokha.presses("form:save")
    assert await evidence_of(health) == [["survey.pdf", "ward.pdf", "roof.pdf", "well.pdf"]]


async def test_several_reports_of_a_message_have_all_its_files(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara, "2008-4")
    await defines(dara, "2008-5", statement="Health centres with a midwife")
    await sokha.sends_album(WARD, caption="/jmi 2008-4 58%\n2008-5 61%")
    await sokha.presses("form:save")
    assert await evidence_of(health) == [["ward.pdf", "roof.pdf", "well.pdf"]] * 2


async def _returned(dara: Player, sokha: Player) -> SeenMessage:
    """The message by which Sokha learns that the report with three files was returned."""
    await dara.presses("indicators:return")
    await dara.says("Which hospitals?")
    await dara.presses("form:save")
    return (await sokha.finds("indicators/submission", heading="reviewed")).message


async def test_a_corrected_report_keeps_its_evidence_unless_other_files_come(
    health: Stage, dara: Player, sokha: Player, request_: SeenMessage
) -> None:
    await sokha.sends_album(WARD, caption="58% hospitals", reply_to=request_)
    await sokha.presses("form:save")
    returned = await _returned(dara, sokha)
    await sokha.says("60%", reply_to=returned)
    assert (await sokha.summary())["evidence"] == "ward.pdf, roof.pdf, well.pdf"
    await sokha.presses("form:save")
    returned = await _returned(dara, sokha)
    await sokha.sends_file("survey.pdf", caption="61%", reply_to=returned)
    await sokha.presses("form:save")
    assert await evidence_of(health) == [[name for name, _data in WARD], [name for name, _data in WARD], ["survey.pdf"]]


@pytest.mark.parametrize("saved", [False, True], ids=["open", "saved"])
async def test_an_edited_caption_keeps_the_whole_album(
    health: Stage, sokha: Player, request_: SeenMessage, saved: bool
) -> None:
    await sokha.sends_album(WARD, caption="58% hospitals", reply_to=request_)
    album = [message for message in await sokha.person.messages() if message.mine][-3]
    if saved:
        await sokha.presses("form:save")
    await sokha.edits(album, "59% hospitals")
    await sokha.presses("general:change_edit")
    summary = await sokha.summary()
    assert (summary["value"], summary["evidence"]) == ("59 %", "ward.pdf, roof.pdf, well.pdf")
    await sokha.presses("form:save")
    assert (await evidence_of(health))[-1] == ["ward.pdf", "roof.pdf", "well.pdf"]


async def test_an_edited_answer_keeps_the_evidence(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    await sokha.says("/jmi 2008-4")
    await sokha.presses("indicators:report")
    await sokha.says("58", "in the distrcts")
    note = [message for message in await sokha.person.messages() if message.mine][-1]
    await sokha.presses("form:skip")
    await sokha.presses("form:skip")
    await sokha.sends_album(WARD)
    await sokha.presses("form:save")
    await sokha.edits(note, "in the districts")
    await sokha.presses("general:change_edit")
    await sokha.presses("form:save")
    first, second = await stored_reports(health)
    assert (second.version, second.note) == (2, "in the districts")
    assert _names(first) == _names(second) == ["ward.pdf", "roof.pdf", "well.pdf"]


async def test_what_comes_after_a_report_joins_its_evidence(
    health: Stage, dara: Player, sokha: Player, request_: SeenMessage
) -> None:
    """A photo or a link below a report that awaits review, or just after it, until it was reviewed."""
    await sokha.sends_file("ward.pdf", caption="58% hospitals", reply_to=request_)
    await sokha.presses("form:save")
    await sokha.sends_album(WARD[1:])
    await sokha.presses("indicators:add_evidence", 1)
    assert (await sokha.summary())["evidence"] == "ward.pdf, roof.pdf, well.pdf"
    await sokha.presses("form:save")
    recorded = (await sokha.finds("indicators/recorded")).message
    await sokha.says("https://moh.gov.kh/report", reply_to=recorded)
    await sokha.presses("indicators:add_evidence", 2)
    await sokha.presses("form:save")
    last = (await stored_reports(health))[-1]
    assert (last.value, last.note, len(last.evidence)) == (58, "hospitals\nhttps://moh.gov.kh/report", 3)
    await dara.forges("indicators/accept:3")
    recorded = (await sokha.finds("indicators/recorded")).message
    await sokha.sends_file("late.pdf", reply_to=recorded)
    await sokha.does_not_offer("indicators:add_evidence")


def _names(report: Submission) -> list[Any]:
    return [file.name for file in report.evidence]


async def test_the_history_names_every_file(health: Stage, dara: Player, sokha: Player) -> None:
    indicator_id = await defines(dara)
    await sokha.sends_album(WARD, caption="/jmi 2008-4 58%")
    await sokha.presses("form:save")
    await reports(sokha, "2008-4 59%")
    await dara.forges(f"history/show:indicator:{indicator_id}")
    await dara.reads_fact("ward.pdf", "roof.pdf", "well.pdf")
