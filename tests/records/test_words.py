"""What a note-taker says to the record that is open, word by word (G6)."""

from twg.language.record_acts import RecordAct, may_be_said, read_other_figure, read_record_act

CLOSES, NEXT = RecordAct(closes=True), RecordAct()
ACTS: dict[str, RecordAct | None] = {
    "ok meeting over, close it": CLOSES,
    "The meeting is closed.": CLOSES,
    "close the record please": CLOSES,
    "meeting adjourned": CLOSES,
    "ok, let's end the meeting": CLOSES,
    "រួចរាល់ហើយ បិទកំណត់ហេតុ": CLOSES,
    "សូមបិទកំណត់ត្រា": CLOSES,
    "កិច្ចប្រជុំចប់ហើយ": CLOSES,
    "next item": NEXT,
    "ok next agenda item please": NEXT,
    "let's move on to the next item": NEXT,
    "ចំណុចបន្ទាប់": NEXT,
    "item 2": RecordAct(item=2),
    "Agenda item no. 3": RecordAct(item=3),
    "now move to item 2.": RecordAct(item=2),
    "ចំណុចទី២": RecordAct(item=2),
    "item 0": None,
    "item 2 is done": None,
    "close it": CLOSES,
    "WHO will close the gap": None,
    "next item is the budget": None,
    "the meeting was closed to the public": None,
    "កិច្ចប្រជុំចប់យឺត": None,
}
FIGURES: dict[tuple[str, str], list[str]] = {
    ("no, 7%", "5% for NGOs"): ["7% for NGOs"],
    ("sorry, it is 7 %", "5 % for NGOs in 3 districts"): ["7 % for NGOs in 3 districts"],
    ("no 14", "print 12 copies of 3 annexes"): ["print 14 copies of 3 annexes", "print 12 copies of 14 annexes"],
    ("14, not 12", "print 12 copies of 3 annexes"): ["print 14 copies of 3 annexes"],
    ("not 3 but 4", "print 12 copies of 3 annexes"): ["print 12 copies of 4 annexes"],
    ("ទេ ៧%", "៥% សម្រាប់អង្គការ"): ["7% សម្រាប់អង្គការ"],
    ("7%", "5% for NGOs"): [],
    ("no, 7% is too much", "5% for NGOs"): [],
    ("no, 7", "5% for NGOs"): [],
    ("no", "5% for NGOs"): [],
}


def test_acts_are_read_where_nothing_else_is_said() -> None:
    assert {text: read_record_act(text) for text in ACTS} == ACTS


def test_another_figure_is_put_where_one_of_its_kind_stood() -> None:
    assert {pair: [line for _pair, line in read_other_figure(*pair)] for pair in FIGURES} == FIGURES


def test_questions_and_commands_are_not_offered_as_notes() -> None:
    said = ("Kenji takes the chair until the next plenary", "next meeting 15 Jan", "WHO cannot come")
    asked = (
        "when is the next meeting?",
        "who takes part",
        "show the agenda",
        "please list my actions",
        "សូមបង្ហាញសកម្មភាព",
    )
    assert [text for text in (*said, *asked) if may_be_said(text)] == list(said)
