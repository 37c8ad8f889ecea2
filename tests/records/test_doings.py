"""Who is to do what, as a note-taker types it into an open record without a word before it (G6, A1)."""

from datetime import date

from tests.records.conftest import actions, written
from tests.support.stage import Player, Stage
from twg.language.addressees import Nameable
from twg.language.record_sentences import read_record

TODAY = date(2026, 12, 15)
KNOWN = [
    Nameable("institution:1", ("MoH", "ក្រសួងសុខាភិបាល")),
    Nameable("institution:2", ("ADB",)),
    Nameable("institution:3", ("WHO",)),
    Nameable("institution:4", ("UNICEF",)),
    Nameable("partners", ("DPs",)),
    Nameable("role:chair", ("Chair",)),
    Nameable("secretariat", ("Secretariat",)),
    Nameable("person:1", ("Dara Chan",), ("Dara Chan",)),
]
MARCH, FRIDAY = date(2027, 3, 5), date(2026, 12, 18)

#: Who, words that leave the last day open, and the last day of the one action that a line is.
DOINGS: dict[str, tuple[str, str, date | None]] = {
    "WHO to circulate the draft by 5 March": ("WHO", "", MARCH),
    "agreed: UNICEF to share the list by Friday": ("UNICEF", "", FRIDAY),
    "The Chair asked ADB to present next time": ("ADB", "", None),
    "MoH will send the letter": ("MoH", "", None),
    "MoH shd send letter tmrw": ("MoH", "", date(2026, 12, 16)),
    "MoH to continue the training of nurses": ("MoH", "", None),
    "UNICEF and WHO to share the figures by COB Friday": ("UNICEF, WHO", "", FRIDAY),
    "Dr. Dara Chan to follow up with MEF asap": ("Dara Chan", "asap", None),
    "H.E. Dara Chan (MoP) will sign the letter tomorrow": ("Dara Chan", "", date(2026, 12, 16)),
    "GIZ to prepare a note by 20 Jan": ("GIZ", "", date(2027, 1, 20)),
    "ADB: share list by Friday": ("ADB", "", FRIDAY),
    "ADB -> circulate draft, 5 Mar": ("ADB", "", MARCH),
    "MoH send the letter": ("MoH", "", None),
    "3) Secretariat to send out the minutes (Friday)": ("Secretariat", "", FRIDAY),
    "The list is to be shared by UNICEF by Friday": ("UNICEF", "", FRIDAY),
    "Draft to be circulated by WHO before 5 March": ("WHO", "", MARCH),
    "All DPs to comment by end March": ("All DPs", "end March", date(2027, 3, 31)),
    "AP1: MoH to send the letter by 20 Jan": ("MoH", "", date(2027, 1, 20)),
    "MoH to send the list by 10 Nov": ("MoH", "10 Nov", None),
    "ADB to report on districts in 5 provinces": ("ADB", "", None),
    "WHO TO CIRCULATE DRAFT BY 5 MARCH": ("WHO", "", MARCH),
    "ក្រសួងសុខាភិបាលត្រូវផ្ញើលិខិត មុនថ្ងៃទី៥ ខែមីនា": ("ក្រសួងសុខាភិបាល", "", MARCH),
    "ប្រធានស្នើឱ្យ ADB ធ្វើបទបង្ហាញ លើកក្រោយ": ("ADB", "", None),
    "UNICEF ត្រូវ share list មុនថ្ងៃសុក្រ": ("UNICEF", "", FRIDAY),
    "ឯកភាព៖ WHO នឹងផ្ញើរបាយការណ៍ ត្រឹមចុងខែមករា": ("WHO", "", date(2027, 1, 31)),
    "MoH nung phnher likhit": ("MoH", "", None),
    "UNICEF 2 share the list b4 Fri": ("UNICEF", "", FRIDAY),
    "លោក Dara Chan ត្រូវរៀបចំសាល": ("Dara Chan", "", None),
    "prothean oy UNICEF phnher list": ("UNICEF", "", None),
    "prothean snaer oy ADB present lerk kroy": ("ADB", "", None),
    "MoF + UNFPA look at midwife salaries, before next plenary": ("MoF, UNFPA", "", None),
    "WHO & MEDiCAM draft ToR by 22/1": ("WHO, MEDiCAM", "", date(2027, 1, 22)),
    "MoH/WHO check salaries by 15 jan": ("MoH, WHO", "", date(2027, 1, 15)),
    "Dara Chan + ADB review the list": ("Dara Chan, ADB", "", None),
    "agreed: UNICEF and MoH check the 58/61 difference by 22 dec": ("UNICEF, MoH", "", date(2026, 12, 22)),
    "Action: secretariat sends the minutes by friday": ("secretariat", "", FRIDAY),
    "secretariat sends the minutes by friday": ("secretariat", "", FRIDAY),
    "action: UNICEF and WHO check the figures": ("UNICEF, WHO", "", None),
}
#: What only says how something is, who comes, or what somebody asks.
OTHERS = (
    "WHO will be late",
    "Kenji will not come",
    "WHO nung mok yeut",
    "JMI will improve next year",
    "MoH present, WHO absent",
    "UNICEF report is late",
    "DPs provide 60% of the budget",
    "DPs share the concern of MoH",
    "we will send it",
    "Should WHO send it?",
    "Next meeting: 12 June",
    "Sokha: budget too low",
    "MoH 2 clinics",
    "the budget is not approved yet",
    "WHO cannot circulate the draft before March",
    "MoH might send the letter",
    "MoH + WHO report is late",
    "MoH & WHO support the proposal",
    "HSP & NSDP review by Friday",
    "WHO said they will be late",
    "WHO said 58%",
    "decision on the plan is pending",
    "decision 2 is wrong",
    "note it in the record",
    "MoH reports the figures",
    "dec: 15 at MoP",
)
#: Kind and text of lines that have their word without its colon, or tell what somebody said.
PLAIN = {
    "everyone agreed to meet again 28 dec 2pm": ("decision", "everyone agreed to meet again 28 dec 2pm"),
    "all partners agreed that the fees stay": ("decision", "the fees stay"),
    "decision the HSP 2027 goes to minister": ("decision", "the HSP 2027 goes to minister"),
    "decided 5% for NGOs": ("decision", "5% for NGOs"),
    "dec: budget endorsed": ("decision", "budget endorsed"),
    "agreed – two outreach teams, budget 40k": ("decision", "two outreach teams, budget 40k"),
    "agreed: MoH supports the proposal": ("decision", "MoH supports the proposal"),
    "note sovann left at 10": ("note", "sovann left at 10"),
    "ចំណាំ លោកសុវណ្ណចាកចេញម៉ោង១០": ("note", "លោកសុវណ្ណចាកចេញម៉ោង១០"),
    "WHO said immunisation rate dropped in Mondulkiri": ("note", "WHO said immunisation rate dropped in Mondulkiri"),
    "ក្រសួងសុខាភិបាលបានជម្រាបថា អត្រាចាក់វ៉ាក់សាំងថយចុះ": (
        "note",
        "ក្រសួងសុខាភិបាលបានជម្រាបថា អត្រាចាក់វ៉ាក់សាំងថយចុះ",
    ),
}


