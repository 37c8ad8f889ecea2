"""Members correct the draft of the minutes paragraph by paragraph; the secretariat accepts, or says why not (G6)."""

import pytest

from storage.actions import find_action
from storage.decisions import find_decision
from tests.meetings.conftest import local
from tests.minutes.conftest import circulates, held, newest, text_of
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience
from twg.language.minute_corrections import Correction, Words, read_correction, read_corrections
from twg.language.minute_instructions import Instruction, carried_out, fitted, number_replaced, read_remark, removes

__all__ = ["held"]

READ = {
    "4": Correction(4),
    "[៤]": Correction(4),
    "4: 58% → 61%": Correction(4, Words("61%", "58%")),
    "paragraph 4 -> 61%": None,
    "Paragraph 4: “58%” => “61%”": Correction(4, Words("61%", "58%")),
    "4. The figures are complete.": Correction(4, Words("The figures are complete.")),
    "para 12 should read: The figures are complete": Correction(12, Words("The figures are complete")),
    "កថាខណ្ឌទី៤៖ ៥៨% → ៦១%": Correction(4, Words("៦១%", "៥៨%")),
    "4: 58% → 61% → 62%": None,
    "4: → 61%": None,
    "the figures are wrong": None,
    "12 people came": None,
}


#: The tenth paragraph of some minutes.
PARAGRAPH = "The report is sent in May. Mr Soka thanked everybody."


def test_corrections_as_people_write_them() -> None:
    assert {text: read_correction(text) for text in READ} == READ


async def test_a_paragraph_is_corrected_by_its_number_in_every_way(
    health: Stage, dara: Player, sokha: Player, held: int
) -> None:
    await dara.forges("records:close_anyway:1")
    await dara.forges(f"minutes:word:{held}:ph")
    await dara.presses("minutes:send", held)
    assert (await dara.summary())["correct_by"]
    await dara.presses("form:save")
    await health.settle()
    await sokha.is_told("document_circulated")
    draft = await sokha.person.last()
    await sokha.presses("minutes:choose", held)
    await sokha.presses("minutes:correct", 2)
    await sokha.says("the figures are complete")
    await sokha.sees("minutes/correction", heading="yours", correction__old="the figures are not complete")
    await dara.is_told("minutes_correction")
    await dara.presses("minutes:accept", 1)
    await sokha.is_told("minutes_correction_decided")
    assert await text_of(health, held, 2) == "the figures are complete"
    await sokha.says("1: 58% → 61%", reply_to=draft)
    await sokha.sees("minutes/correction", heading="yours", correction__number=1)
    await sokha.says("4: អនុម័ត → ឯកភាព")
    await sokha.sees("minutes/correction", heading="yours", correction__number=4)
    await everybody_looks_away(dara)
    await dara.says("/minutes")
    await dara.presses("minutes:show", 1)
    await dara.presses("minutes:corrections", 1, 1)
    await dara.presses("minutes:refuse", 2)
    await dara.says("The survey of October says 58%")
    await sokha.is_told("minutes_correction_decided")
    await sokha.reads_fact("The survey of October says 58%")
    states = [(each.number, each.state.value, each.why) for each in (await newest(health, held)).corrections]
    assert states == [
        (2, "accepted", ""),
        (1, "refused", "The survey of October says 58%"),
        (4, "proposed", ""),
    ]
    await sokha.forges("minutes:withdraw:3")
    await dara.forges("minutes:accept:3")
    await dara.is_refused("minutes#correction_decided")


INSTRUCTIONS = {
    "10: May should be June": ("May", "June"),
    "point 10: June not May": ("May", "June"),
    "in point 10 please replace May by June": ("May", "June"),
    "ចំណុចទី១០ សូមប្តូរ May ជា June": ("May", "June"),
    "chomnoch 10: June min men May": ("May", "June"),
    "para 10 – instead of “sent” it should read “shown”": ("sent", "shown"),
    "paragraph 10, delete the last sentence": (PARAGRAPH, "The report is sent in May."),
    "កថាខណ្ឌ ១០ លុបប្រយោគចុងក្រោយ": (PARAGRAPH, "The report is sent in May."),
    "add to 10: UNICEF agreed.": (PARAGRAPH, f"{PARAGRAPH} UNICEF agreed."),
    "My name is wrong in point 10: Sokha, not Soka": ("Soka", "Sokha"),
    "10 is wrong": None,
    "10: the month should be June": None,
    "The date in point 10 is wrong, it should be 12 June": None,
}


def test_what_is_said_about_a_paragraph_never_stands_in_its_place() -> None:
    for text, made in INSTRUCTIONS.items():
        said = read_correction(text)
        assert said is not None, text
        assert (said.number, said.words) == (10, None), text
        assert said.instruction is not None, text
        assert carried_out(said.instruction, PARAGRAPH) == made, text


