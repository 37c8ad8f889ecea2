"""What the words below files ask for, apart from what they tell people (D1, D5, D6)."""

from datetime import date

import pytest

from tests.parsing.test_addressees import KNOWN
from twg.language.addressees import Nameable
from twg.language.captions import Caption, Held, named_meetings, read_caption
from twg.language.document_facts import find_language
from twg.language.mentions import Kind
from twg.language.mentions import Nameable as Meant

TODAY = date(2026, 11, 25)
_KNOWN = [
    *(each for each in KNOWN if each.token != "all"),
    Nameable(
        "all",
        ("All members", "members", "សមាជិកទាំងអស់", "សមាជិក", "everyone", "everybody", "all", "samachik teang os"),
        ("All members",),
    ),
    Nameable("core", ("Core group", "ក្រុមស្នូល"), ("Core group",)),
    Nameable("role:lead_facilitator", ("Lead facilitator", "LF"), ("Lead facilitator",)),
]
_MEETINGS = (
    Meant(Kind.MEETING, "Technical meeting", day=date(2026, 12, 8), kinds=("Follow-up",)),
    Meant(Kind.MEETING, "Health plenary", day=date(2026, 12, 17), kinds=("Plenary", "កិច្ចប្រជុំពេញអង្គ")),
)


def read(text: str) -> Caption:
    return read_caption(text, _KNOWN, ["Technical meeting", "HLT TWG"], today=TODAY)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("please send these three papers to everybody", "all"),
        ("for all members pls", "all"),
        ("for LF and Chair only", "leads"),
        ("please share with DPs only", "partners"),
        ("Please share with all DPs", "partners"),
        ("send it to dps and the chair, thanks", "partners role:chair"),
        ("Please send the attached to the DPs and to the LF", "partners role:lead_facilitator"),
        ("Could you please forward these documents to all dps? Thank you", "partners"),
        ("Kindly distribute to all members before the meeting", "all"),
        ("Please circulate this to all members for the plenary of 17 December", "all"),
        ("Please send the three papers to the core group before Friday", "core"),
        ("Urgent: please send to all DPs today", "partners"),
        ("For the attention of all members", "all"),
        ("Only for the Chair and the LF", "leads"),
        ("only for the secretariat", "secretariat"),
        ("all members please", "all"),
        ("Khmer version, please send to all members", "all"),
        ("For the HLT TWG, all members", "all"),
        ("for the Technical meeting, to all members", "all"),
        ("1. for all members\n2. for all members", "all"),
        ("សូមផ្ញើជូនសមាជិកទាំងអស់", "all"),
        ("សូមផ្ញើឯកសារនេះជូនសមាជិកទាំងអស់។", "all"),
        ("សូមផ្ញើឯកសារទាំងបីនេះជូនសមាជិកទាំងអស់", "all"),
        ("សូមចែកជូនសមាជិកទាំងអស់មុនថ្ងៃសុក្រ", "all"),
        ("សូមចែកជូនដៃគូអភិវឌ្ឍន៍តែប៉ុណ្ណោះ", "partners"),
        ("ជូនប្រធាន និងលេខាធិការដ្ឋានតែប៉ុណ្ណោះ", "role:chair secretariat"),
        ("samrab everyone", "all"),
        ("som phnher eksa nis tov everyone", "all"),
        ("som chek choun samachik teang os", "all"),
    ],
)
def test_what_is_only_an_instruction_says_for_whom_and_leaves_no_note(text: str, tokens: str) -> None:
    said = read(text)
    assert (" ".join(sorted(said.tokens)), said.note, said.sends) == (tokens, "", True)


@pytest.mark.parametrize(
    ("text", "tokens", "note"),
    [
        ("Revised figures, please send to all DPs", "partners", "Revised figures"),
        ("Revised figures. Please send to the secretariat", "secretariat", "Revised figures."),
        ("Draft, for the Chair only", "role:chair", "Draft"),
        ("Draft budget for all members", "all", "Draft budget for all members"),
        ("Please share this with the DPs, comments by 12 December", "partners", "comments by 12 December"),
        ("Please read part 2, thanks. Please send to all members", "all", "Please read part 2, thanks."),
        ("1. for all members\n2. Figures of October", "all", "2. Figures of October"),
        ("សូមផ្ញើជូនសមាជិកទាំងអស់ តារាងទី៤ ត្រូវបានកែ", "all", "តារាងទី៤ ត្រូវបានកែ"),
        ("for the plenary, item 3; figures of October", "", "figures of October"),
        ("JICA's comments on the budget; for the meeting of 17 December", "", "JICA's comments on the budget"),
        ("new version v3, replaces the earlier one, table 4 corrected", "", "table 4 corrected"),
        ("Figures corrected in table 4; replaces the version of Monday", "", "Figures corrected in table 4"),
        ("ADB funding call, DPs only, deadline 15 Jan", "partners", "ADB funding call, deadline 15 Jan"),
        (
            "Call for proposals, for the DPs and the chair, by 15 Jan",
            "partners role:chair",
            "Call for proposals, by 15 Jan",
        ),
        ("ADB funding call, for the DPs by 15 Jan", "partners", "ADB funding call, for the DPs by 15 Jan"),
        ("Call for proposals. For all members. Deadline 15 Jan.", "all", "Call for proposals. Deadline 15 Jan."),
        ("Workshop, for all members, 9:30", "all", "Workshop, 9:30"),
        ("Draft, for the plenary, 17 December, for all members, deadline 5 Jan", "all", "Draft, deadline 5 Jan"),
        ("Fund, for the DPs only. For the secretariat only", "", "Fund, for the DPs only. For the secretariat only"),
        ("អំពាវនាវសំណើ, ជូនសមាជិកទាំងអស់, ថ្ងៃផុតកំណត់ ១៥ មករា", "all", "អំពាវនាវសំណើ, ថ្ងៃផុតកំណត់ ១៥ មករា"),
        ("The workshop in Kampot, with all DPs, was good", "", "The workshop in Kampot, with all DPs, was good"),
    ],
)
def test_what_people_are_told_stays_the_note(text: str, tokens: str, note: str) -> None:
    said = read(text)
    assert (" ".join(sorted(said.tokens)), said.note) == (tokens, note)