def _read(text: str) -> list[tuple[str, str]]:
    return [(line.kind.value, line.text) for line in read_record(text, known=KNOWN, today=TODAY)]


def test_who_does_what_until_when_is_read_without_a_word_before_it() -> None:
    read = {text: read_record(text, known=KNOWN, today=TODAY) for text in DOINGS}
    assert {
        text: [(line.kind.value, line.owners, line.due, line.due_on) for line in lines] for text, lines in read.items()
    } == {text: [("action", *expected)] for text, expected in DOINGS.items()}
    assert [text for text in OTHERS if _read(text)] == []


def test_a_line_is_read_by_its_word_without_a_colon_and_by_who_said_it() -> None:
    assert {text: _read(text) for text in PLAIN} == {text: [line] for text, line in PLAIN.items()}


def test_what_by_itself_is_an_action_or_a_decision_is_not_joined_to_the_line_above() -> None:
    for above in (
        "decision: the ToR is wanted",
        "agreed – a ToR for the review",
        "note: a ToR is wanted",
        "disc: a ToR",
    ):
        assert _read(f"{above}\nWHO + MEDiCAM draft ToR by 22/1\nwe decided that it is public")[1:] == [
            ("action", "WHO + MEDiCAM draft ToR by 22/1"),
            ("decision", "it is public"),
        ]