#: A paragraph with numbers that are part of others.
COUNTED = "At 9:00 12 members and 3 guests were present on 3 March, 112 by phone. UNICEF shares the list."
#: What an instruction, or old and new words, replaces in it; None where the person is asked.
MADE: dict[str, tuple[str, str] | None] = {
    "14 members, not 12": (COUNTED, COUNTED.replace("12", "14", 1)),
    "not 12 but 14 members": (COUNTED, COUNTED.replace("12", "14", 1)),
    "14 people, not 12": None,
    "4 guests, not 3 guests": ("3 guests", "4 guests"),
    "5 March, not 3 March": ("3 March", "5 March"),
    "WHO, not UNICEF as written": ("UNICEF", "WHO"),
    "the list should be shared by WHO": None,
    "it says 12 members, it was 14": (COUNTED, COUNTED.replace("12", "14", 1)),
    "the minutes say UNICEF but it should be WHO": ("UNICEF", "WHO"),
    "កំណត់ហេតុសរសេរថា UNICEF ប៉ុន្តែ WHO": ("UNICEF", "WHO"),
}


def test_words_replace_what_differs_and_never_stand_beside_what_is_meant_to_go() -> None:
    assert {text: carried_out(Instruction(text), COUNTED) for text in MADE} == MADE
    assert fitted("12 members", "14", COUNTED) == ("12", "14")
    assert number_replaced("14 members", COUNTED) == (COUNTED, COUNTED.replace("12", "14", 1))
    assert number_replaced("14 ministers", COUNTED) is None
    assert read_remark("it says 12 members, it was 14") is not None
    assert read_remark("WHO not UNICEF") is None


REMOVED = ("remove paragraph 8", "8 should be deleted", "delete 8", "លុបចំណុចទី៨", "chomnoch 8 lub chaol")


def test_several_corrections_are_read_apart_and_a_paragraph_can_go() -> None:
    for text in REMOVED:
        [said] = read_corrections(text)
        assert (said.number, said.instruction is not None and removes(said.instruction)) == (8, True), text
    for text, numbers in {
        "3: 12 → 14, 5: May → June": [3, 5],
        "3: WHO not UNICEF; 5: May should be June": [3, 5],
        "point 3: 14 not 12 and point 5 delete last sentence": [3, 5],
        "ចំណុចទី៣៖ ១៤ មិនមែន ១២ និងចំណុចទី៥៖ ២ → ៣": [3, 5],
        "3: the budget, 5 pages, is late → early": [3],
    }.items():
        assert [said.number for said in read_corrections(text)] == numbers, text


async def test_what_people_write_about_a_draft_is_proposed_or_asked_once(
    health: Stage, dara: Player, sokha: Player, held: int
) -> None:
    await circulates(dara, held)
    draft = await sokha.person.last()
    await sokha.says("2 is wrong")
    await sokha.asks("words")
    await sokha.presses("form:cancel")
    await sokha.says("remove paragraph 4")
    await sokha.is_refused("minutes#kept_in_register")
    await sokha.says("it says 58%, it was 61%")
    await sokha.sees("minutes/correction", correction__number=1, correction__old="58%", correction__new="61%")
    await sokha.says("1: 61 not 58; 2: complete should be final")
    await sokha.sees("minutes/correction", correction__number=2, correction__new="final")
    await sokha.says("1: 61 not 58; 2: the year is wrong")
    await sokha.presses("minutes:correct", 2)
    await sokha.says("the figures are final")
    await sokha.says("complete → final", reply_to=draft)
    await sokha.sees("minutes/correction", correction__number=2, correction__old="complete")
    await sokha.says("the date is wrong", reply_to=draft)
    await sokha.sees("minutes/which_paragraph", paragraphs=[])
    await sokha.says("district → province", reply_to=draft)
    await sokha.presses("minutes:remark", 3)
    await sokha.sees("minutes/correction", correction__number=3, correction__new="province")
    await sokha.says("1: 61%", reply_to=draft)
    await sokha.sees("minutes/correction", correction__old="58", correction__new="61")
    await sokha.says("2: 8% → 9%")
    await sokha.is_refused("minutes#words_gone")


async def test_a_paragraph_that_goes_leaves_the_numbers_of_the_others(
    health: Stage, dara: Player, sokha: Player, held: int
) -> None:
    await circulates(dara, held)
    await sokha.says("remove paragraph 2")
    await sokha.sees("minutes/correction", correction__number=2, correction__new="")
    await dara.presses("minutes:accept", 1)
    assert [each.number for each in (await newest(health, held)).paragraphs if each.stands] == [1, 3, 4, 5]
    await sokha.says("2: not complete → final")
    await sokha.is_refused("minutes#no_such_paragraph")
    await sokha.says("3: district → province")
    await sokha.sees("minutes/correction", correction__number=3)
    await dara.forges("minutes:text:1:1")
    await dara.does_not_offer("minutes:correct", 2)
    await dara.forges(f"minutes:word:{held}:ph")
    await dara.sees("minutes/document")