def test_what_nobody_keeps_stays_word_for_word() -> None:
    words = "Study of midwives, for the plenary of 17 December; acknowledge by Friday. Replaces the old one."
    assert read(words).note == "Study of midwives"
    said = read_caption(words, _KNOWN, held=frozenset(), today=TODAY)
    assert (said.note, said.replaces) == (words, True)
    held = frozenset({Held.RECEIPT, Held.REPLACING})
    said = read_caption(words, _KNOWN, held=held, today=TODAY)
    assert (said.note, said.by) == ("Study of midwives, for the plenary of 17 December", date(2026, 11, 27))


@pytest.mark.parametrize(
    "text",
    [
        "for the meeting of 17 December, item 3",
        "Here is the presentation for the plenary of 17 December, item 2",
        "Presentation for item 2",
        "for the next meeting",
        "Dear Secretariat, please find attached our paper for the plenary, item 2. Best regards, Kenji",
        "សម្រាប់កិច្ចប្រជុំថ្ងៃទី១៧ ខែធ្នូ ចំណុចទី៣",
        "សម្រាប់ការប្រជុំពេញអង្គ",
        "eksa samrab prachum thngai ti 17/12 chamnuch ti 3",
        "Please circulate",
        "សូមមេត្តាជួយផ្ញើ",
        "Please acknowledge by Friday",
    ],
)
def test_what_names_a_meeting_or_asks_for_receipts_leaves_no_note(text: str) -> None:
    said = read(text)
    assert (said.asks, said.note, said.tokens) == (True, "", frozenset())


@pytest.mark.parametrize(
    "text",
    [
        "corrected version, please replace the old one",
        "This replaces the paper sent yesterday",
        "This is version 2. It replaces the version of last week",
        "Sorry wrong file, use this one instead",
        "please ignore the earlier file and send this one to all members",
        "ច្បាប់កែតម្រូវ សូមជំនួសឯកសារចាស់",
        "som chomnus eksa chas",
        "som pdo eksa chas",
    ],
)
def test_that_it_replaces_something_is_an_instruction(text: str) -> None:
    assert (read(text).replaces, read(text).note) == (True, "")


@pytest.mark.parametrize(
    "text",
    [
        "for information",
        "minutes for your approval",
        "កំណត់ហេតុសម្រាប់ការអនុម័ត",
        "Corrected version",
        "FYI",
        "for comments by Friday",
        "Letter to the Chair",
        "for all but the DPs",
        "not for the DPs",
        "for the Chair and Foo",
        "for Sokha's comments",
        "Please do not circulate",
        "please don't send this to all members yet",
        "no need to send this to all members",
        "I will send the papers to the DPs",
        "I sent this to all members",
        "Please send your comments to the secretariat",
        "Please read the annex before the plenary",
        "Please forward to the Minister",
        "I cannot come to the meeting on 15 December",
        "Summary of the mission to Battambang, 3-14 December",
        "Source: WHO",
        "ជូនដំណឹង",
        "សូមអានមុនប្រជុំ",
        "",
    ],
)
def test_what_asks_for_nothing_is_the_note_as_it_was_typed(text: str) -> None:
    said = read(text)
    assert (said.tokens, said.note, said.asks, said.replaces) == (frozenset(), text, False, False)


@pytest.mark.parametrize("text", ["for all members; for dps only", "1. for all members\n2. for the Chair"])
def test_two_audiences_are_none(text: str) -> None:
    assert read(text).tokens == frozenset()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Please acknowledge by Friday", date(2026, 11, 27)),
        ("Please share with the DPs, comments by 12 December", date(2026, 12, 12)),
        ("សូមពិនិត្យ និងផ្តល់យោបល់ត្រឹមថ្ងៃទី១២ ខែធ្នូ", date(2026, 12, 12)),
        ("for the plenary of 17 December", None),
    ],
)
def test_until_when_it_is_to_be_read(text: str, day: date | None) -> None:
    assert read(text).by == day


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("for the meeting of 17 December, item 3", [1]),
        ("for the plenary", [1]),
        ("សម្រាប់កិច្ចប្រជុំថ្ងៃទី១៧ ខែធ្នូ", [1]),
        ("for the Technical meeting", [0]),
        ("for the next meeting", [0]),
        ("for the meeting of 3 December", []),
        ("comments by 17 December", []),
        ("for all members", []),
    ],
)
def test_the_meeting_that_words_name(text: str, places: list[int]) -> None:
    assert named_meetings(text, _MEETINGS, today=TODAY) == places


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Khmer version, please send to all members", "km"),
        ("ជាភាសាខ្មែរ", "km"),
        ("in English only", "en"),
        ("English translation", "en"),
        ("Khmer traditional medicine", ""),
        ("Khmer version and English version", ""),
    ],
)
def test_the_language_that_words_name(text: str, language: str) -> None:
    assert find_language(text) == language