def test_a_message_of_several_lines_is_taken_line_by_line() -> None:
    assert _read("decision: approve plan\nWHO to circulate it by 5 March") == [
        ("decision", "approve plan"),
        ("action", "WHO to circulate it by 5 March"),
    ]
    assert _read("UNICEF raised a concern. WHO to circulate the draft.") == [
        ("discussion", "UNICEF raised a concern."),
        ("action", "WHO to circulate the draft"),
    ]
    for listed in (
        "Decisions:\n1. The plan is adopted\n2. The budget is approved",
        "Decisions: 1. The plan is adopted 2. The budget is approved",
        "Decision - The plan is adopted\nDecision - The budget is approved",
    ):
        assert _read(listed) == [("decision", "The plan is adopted"), ("decision", "The budget is approved")]
    assert _read("Actions:\n- WHO to circulate it\n- MoH; print it") == [
        ("action", "WHO to circulate it"),
        ("action", "print it"),
    ]
    for two in (
        "WHO to circulate it, UNICEF to comment by Friday",
        "WHO to circulate it; UNICEF to comment by Friday",
        "WHO to circulate it and UNICEF to comment by Friday",
    ):
        assert _read(two) == [("action", "WHO to circulate it"), ("action", "UNICEF to comment by Friday")]
    assert len(_read("ADB to call UNICEF and WHO to agree on it")) == 1
    assert _read("1) WHO to send it\n2) MoH; print it; 20 January") == [
        ("action", "WHO to send it"),
        ("action", "print it"),
    ]
    for decided in ("minutes of last mtg approved", "agenda adopted w/o changes", "អង្គប្រជុំ agreed to postpone it"):
        assert _read(decided) == [("decision", decided)]
    assert _read("decided - next plenary in March") == [("decision", "next plenary in March")]
    assert _read("សម្រេច អនុម័តថវិកា") == [("decision", "សម្រេច អនុម័តថវិកា")]
    assert _read("concl: figures late\nnb: CRDB absent") == [("conclusion", "figures late"), ("note", "CRDB absent")]
    assert _read("discussion: the plan\nMoH will review it") == [("discussion", "the plan\nMoH will review it")]


async def test_what_is_typed_in_a_plenary_is_an_action_that_can_be_undone(
    health: Stage, dara: Player, sokha: Player, record: int
) -> None:
    await dara.says("UNFPA to circulate the draft by 5 March", "agreed: JICA to share the list by Friday")
    await dara.offers("records:undo", 2)
    await dara.says("The Chair asked UNFPA to present next time")
    await dara.offers("records:when", 3)
    await dara.says("undo")
    await dara.says("UNFPA to present the study at the next plenary")  # no question about the next plenary
    await dara.says("undo", "figures to be checked by somebody")
    await dara.presses("records:note_as", record, "decision")
    await dara.presses("records:undo", 5)
    await sokha.says("UNFPA to circulate the draft by 5 March")  # she keeps no record
    assert [kind for _item, kind, _text in await written(health)] == ["action", "action"]
    assert await actions(health) == [("UNFPA", "", MARCH), ("JICA", "", FRIDAY)]
