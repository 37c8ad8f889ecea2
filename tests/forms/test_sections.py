"""Repeating sections by themselves: whatever is entered, nothing is lost but by the person's own removal."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, create_model

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
from handlers.forms.choosing import choose_view
from handlers.forms.fields import Field
from handlers.forms.form import Form
from handlers.forms.lines_field import LinesField
from handlers.forms.reading import State, read
from handlers.forms.sections import LONGEST_NAME, Section, check_names, fields_of, with_unasked, without_item
from handlers.forms.surroundings import Chosen, Entry, Option, Surroundings, Typed
from handlers.forms.views import ask_view, confirm_view
from handlers.routing.request import Reply
from handlers.routing.router import Router
from messages.rendering.content import Content, to_parts, to_plain, utf16_length
from messages.rendering.keyboards import LONGEST_DATA
from messages.rendering.templating import LONGEST_TEXT
from messages.rendering.texts import LOCALES, Text
from storage.core.forms import OpenForm
from storage.meetings import MeetingKind
from tests.forms.agenda import DEFINITION, MinutesForm, words
from twg.core.refusals import NotAChoice

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
AROUND = Surroundings(
    now=NOW, today=NOW.date(), options={"agenda.actions.owner": [Option("1", "MoH"), Option("2", "UNFPA")]}
)
COMPLETE = {
    "title": "Plenary",
    "kind": "plenary",
    "agenda.0.title": "Budget",
    "agenda.0.discussion": "It is short",
    "agenda.0.decision": "To ask for more",
    "agenda.0.papers": {"lines": ["The budget", "A letter"], "done": True},
    "agenda.0.actions.more": "yes",
    "agenda.0.actions.0.task": "Write to the ministry",
    "agenda.0.actions.0.owner": "1",
    "agenda.0.actions.0.due": "2026-12-15",
    "agenda.0.actions.0.more": "yes",
    "agenda.0.actions.1.task": "Wait",
    "agenda.0.actions.1.owner": "2",
    "agenda.0.actions.1.due": None,
    "agenda.0.actions.1.more": "no",
    "agenda.0.more": "yes",
    "agenda.1.title": "Any other business",
    "agenda.1.discussion": None,
    "agenda.1.papers": None,
    "agenda.1.actions.more": "no",
    "agenda.1.more": "no",
    "remark": None,
}
VALUES = {
    "title": "Plenary",
    "kind": MeetingKind.PLENARY,
    "agenda": [
        {
            "title": "Budget",
            "discussion": "It is short",
            "decision": "To ask for more",
            "papers": ["The budget", "A letter"],
            "actions": [
                {"task": "Write to the ministry", "owner": "1", "due": date(2026, 12, 15)},
                {"task": "Wait", "owner": "2"},
            ],
        },
        {"title": "Any other business", "actions": []},
    ],
}

PATHS = ["agenda", "agenda@1", "agenda.0", "agenda.1", "agenda.0.actions", "agenda.0.actions.0", "agenda.0.actions.1"]
entries: st.SearchStrategy[Entry] = st.one_of(
    st.builds(Typed, st.sampled_from(["Plenary", "Yes", "No", "ទេ", "MoH", "tomorrow", "One\nTwo", "x" * 50])),
    st.builds(Typed, st.text(max_size=10)),
    st.builds(Chosen, st.sampled_from(["yes", "yes", "no", "plenary", "core_group", "1", "2026-12-15", "x"])),
)
names = st.sampled_from(["", "nonsense", "agenda.7", "agenda.x", "agenda.0.more.0", *PATHS, *COMPLETE])
steps = st.builds(Step, st.sampled_from(Navigation), names)
usual = st.builds(Step, st.sampled_from([Navigation.SKIP, Navigation.BACK, Navigation.FINISH, Navigation.KEEP]))
starts = st.sampled_from([State(), State({"title": "Plenary", "kind": "plenary"}), State(COMPLETE)])
played = st.lists(st.one_of(entries, entries, usual, steps), max_size=50)


def play(state: State, entered: list[Entry | Step]) -> list[tuple[State, Entry | Step, Outcome]]:
    """What came of each entry, up to the end of the form; a form that is left is gone on with."""
    told = []
    for entry in entered:
        outcome = advance(DEFINITION, state, entry, AROUND)
        told.append((state, entry, outcome))
        if not isinstance(outcome, (Cancelled, Done)):
            state = outcome.state
    return told


def state_after(state: State, *entered: Entry | Step) -> State:
    for entry in entered:
        outcome = advance(DEFINITION, state, entry, AROUND)
        assert isinstance(outcome, (Ask, Confirm, Choose))
        state = outcome.state
    return state


def asked(state: State) -> str:
    """The name of the open question; empty at the summary."""
    outcome = advance(DEFINITION, state, Step(Navigation.LOOK), AROUND)
    return outcome.field.name if isinstance(outcome, Ask) else ""


@given(starts, played)
def test_what_is_saved_is_always_what_the_form_takes(start: State, entered: list[Entry | Step]) -> None:
    for before, entry, outcome in play(start, [*entered, Step(Navigation.SAVE)]):
        if isinstance(outcome, Done):
            assert isinstance(entry, Step)
            assert entry.navigation in {Navigation.SAVE, Navigation.SAVE_NOW}
            assert read(DEFINITION, before, AROUND).current is None
            MinutesForm(**with_unasked(DEFINITION.fields, outcome.values))


@given(starts, played)
def test_an_answer_is_lost_only_by_a_removal(start: State, entered: list[Entry | Step]) -> None:
    for before, entry, outcome in play(start, entered):
        removes = isinstance(entry, Step) and entry.navigation in {Navigation.REMOVE, Navigation.ANEW, Navigation.UNDO}
        if removes or isinstance(outcome, (Cancelled, Done)):
            continue
        current = read(DEFINITION, before, AROUND).current
        for name, raw in before.answers.items():
            if outcome.state.answers.get(name, "gone") != raw and not is_reopened(raw, outcome.state.answers.get(name)):
                assert current is not None
                assert current.name == name


def is_reopened(before: Any, after: Any) -> bool:
    """A list to which more can be added again."""
    return isinstance(before, dict) and isinstance(after, dict) and before["lines"] == after["lines"]


@given(starts, played)
def test_an_item_vanishes_only_by_a_removal(start: State, entered: list[Entry | Step]) -> None:
    """Also not out of sight, by another answer to "another one?"."""
    for before, entry, outcome in play(start, entered):
        if isinstance(entry, Step) and entry.navigation in {Navigation.REMOVE, Navigation.ANEW, Navigation.UNDO}:
            continue
        if not isinstance(outcome, (Cancelled, Done)):
            assert len(begun(outcome.state)) >= len(begun(before))


def begun(state: State) -> list[Mapping[str, Any]]:
    """The agenda items about which something was answered."""
    items = read(DEFINITION, state, AROUND).saved.get("agenda", [])
    return [item for item in items if {**item, "actions": None} != {"actions": None}]


@given(starts, played)
def test_back_and_then_forward_is_where_one_was(start: State, entered: list[Entry | Step]) -> None:
    for _before, _entry, outcome in play(start, entered):
        if isinstance(outcome, (Cancelled, Done)) or outcome.state.reopened:
            continue
        if isinstance(outcome, Ask) and not outcome.back:
            continue
        back = advance(DEFINITION, outcome.state, Step(Navigation.BACK), AROUND)
        assert isinstance(back, Ask)
        is_list = isinstance(back.field, LinesField) and back.state.answers[back.field.name]
        forward = Step(Navigation.FINISH if is_list else Navigation.KEEP)
        assert state_after(back.state, forward) == outcome.state


@given(starts, played)
def test_the_position_counts_a_section_as_one_question(start: State, entered: list[Entry | Step]) -> None:
    for _before, _entry, outcome in play(start, entered):
        if isinstance(outcome, Ask):
            assert 1 <= outcome.position <= outcome.total == len(DEFINITION.fields)


@given(starts, played)
def test_every_button_of_every_view_fits_telegram(start: State, entered: list[Entry | Step]) -> None:
    for _before, _entry, outcome in play(start, entered):
        check_limits(outcome, "en")


@given(starts, played, st.sampled_from(["agenda.0", "agenda.1", "agenda.0.actions.0", "agenda.0.actions.1"]))
def test_a_removal_takes_one_item_and_leaves_the_others(start: State, entered: list[Entry | Step], path: str) -> None:
    told = play(start, entered)
    state = next((outcome.state for *_, outcome in reversed(told) if not isinstance(outcome, Cancelled)), start)
    section, _dot, place = path.rpartition(".")
    items = items_at(state, section)
    if int(place) >= len(items):
        return
    after = items_at(State(without_item(state.answers, path)), section)
    left = items[: int(place)] + items[int(place) + 1 :]
    # What must have an item begins again without one; and "another one?" is forgotten with an item not begun.
    assert after == left or (section == "agenda" and not left) or after == left[: len(after)]


def items_at(state: State, section: str) -> list[Any]:
    agenda: list[Any] = read(DEFINITION, state, AROUND).saved.get("agenda", [])
    if section == "agenda":
        return agenda
    return list(agenda[0]["actions"]) if agenda else []


def test_the_answers_become_lists_in_lists() -> None:
    outcome = advance(DEFINITION, State(COMPLETE), Step(Navigation.SAVE), AROUND)
    assert isinstance(outcome, Done)
    assert outcome.values == VALUES
    form = MinutesForm(**with_unasked(DEFINITION.fields, outcome.values))
    assert form.agenda[0].actions[1].task == "Wait"
    assert (form.agenda[1].decision, form.agenda[1].papers, form.remark) == (None, [], None)


def test_questions_are_asked_in_their_order_to_the_summary() -> None:
    state, seen = State(), []
    while (name := asked(state)) and len(seen) < 100:
        seen.append(name)
        state = State({**state.answers, name: COMPLETE[name]})
    assert seen == list(COMPLETE)


def test_back_goes_through_every_question_of_every_item() -> None:
    state, seen = State(COMPLETE), []
    for _step in range(len(COMPLETE)):
        state = state_after(state, Step(Navigation.BACK))
        seen.append(state.reopened)
    passed_over = {"agenda.0.more", "agenda.0.actions.more", "agenda.0.actions.0.more"}
    assert seen == [*(name for name in reversed(COMPLETE) if name not in passed_over), *["title"] * 3]


def test_another_one_that_was_wanted_by_mistake_can_be_taken_back() -> None:
    state = State({name: raw for name, raw in COMPLETE.items() if name not in {"agenda.1.more", "remark"}})
    state = state_after(state, Chosen("yes"))
    assert asked(state) == "agenda.2.title"
    state = state_after(state, Step(Navigation.BACK))
    assert asked(state) == "agenda.1.more"
    state = state_after(state, Chosen("no"))
    assert asked(state) == "remark"
    assert len(items_at(state, "agenda")) == 2


def test_the_last_one_is_removed_where_another_is_asked_for() -> None:
    state = State({name: raw for name, raw in COMPLETE.items() if name != "agenda.1.more"})
    outcome = advance(DEFINITION, state, Step(Navigation.LOOK), AROUND)
    assert isinstance(outcome, Ask)
    assert (outcome.field.name, outcome.removes) == ("agenda.1.more", "agenda.1")
    state = state_after(state, Step(Navigation.REMOVE, outcome.removes))
    assert asked(state) == "agenda.0.more"
    assert items_at(state, "agenda") == VALUES["agenda"][:1]
    state = state_after(state, Step(Navigation.REMOVE, "agenda.0"))
    assert asked(state) == "agenda.0.title", "an agenda has one item at least"


def test_an_item_that_is_removed_at_the_summary_leaves_the_summary() -> None:
    for path in ("agenda.0", "agenda.1", "agenda.0.actions.0", "agenda.0.actions.1"):
        assert asked(state_after(State(COMPLETE), Step(Navigation.REMOVE, path))) == "", path
    both = state_after(State(COMPLETE), *[Step(Navigation.REMOVE, "agenda.0.actions.0")] * 2)
    assert asked(both) == ""
    assert items_at(both, "agenda.0.actions") == []


def test_an_item_begun_by_mistake_is_removed_at_its_first_question() -> None:
    state = State({"title": "Plenary", "kind": "plenary", "agenda.0.title": "Budget"})
    outcome = advance(DEFINITION, state, Step(Navigation.BACK), AROUND)
    assert isinstance(outcome, Ask)
    assert (outcome.field.name, outcome.removes) == ("agenda.0.title", "agenda.0")
    assert asked(state_after(state, Step(Navigation.REMOVE, "agenda.0"))) == "agenda.0.title"


def test_a_condition_gets_the_values_of_its_item_and_of_what_that_is_in() -> None:
    answers = {**COMPLETE, "kind": "core_group"}
    names = [question.name for question in read(DEFINITION, State(answers), AROUND).fields]
    assert "agenda.0.decision" not in names, "only a plenary decides"
    names = [question.name for question in read(DEFINITION, State(COMPLETE), AROUND).fields]
    assert "agenda.0.decision" in names
    assert "agenda.1.decision" not in names, "there was no discussion of this one"


def test_choices_are_given_for_every_item_or_for_one() -> None:
    options = {**AROUND.options, "agenda.0.actions.1.owner": [Option("9", "JICA")]}
    around = replace(AROUND, options=options)
    fields = {question.name: question for question in read(DEFINITION, State(COMPLETE), around).fields}
    keys = [[option.key for option in fields[f"agenda.0.actions.{place}.owner"].choices(around)] for place in range(2)]
    assert keys == [["1", "2"], ["9"]]


def test_change_leads_from_the_form_to_an_item_to_its_question() -> None:
    assert choices(State(COMPLETE), "") == ["change=title", "change=kind", "change=agenda", "change=remark"]
    assert choices(State(COMPLETE), "agenda") == ["change=agenda.0", "change=agenda.1", "change=agenda.1.more"]
    assert choices(State(COMPLETE), "agenda.0") == [
        "change=agenda.0.title",
        "change=agenda.0.discussion",
        "change=agenda.0.decision",
        "change=agenda.0.papers",
        "change=agenda.0.actions",
        "remove=agenda.0",
    ]
    assert choices(State(COMPLETE), "agenda.1")[-2:] == ["change=agenda.1.actions.more", "remove=agenda.1"]
    assert asked(state_after(State(COMPLETE), Step(Navigation.CHANGE, "agenda.0.actions.0.task"))) == (
        "agenda.0.actions.0.task"
    )
    assert asked(state_after(State(COMPLETE), Step(Navigation.CHANGE, "agenda.9"))) == ""


def choices(state: State, path: str) -> list[str]:
    """What the buttons stand for, apart from the one that leads back."""
    outcome = advance(DEFINITION, state, Step(Navigation.CHANGE, path), AROUND)
    assert isinstance(outcome, Choose)
    return choices_in(outcome)


def choices_in(outcome: Choose) -> list[str]:
    content = choose_view(DEFINITION, ROW, outcome, AROUND).content
    assert content is not None
    return [button.data.split(":", 3)[3] for row in content.keyboard for button in row][:-1]


def test_an_answer_that_is_changed_leads_back_to_the_summary() -> None:
    state = state_after(State(COMPLETE), Step(Navigation.CHANGE, "agenda.1.title"), Typed("Date of the next meeting"))
    assert asked(state) == ""
    assert items_at(state, "agenda")[1]["title"] == "Date of the next meeting"


@pytest.mark.parametrize(
    ("named", "opened"),
    [
        ("agenda.1.title", "agenda.1.title"),
        ("agenda.0.actions.1", "agenda.0.actions.1.task"),
        ("agenda", "agenda.0.title"),
        ("agenda.5.title", ""),
        (None, ""),
    ],
)
def test_a_refused_operation_opens_the_question_that_it_names(named: str | None, opened: str) -> None:
    outcome = reopen_refused(DEFINITION, State(COMPLETE), NotAChoice(field=named), AROUND)
    assert isinstance(outcome, (Ask, Confirm))
    assert (outcome.field.name if isinstance(outcome, Ask) else "") == opened
    assert outcome.refusal is not None


def test_what_was_answered_before_the_form_was_opened_is_an_item_too() -> None:
    """Minutes begin with the titles of the agenda."""
    around = replace(AROUND, given=frozenset({"title", "kind", "agenda.0.title", "agenda.1.title"}))
    state = State({name: COMPLETE[name] for name in ("title", "kind", "agenda.0.title", "agenda.1.title")})
    outcome = advance(DEFINITION, state, Step(Navigation.LOOK), around)
    assert isinstance(outcome, Ask)
    assert (outcome.field.name, outcome.position, outcome.total) == ("agenda.0.discussion", 1, 2)
    outcome = advance(DEFINITION, replace(state, reopened="agenda.1.title"), Step(Navigation.ANEW), around)
    assert isinstance(outcome, Ask)
    assert outcome.state == state


def test_no_more_than_the_most_are_asked_for() -> None:
    answers: dict[str, Any] = dict(COMPLETE) | {"agenda.0.actions.1.more": "yes"}
    answers |= {
        "agenda.0.actions.2.task": "Thank them",
        "agenda.0.actions.2.owner": "1",
        "agenda.0.actions.2.due": None,
    }
    assert asked(State(answers)) == ""
    assert len(items_at(State(answers), "agenda.0.actions")) == 3


ROW = OpenForm(id=2**31 - 1, revision=999_999, context={})
LONG = "ការប្រជុំពេញអង្គលើកទីពីរអំពីថវិកា 🌾"[:40]


def full() -> State:
    """The longest minutes there can be: 60 items with all that each can have."""
    item = {
        "title": LONG,
        "discussion": "x" * 200,
        "decision": "ក" * 200,
        "papers": {"lines": ["p" * 200] * 3, "done": True},
        "actions.more": "yes",
        "more": "yes",
    }
    for place in range(3):
        action = {"task": LONG, "owner": "1", "due": "2026-12-15", "more": "yes"}
        item |= {f"actions.{place}.{name}": raw for name, raw in action.items()}
    answers = {f"agenda.{place}.{name}": raw for place in range(60) for name, raw in item.items()}
    return State({"title": "T" * 200, "kind": "plenary", **answers, "remark": "r" * 200})


def test_the_longest_form_fits_telegram() -> None:
    state = full()
    outcome = advance(DEFINITION, state, Step(Navigation.LOOK), AROUND)
    assert isinstance(outcome, Confirm)
    check_limits(outcome, *LOCALES)
    questions = {question.name for question in read(DEFINITION, state, AROUND).fields}
    paths = [f"agenda@{page}" for page in range(5)] + ["agenda.59", "agenda.59.actions", "agenda.59.actions.2"]
    seen: set[str] = set()
    for path in ["", "agenda", *paths, *(f"agenda.{place}" for place in range(60))]:
        outcome = advance(DEFINITION, state, Step(Navigation.CHANGE, path), AROUND)
        assert isinstance(outcome, Choose), path
        check_limits(outcome, *LOCALES)
        seen |= {what.removeprefix("change=") for what in choices_in(outcome)}
    assert {f"agenda.{place}" for place in range(60)} <= seen, "every item is on a page"
    own = {name for name in questions if ".actions." not in name}
    assert own <= seen, "every question can be reached"
    for name in ("agenda.59.actions.2.due", "agenda.59.papers"):
        check_limits(advance(DEFINITION, state, Step(Navigation.CHANGE, name), AROUND), *LOCALES)
    undecided = State({name: raw for name, raw in state.answers.items() if not name.startswith("agenda.59.")})
    undecided = State({name: raw for name, raw in undecided.answers.items() if name != "agenda.58.more"})
    outcome = advance(DEFINITION, undecided, Step(Navigation.LOOK), AROUND)
    assert isinstance(outcome, Ask)
    assert outcome.field.name == "agenda.58.more"
    check_limits(outcome, *LOCALES)


def view_of(outcome: Outcome, around: Surroundings) -> Reply:
    match outcome:
        case Ask():
            return ask_view(DEFINITION, ROW, outcome, around, resumed=True)
        case Confirm():
            return confirm_view(DEFINITION, ROW, outcome, around)
        case Choose():
            return choose_view(DEFINITION, ROW, outcome, around)
        case _:
            return Reply()


def check_limits(outcome: Outcome, *locales: str) -> None:
    """In each language one message, at most 100 buttons, at most 64 bytes in each."""
    for locale in locales:
        content = view_of(outcome, replace(AROUND, locale=locale)).content
        if not isinstance(content, Content):
            continue
        [part] = to_parts(content, locale, ZoneInfo("UTC"))
        assert utf16_length(to_plain(part.text)) <= LONGEST_TEXT, locale
        buttons = [button for row in content.keyboard for button in row]
        assert len(buttons) <= 100
        assert max(len(button.data.encode()) for button in buttons) <= LONGEST_DATA


def test_a_name_that_no_button_can_carry_is_refused_at_the_start() -> None:
    item = create_model("Item", **{"n" * LONGEST_NAME: (Annotated[str, Field(**words("Name"))], ...)})  # type: ignore[call-overload]
    with pytest.raises(ValueError, match=r"items\.19\.nnn"):
        check_names(fields_of(_with_section(item)))


def test_a_question_that_is_called_like_another_one_is_refused_at_the_start() -> None:
    class Item(BaseModel):
        more: Annotated[str, Field(**words("More"))]

    with pytest.raises(ValueError, match="more"):
        Router("tests").form("tested", Text("Tested"), saves=lambda: None)(_with_section(Item))


def _with_section(item: type[BaseModel]) -> type[Form]:
    section = Section(item, **words("Item"))
    return create_model("TestedForm", __base__=Form, items=(Annotated[list[item], section], ...))  # type: ignore[valid-type]
