"""What a message means, clear or not (U2). The kinds are tested here; whole messages in tests/understanding."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twg.language.intents import ANSWERS, REQUESTS, SMALL_TALK, Intent, read_intent

OF_ACTION = (Intent.DONE, Intent.PROGRESS, *REQUESTS, Intent.QUESTION, Intent.LEFT, Intent.WAIT, *SMALL_TALK)


@given(st.text(max_size=300))
def test_any_text_is_read_and_kept_as_typed(text: str) -> None:
    reading = read_intent(text)
    assert reading.note == text.strip()
    assert reading.intent not in reading.others


@pytest.mark.parametrize(
    "text",
    [
        "Done",
        "Yes, done, sent on Monday",
        "all done!!!",
        "It is finished now",
        "ធ្វើរួចហើយ",
        "ruoch haey bong",
        "chob haey",
    ],
)
def test_done_is_clear_where_it_is_whole_and_now(text: str) -> None:
    assert read_intent(text, among=OF_ACTION).is_clearly(Intent.DONE)


#: What limits "done": not, later, if, partly, except, a belief, somebody else's words, a question.
LIMITS = [
    "not {}",
    "it will be {} tomorrow",
    "{} by Friday",
    "if MEF agrees it is {}",
    "{} 60%",
    "half {}",
    "{} except table 4",
    "I think it is {}",
    "Kenji said it is {}",
    "is it {}?",
    "{} or not",
    "should be {}",
    "almost {}",
    "consider it {}",
]


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("word", ["done", "finished", "completed"])
def test_whatever_limits_done_closes_nothing(limit: str, word: str) -> None:
    assert not read_intent(limit.format(word), among=OF_ACTION).is_clearly(Intent.DONE)


@pytest.mark.parametrize("limit", ["មិនទាន់{}", "ជិត{}", "បើ{}", "{}លើកលែងតែទំព័រទី៥", "ស្អែក{}", "{}ឬនៅ", "គាត់ថា{}", "{}?"])
@pytest.mark.parametrize("word", ["រួចហើយ", "រួចរាល់", "ចប់ហើយ"])
def test_whatever_limits_done_in_khmer_closes_nothing(limit: str, word: str) -> None:
    assert not read_intent(limit.format(word), among=OF_ACTION).is_clearly(Intent.DONE)


#: What is done in one place, at one level, with one thing: asked about where the task is "Revise the budget annex".
NARROWED = [
    "done for Kratie",
    "done with this bot",
    "done in two provinces",
    "រួចរាល់សម្រាប់ក្រចេះ",
    "done at MoH level",
    "finished the first part",
    "Completed in Kratie and Takeo",
    "Kratie is done",
    "Done for our department",
    "done with MoP",
    "Done on the legal part",
    "done within the ministry",
    "finished the slides",
    "completed the training report",
    "done with the printer",
    "We are done with chapter 2",
    "done for the two districts",
    "done for HE Sok",
    "done with Kenji",
    "For Kratie it is done",
    "In Takeo we have finished",
    "Done, for Kratie",
    "Done: Kratie, Takeo",
    "done from the technical side",
    "Done at provincial level",
    "រួចរាល់នៅក្រចេះ",
    "រួចហើយនៅថ្នាក់ក្រសួង",
    "រួចរាល់ក្នុងខេត្តពីរ",
    "រួចហើយ ២ ខេត្ត",
    "ខេត្តក្រចេះរួចហើយ",
    "ក្រចេះ រួចហើយ",
    "ចប់ហើយខាងបច្ចេកទេស",
    "រួចហើយជាមួយ MoP",
    "រួចរាល់ចំពោះក្រសួងសុខាភិបាល",
    "ធ្វើរួចហើយនៅតាមស្រុក",
    "បានបញ្ចប់ផ្នែកទី១",
    "ruoch haey nov Kratie",
    "ruoch haey samrab khet Takeo",
    "done for ខេត្តក្រចេះ",
    "រួចរាល់ត្រឹមឃុំ",
    "done for now in Kratie",
    "completed last week in Kratie",
    "done in 3 districts",
    "Completed with the district office",
    "Phnom Penh done",
    "Done, in Kratie",
    "all finished at district level",
    "done on our legal side",
]
#: When, for what occasion, all of it, how, with whose help, to whom, in words of its title: clear.
WHOLE = [
    "done for the plenary",
    "done on Monday",
    "done, sent to CRDB",
    "Done",
    "Done with it",
    "done with everything",
    "done for all provinces",
    "Completed in all districts",
    "Done in time",
    "Done on time bong",
    "done on 2 December",
    "Done in Khmer and English",
    "Done with the support of UNICEF",
    "Finished the budget annex",
    "We have completed the revision of the budget annex",
    "finished it",
    "completed the task",
    "Done at last",
    "done at 3pm",
    "Done at the meeting",
    "Done, in the shared folder",
    "Done, with thanks",
    "Finished on Monday and sent to MEF for information",
    "Done and sent to the ministry on Monday",
    "All done in full",
    "done for the GDCC",
    "Done this morning at the meeting",
    "រួចរាល់នៅថ្ងៃទី១ ខែធ្នូ",
    "រួចហើយសម្រាប់កិច្ចប្រជុំ",
    "រួចរាល់ទាំងអស់",
    "រួចហើយនៅគ្រប់ខេត្ត",
    "រួចរាល់ទូទាំងប្រទេស",
    "រួចហើយ ផ្ញើជូន CRDB",
    "រួចរាល់ហើយ ម្សិលមិញ",
    "រួចរាល់ក្នុងពេលប្រជុំ",
    "រួចហើយ ផ្ញើទៅក្រសួង",
    "ruoch haey nov thngai chan",
    "ruoch haey samrab prochum",
    "ធ្វើរួចហើយជាភាសាខ្មែរ",
    "ធ្វើរួចហើយជាមួយការគាំទ្រពី UNICEF",
    "Done in accordance with the comments",
    "Done for the annex",
    "done within the week",
    "Done, letter signed on Monday",
    "The annex is finished in Excel",
]


@pytest.mark.parametrize("text", NARROWED)
def test_done_of_a_place_a_part_or_another_thing_closes_nothing(text: str) -> None:
    assert not read_intent(text, among=OF_ACTION, title="Revise the budget annex").is_clearly(Intent.DONE)


@pytest.mark.parametrize("text", WHOLE)
def test_done_with_when_how_and_for_what_occasion_is_clear(text: str) -> None:
    assert read_intent(text, among=OF_ACTION, title="Revise the budget annex").is_clearly(Intent.DONE)


def test_a_place_that_the_title_names_limits_nothing() -> None:
    for text in ("done for Kratie", "Kratie is done", "រួចរាល់សម្រាប់ខេត្តក្រចេះ", "finished the figures of Kratie"):
        assert read_intent(text, title="Send the figures of Kratie province").is_clearly(Intent.DONE)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("I will attend", Intent.YES),
        ("knhom tov", Intent.YES),
        ("ខ្ញុំ\u200bនឹង\u200bចូលរួម", Intent.YES),
        ("I cannot make it", Intent.NO),
        ("ot ban tov te", Intent.NO),
        ("ទៅមិនបានទេ", Intent.NO),
        ("not sure yet", Intent.MAYBE),
        ("I will come if I am back", Intent.MAYBE),
        ("I come 20 minutes late", Intent.LATE),
        ("Dr. Sok Vanna will represent me", Intent.DELEGATE),
    ],
)
def test_an_answer_to_an_invitation_is_read(text: str, intent: Intent) -> None:
    assert read_intent(text, among=ANSWERS).is_clearly(intent)


@pytest.mark.parametrize(
    "text",
    [
        "Kenji will come",
        "the report will come tomorrow",
        "we will go to Kratie next week",
        "Please come to my office",
        "I would come on Monday",
        "សូមផ្ញើរបៀបវារៈមក",
        "ខ្ញុំទៅខេត្តក្រចេះ",
        "គាត់អត់ទៅទេ",
    ],
)
def test_who_else_comes_or_where_else_one_goes_is_no_answer(text: str) -> None:
    assert not read_intent(text, among=ANSWERS).is_clearly(*ANSWERS)


@pytest.mark.parametrize("text", ["ok", "👍", "thank you bong", "បាទ អរគុណ", "Good morning", "noted, thanks"])
def test_small_talk_says_nothing(text: str) -> None:
    assert read_intent(text).is_clearly(*SMALL_TALK)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("Can I get one more week please", Intent.MORE_TIME),
        ("សុំពន្យារពេល", Intent.MORE_TIME),
        ("som pel 1 atit tiet", Intent.MORE_TIME),
        ("please give this to Ms Chanthy", Intent.HAND_OVER),
        ("សូមផ្ទេរការងារនេះទៅលោក វណ្ណៈ", Intent.HAND_OVER),
        ("ខ្ញុំត្រូវបានផ្លាស់ទៅបម្រើការងារនៅក្រសួងផែនការ", Intent.LEFT),
        ("ទេ កុំទាន់លុប", Intent.CANCEL),
        ("No, do not remove it yet", Intent.CANCEL),
        ("this is not our task", Intent.NOT_MINE),
        ("is it still needed?", Intent.STILL_NEEDED),
        ("គ្មានទិន្នន័យទេ", Intent.NO_DATA),
        ("I moved to the Ministry of Planning", Intent.LEFT),
        ("Which districts?", Intent.QUESTION),
    ],
)
def test_requests_are_recognised(text: str, intent: Intent) -> None:
    assert read_intent(text).is_clearly(intent)


def test_a_long_message_is_read_in_time() -> None:
    text = "We have finished the tables of the annex, and the rest will follow when MEF has sent the ceilings. " * 10
    read_intent(text)
    begun = time.process_time()
    for _ in range(10):
        read_intent(text)
    assert (time.process_time() - begun) / 10 < 0.05


@pytest.mark.parametrize(
    ("text", "title", "intent", "clear"),
    [
        ("Sent to 5 people", "Send the draft budget", Intent.DONE, False),
        ("Sent to all 25 provinces", "Send the draft budget", Intent.DONE, True),
        ("Done, sent with letter no. 234", "", Intent.DONE, True),
        ("The annex is with HE now for signature", "", Intent.PROGRESS, True),
        ("please give us until 15 December, HIS is still cleaning", "", Intent.MORE_TIME, True),
        ("impossible before the 10th, propose 22 December", "", Intent.MORE_TIME, True),
        ("ថ្ងៃទី១០ មិនទាន់ទេបង សុំដល់ថ្ងៃទី២០", "", Intent.MORE_TIME, True),
        ("why me? this belongs to MEF", "", Intent.NOT_MINE, True),
        ("please give this to Vannak he has all the files", "", Intent.HAND_OVER, True),
        ("yes and no", "", Intent.YES, False),
        ("I will come on the 17th", "", Intent.YES, True),
        ("ថ្ងៃហ្នឹងខ្ញុំនៅក្រៅប្រទេស", "", Intent.NO, True),
        ("ot toan jbas te bong", "", Intent.MAYBE, True),
    ],
)
def test_names_and_numbers_are_not_taken_for_words(text: str, title: str, intent: Intent, clear: bool) -> None:
    reading = read_intent(text, title=title)
    assert (reading.intent, reading.clear) == (intent, clear)
