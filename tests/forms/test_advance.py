"""The form engine by itself: whatever is entered, it never raises, loses or makes up an answer."""

from dataclasses import replace
from datetime import date, time, timedelta
from enum import Enum
from typing import Any, TypeGuard

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.forms.advance import (
    Ask,
    Cancelled,
    Choose,
    Confirm,
    Done,
    Navigation,
    Outcome,
    Step,
    advance,
    reopen_refused,
)
from handlers.forms.fields import Field
from handlers.forms.file_field import CaptionLeftOut, FileField, FileKept
from handlers.forms.reading import State, read
from handlers.forms.surroundings import Chosen, Entry, Option, Sent, Typed, Unusable
from storage.meetings import MeetingKind
from tests.forms.every_kind import AROUND, DEFINITION, EveryKind
from twg.core.files import SentFile
from twg.core.refusals import NotAChoice

NAMES = [question.name for question in DEFINITION.fields]
COMPLETE = {
    "title": "Plenary",
    "kind": "plenary",
    "day": "2026-12-15",
    "at": "9:00",
    "lasts": None,
    "house": "1",
    "paper": None,
    "agenda": {"lines": ["Opening", "Budget"], "done": True},
}

good = st.sampled_from(
    [
        "Plenary",
        "sub_group",
        "15/12/2026",
        "tomorrow",
        "9:00",
        "២ ម៉ោង",
        "UNFPA",
        "Opening\nBudget",
        "x" * 25,
        "31/11/2026",
    ]
)
keys = st.sampled_from(["plenary", "sub_group", "2026-12-15", "2020-01-01", "0", "1", "7", "", "x"])
files = st.builds(
    SentFile,
    handle=st.just("handle"),
    name=st.text(min_size=1, max_size=10),
    mime_type=st.just("application/pdf"),
    size_bytes=st.integers(0, 60 * 1024 * 1024),
)
entries: st.SearchStrategy[Entry] = st.one_of(
    st.builds(Typed, good),
    st.builds(Typed, st.text(max_size=40)),
    st.builds(Chosen, keys),
    st.builds(Sent, files, st.text(max_size=10)),
    st.builds(Unusable, st.just("sticker")),
)
steps = st.builds(Step, st.sampled_from(Navigation), st.sampled_from(["", "nonsense", *NAMES]))
starts = st.sampled_from([State(), State(COMPLETE)])
inputs = st.lists(st.one_of(entries, steps), max_size=40)


def state_of(outcome: Outcome) -> State | None:
    return None if isinstance(outcome, Cancelled) else outcome.state


def play(state: State, entered: list[Entry | Step]) -> list[tuple[State, Entry | Step, Outcome]]:
    """What came of each entry, up to the end of the form."""
    told = []
    for entry in entered:
        outcome = advance(DEFINITION, state, entry, AROUND)
        told.append((state, entry, outcome))
        if isinstance(outcome, (Cancelled, Done)):
            break
        state = outcome.state
    return told


@given(starts, inputs)
def test_it_ends_only_when_it_is_told_to(start: State, entered: list[Entry | Step]) -> None:
    for _before, entry, outcome in play(start, entered):
        if isinstance(outcome, Cancelled):
            assert isinstance(entry, Step)
            assert entry.navigation is Navigation.CANCEL
        if isinstance(outcome, Done):
            assert isinstance(entry, Step)
            assert entry.navigation in {Navigation.SAVE, Navigation.SAVE_NOW}


@given(starts, inputs)
def test_it_is_done_only_when_everything_needed_reads_well(start: State, entered: list[Entry | Step]) -> None:
    for before, _entry, outcome in play(start, [*entered, Step(Navigation.SAVE)]):
        if isinstance(outcome, Done):
            assert outcome.state == before
            assert read(DEFINITION, before, AROUND).current is None
            EveryKind(**{"sub_group": None, **outcome.values})


@given(starts, inputs)
def test_no_answer_is_lost_except_by_another_for_the_same_question(start: State, entered: list[Entry | Step]) -> None:
    for before, entry, outcome in play(start, entered):
        after = state_of(outcome)
        if after is None or (isinstance(entry, Step) and entry.navigation is Navigation.ANEW):
            continue
        open_now = read(DEFINITION, before, AROUND).current
        for name, raw in before.answers.items():
            if after.answers.get(name) == raw or is_list_reopened(raw, after.answers.get(name)):
                continue
            at_question = None if open_now is None else open_now.name
            if name != at_question and raw is None and comes_with_a_caption(open_now, entry):
                assert isinstance(DEFINITION.field(name), FileField)
                assert after.answers[name] == entry.file.model_dump(mode="json"), (
                    "a question for a file that was skipped"
                )
                continue
            assert name == at_question


def is_list_reopened(before: Any, after: Any) -> bool:
    """A list to which more can be added again."""
    is_list = isinstance(before, dict) and isinstance(after, dict) and "lines" in before
    return is_list and before["lines"] == after.get("lines")  # a file is kept as a mapping too