async def test_a_paragraph_is_corrected_in_words_and_what_is_not_plain_is_asked(
    health: Stage, dara: Player, sokha: Player, held: int
) -> None:
    await circulates(dara, held)
    await sokha.says("2: not complete should be incomplete")
    await sokha.sees("minutes/correction", correction__old="not complete", correction__new="incomplete")
    await sokha.says("in point 3 please replace district by province")
    await sokha.sees("minutes/correction", correction__old="district", correction__new="province")
    await sokha.says("ចំណុច ១៖ ៦១% មិនមែន ៥៨%")
    await sokha.sees("minutes/correction", correction__old="58%")
    await sokha.says("/minutes")
    await sokha.presses("minutes:show", 1)
    await sokha.presses("minutes:choose", held)
    choice = await sokha.finds("minutes/paragraphs")
    await sokha.says("1: the year should be 2027", reply_to=choice.message)
    await sokha.asks("words")
    await sokha.says("please change the year")
    await sokha.is_refused("minutes#correction_unclear")
    await sokha.says("58% → 61%")
    await sokha.sees("minutes/correction", heading="yours")


async def test_registers_follow_a_paragraph_that_is_corrected(
    health: Stage, dara: Player, sokha: Player, held: int
) -> None:
    await circulates(dara, held)
    await sokha.says("៤៖ អនុម័ត\u200bផែនការ → ឯកភាពលើផែនការ", "3: By  District → by province")
    await dara.forges("minutes:accept:1")
    await dara.forges("minutes:accept:2")
    async with health.assistant.database.read() as session:
        decision, action = await find_decision(session, 1), await find_action(session, 1)
    assert decision is not None
    assert action is not None
    assert (decision.text, action.text) == ("ឯកភាពលើផែនការ", "send the figures by province")


async def test_bad_corrections_are_asked_again_with_what_is_expected(
    health: Stage, dara: Player, sokha: Player, held: int
) -> None:
    await circulates(dara, held)
    await sokha.says("/minutes")
    await sokha.presses("minutes:show", 1)
    await sokha.presses("minutes:choose", held)
    choice = await sokha.finds("minutes/paragraphs")
    for text, refusal in (
        ("the figures are wrong", "minutes#correction_unclear"),
        ("9: a → b", "minutes#no_such_paragraph"),
        ("1: 70% → 71%", "minutes#words_gone"),
        ("1: s → ss", "minutes#words_twice"),
        ("1: 58% of district hospitals are staffed", "minutes#same_words"),
    ):
        await sokha.says(text, reply_to=choice.message)
        await sokha.is_refused(refusal)
    await sokha.says("9: a → b")
    await sokha.is_refused("minutes#no_such_paragraph")
    await sokha.says("1", reply_to=choice.message)
    await sokha.asks("words")
    await sokha.says("a → b → c")
    await sokha.is_refused("minutes#correction_unclear")
    await sokha.says("58% → 61%")
    await sokha.sees("minutes/correction", heading="yours")
    await sokha.forges("minutes:accept:1")
    await sokha.is_refused("general#not_allowed")


async def test_the_last_day_ends_the_round_and_is_no_day_off(
    health: Stage, dara: Player, sokha: Player, held: int
) -> None:
    await circulates(dara, held)
    assert str((await newest(health, held)).correct_by) == "2026-12-22"
    await health.becomes(local(22, 16))
    await sokha.says("1: 58% → 61%")
    await sokha.sees("minutes/correction", heading="yours")
    await health.becomes(local(23, 9))
    await sokha.looks_away()
    await sokha.forges(f"minutes:choose:{held}")
    await sokha.does_not_offer("minutes:correct", 1)
    await sokha.forges("minutes:correct:1")
    await sokha.is_refused("minutes#corrections_over")
    await dara.is_told("minutes_waiting")


async def test_nobody_else_sees_minutes_or_corrections(health: Stage, dara: Player, sokha: Player) -> None:
    mey = await health.member("Mey", "government", "MoH")
    meeting_id = await announce_meeting(dara, audience=Audience.GOVERNMENT)
    await health.becomes(local(15, 9))
    await everybody_looks_away(dara)
    await mey.says("/here")
    await dara.forges(f"records:start:{meeting_id}")
    await dara.says("conclusion: the quiet annex is complete")
    await health.becomes(local(15, 13))
    await everybody_looks_away(dara)
    await circulates(dara, meeting_id)
    await mey.says("1: complete → finished")
    await mey.sees("minutes/correction")
    for data in ("show:1", "text:1:1", f"choose:{meeting_id}", "corrections:1:1", "correct:1", "correction:1"):
        await sokha.forges(f"minutes:{data}")
        await sokha.is_refused("general#not_found")
    await sokha.says("/minutes")
    await sokha.says("/search quiet annex")
    await sokha.does_not_offer("minutes:show", 1)
    await mey.says("/search quiet annex")
    await mey.presses("minutes:show", 1)
    await mey.says("/minutes")
    await mey.presses("minutes:show", 1)


@pytest.mark.parametrize("verb", ["choose", "correct"])
async def test_before_they_are_sent_there_is_nothing_to_correct(
    health: Stage, dara: Player, sokha: Player, held: int, verb: str
) -> None:
    await sokha.forges(f"minutes:{verb}:{held}")
    await sokha.is_refused("minutes#not_circulating" if verb == "choose" else "general#not_found")
    await dara.forges(f"minutes:send:{held}")
    await dara.is_refused("minutes#record_still_open")