def comes_with_a_caption(open_now: Field | None, entry: Entry | Step) -> TypeGuard[Sent]:
    """A file to a question that asks for words: its caption answers, the file goes where one is asked for."""
    return isinstance(entry, Sent) and not isinstance(open_now, FileField)


@given(starts, inputs)
def test_what_is_refused_changes_nothing(start: State, entered: list[Entry | Step]) -> None:
    for before, entry, outcome in play(start, entered):
        if isinstance(entry, Step) or not isinstance(outcome, (Ask, Confirm)) or outcome.refusal is None:
            continue
        if isinstance(outcome.refusal, (CaptionLeftOut, FileKept)):
            assert isinstance(entry, Sent)
            assert outcome.state.answers["paper"]["handle"] == entry.file.handle, "the file is taken, not its words"
            continue
        expected: State | None = before
        if comes_with_a_caption(read(DEFINITION, before, AROUND).current, entry):
            expected = state_of(advance(DEFINITION, before, Typed(entry.caption), AROUND))
        assert outcome.state == expected, "of a file that is refused the caption is taken as if it had been typed"


@given(starts, inputs)
def test_a_file_is_kept_or_its_refusal_is_said(start: State, entered: list[Entry | Step]) -> None:
    for _before, entry, outcome in play(start, entered):
        if isinstance(entry, Sent):
            assert isinstance(outcome, (Ask, Confirm))
            kept = outcome.state.answers.get("paper") == entry.file.model_dump(mode="json")
            assert kept or outcome.refusal is not None


@given(starts, inputs)
def test_every_stored_answer_was_fit_when_it_was_given(start: State, entered: list[Entry | Step]) -> None:
    for _before, _entry, outcome in play(start, entered):
        state = state_of(outcome)
        for name, raw in ({} if state is None else state.answers).items():
            if raw is not None:
                DEFINITION.field(name).read(raw, AROUND)


@given(starts, inputs)
def test_the_position_is_that_of_the_open_question(start: State, entered: list[Entry | Step]) -> None:
    for _before, _entry, outcome in play(start, entered):
        if isinstance(outcome, Ask):
            assert 1 <= outcome.position <= outcome.total <= len(NAMES)


@given(starts, inputs)
def test_looking_again_changes_nothing(start: State, entered: list[Entry | Step]) -> None:
    for _before, _entry, outcome in play(start, entered):
        state = state_of(outcome)
        if state is not None:
            again = advance(DEFINITION, state, Step(Navigation.LOOK), AROUND)
            assert state_of(again) == state


@given(inputs, st.sampled_from(["nonsense", "", *NAMES]))
def test_a_refused_operation_opens_its_field_and_keeps_the_answers(entered: list[Entry | Step], name: str) -> None:
    told = play(State(COMPLETE), entered)
    state = state_of(told[-1][2]) if told else State(COMPLETE)
    refusal = NotAChoice(field=name or None)
    outcome = reopen_refused(DEFINITION, state or State(COMPLETE), refusal, AROUND)
    assert isinstance(outcome, (Ask, Confirm))
    assert outcome.refusal is refusal
    assert set(outcome.state.answers) == set((state or State(COMPLETE)).answers)


def test_a_complete_form_is_confirmed_then_done() -> None:
    confirmed = advance(DEFINITION, State(COMPLETE), Step(Navigation.LOOK), AROUND)
    assert isinstance(confirmed, Confirm)
    done = advance(DEFINITION, State(COMPLETE), Step(Navigation.SAVE), AROUND)
    assert isinstance(done, Done)
    assert done.values == {
        "title": "Plenary",
        "kind": MeetingKind.PLENARY,
        "day": date(2026, 12, 15),
        "at": time(9),
        "house": "1",
        "agenda": ["Opening", "Budget"],
    }


@pytest.mark.parametrize(
    "name", [name for name in NAMES if not DEFINITION.field(name).optional and name != "sub_group"]
)
def test_each_question_that_needs_an_answer_is_asked_without_one(name: str) -> None:
    answers = {other: raw for other, raw in COMPLETE.items() if other != name}
    for move in Navigation:
        outcome = advance(DEFINITION, State(answers), Step(move), AROUND)
        assert not isinstance(outcome, (Done, Confirm)), move
    outcome = advance(DEFINITION, State(answers), Step(Navigation.SKIP), AROUND)
    assert isinstance(outcome, Ask)
    assert outcome.field.name == name


def test_a_question_that_comes_to_apply_is_asked_and_its_answer_outlives_a_change_of_mind() -> None:
    state = State(COMPLETE)
    outcome = advance(DEFINITION, replace(state, reopened="kind"), Chosen("sub_group"), AROUND)
    assert isinstance(outcome, Ask)
    assert (outcome.field.name, outcome.position, outcome.total) == ("sub_group", 3, 9)
    outcome = advance(DEFINITION, outcome.state, Typed("Midwives"), AROUND)
    assert isinstance(outcome, Confirm)
    outcome = advance(DEFINITION, replace(outcome.state, reopened="kind"), Chosen("plenary"), AROUND)
    assert isinstance(outcome, Confirm)
    assert "sub_group" not in outcome.values
    outcome = advance(DEFINITION, replace(outcome.state, reopened="kind"), Chosen("sub_group"), AROUND)
    assert isinstance(outcome, Confirm)
    assert outcome.values["sub_group"] == "Midwives"


def test_back_goes_through_every_question_to_the_first() -> None:
    state, seen = State(COMPLETE), []
    for _step in range(len(COMPLETE) + 2):
        outcome = advance(DEFINITION, state, Step(Navigation.BACK), AROUND)
        assert isinstance(outcome, Ask)
        seen.append(outcome.field.name)
        state = outcome.state
    assert seen == [*reversed(COMPLETE), "title", "title"]
    assert {name: raw for name, raw in state.answers.items() if name != "agenda"} == {
        name: raw for name, raw in COMPLETE.items() if name != "agenda"
    }


def test_change_names_every_question_that_applies() -> None:
    outcome = advance(DEFINITION, State(COMPLETE), Step(Navigation.CHANGE), AROUND)
    assert isinstance(outcome, Choose)
    assert [question.name for question in outcome.fields] == [name for name in NAMES if name != "sub_group"]


def test_undo_takes_back_the_newest_entry_and_then_the_answer() -> None:
    undo = [[], ["Opening"]]
    state = State({**COMPLETE, "agenda": {"lines": ["Opening", "Budget"], "done": False, "undo": undo}}, "agenda")
    outcome = advance(DEFINITION, state, Step(Navigation.UNDO), AROUND)
    assert isinstance(outcome, Ask)
    assert outcome.state.answers["agenda"]["lines"] == ["Opening"]
    outcome = advance(DEFINITION, outcome.state, Step(Navigation.UNDO), AROUND)
    assert isinstance(outcome, Ask)
    assert "agenda" not in outcome.state.answers


def test_an_answer_that_time_made_invalid_is_asked_again_with_the_reason() -> None:
    later = replace(AROUND, today=AROUND.today + timedelta(days=30))
    outcome = advance(DEFINITION, State(COMPLETE), Step(Navigation.SAVE), later)
    assert isinstance(outcome, Ask)
    assert outcome.field.name == "day"
    assert outcome.refusal is not None
    assert outcome.refusal.key == "general#past_day"
    assert outcome.state.answers == COMPLETE


def test_a_choice_that_is_no_longer_offered_is_asked_again() -> None:
    without = replace(AROUND, options={"house": [Option("3", "JICA")]})
    outcome = advance(DEFINITION, State(COMPLETE), Step(Navigation.SAVE), without)
    assert isinstance(outcome, Ask)
    assert outcome.field.name == "house"


@pytest.mark.parametrize("member", list(MeetingKind))
def test_every_member_of_an_enumeration_can_be_chosen(member: Enum) -> None:
    state = State({name: raw for name, raw in COMPLETE.items() if name != "kind"})
    outcome = advance(DEFINITION, state, Chosen(str(member.value)), AROUND)
    assert isinstance(outcome, (Ask, Confirm))
    assert outcome.state.answers["kind"] == member.value


def test_only_what_was_not_answered_beforehand_is_counted() -> None:
    around = replace(AROUND, given=frozenset({"title", "kind"}))
    state = State({"title": "Plenary 2026", "kind": "plenary"})
    outcome = advance(DEFINITION, state, Step(Navigation.LOOK), around)
    assert isinstance(outcome, Ask)
    assert (outcome.field.name, outcome.position, outcome.total, outcome.back) == ("day", 1, len(NAMES) - 3, True)
    outcome = advance(DEFINITION, state, Step(Navigation.BACK), around)
    assert isinstance(outcome, Ask)
    assert (outcome.field.name, outcome.position) == ("kind", 0)


def test_begun_anew_a_form_keeps_only_what_was_given_before_it_was_opened() -> None:
    around = replace(AROUND, given=frozenset({"title"}))
    outcome = advance(DEFINITION, State(COMPLETE, "day"), Step(Navigation.ANEW), around)
    assert isinstance(outcome, Ask)
    assert outcome.state == State({"title": COMPLETE["title"]})


def test_a_file_at_the_summary_takes_a_place_that_was_skipped_and_its_words_are_told() -> None:
    filled = State(
        answers={
            "title": "Plenary",
            "kind": "plenary",
            "day": "2026-12-15",
            "at": "9:00",
            "lasts": None,
            "house": "1",
            "paper": None,
            "agenda": {"lines": ["Opening"], "done": True},
        }
    )
    assert read(DEFINITION, filled, AROUND).current is None
    file = SentFile(handle="handle", kind="document", name="annex.pdf", mime_type="application/pdf", size_bytes=9)
    outcome = advance(DEFINITION, filled, Sent(file, "Please read page 3"), AROUND)
    assert isinstance(outcome, Confirm)
    assert outcome.state.answers["paper"]["handle"] == "handle"
    assert isinstance(outcome.refusal, CaptionLeftOut)
    assert outcome.refusal.data["caption"] == "Please read page 3"
