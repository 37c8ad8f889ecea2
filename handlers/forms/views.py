"""How a form looks: the question with its buttons, the summary, the calendar."""

import calendar
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from babel.dates import get_month_names

from handlers.forms.advance import FINISH, SKIP, Ask, Confirm, Navigation
from handlers.forms.definition import Definition
from handlers.forms.fields import Field
from handlers.forms.held import list_set_aside
from handlers.forms.lines_field import LinesField
from handlers.forms.moment_fields import DayField
from handlers.forms.reading import Reading, read
from handlers.forms.sections import AnotherField
from handlers.forms.summary import LONGEST, Line, summarize, titles_of_items
from handlers.forms.surroundings import Item, Surroundings
from handlers.forms.unclear import options_left
from handlers.routing.foreseeing import SEND_NOW
from handlers.routing.request import Reply
from messages.rendering.content import Content
from messages.rendering.keyboards import Button, Keyboard, rows, shorten
from messages.rendering.templating import list_weekdays
from messages.rendering.texts import _, in_words, localize_digits
from storage.core.forms import OpenForm
from storage.core.spelling import is_visible
from twg.core.refusals import Refusal
from twg.language.days import FARTHEST_YEARS

BACK = _("« Back")
_CANCEL = _("Cancel")
_KEEP = _("Keep it")
_UNDO = _("Undo")
_REMOVE_LAST = _("Remove the last one")
REMOVE_THIS = _("Remove this one")
SAVE = _("Save")
CHANGE = _("Change…")
_ANEW = _("Start again")

#: Telegram wants something written on every button.
_BLANK = "·"
#: Characters that fit a row of a small screen, by how many buttons share it.
_FITS = {3: 8, 2: 17}
#: Characters of each answer in the line that says what was understood.
_UNDERSTOOD = 80
#: Items named above "another one?"
_MOST_LISTED = 20


def code(row: OpenForm, what: str) -> str:
    """What a form's button carries; the revision makes a button of an earlier question redraw instead of act."""
    return f"f:{row.id}:{row.revision}:{what}"


def ask_view(
    definition: Definition,
    row: OpenForm,
    outcome: Ask,
    surroundings: Surroundings,
    *,
    month: date | None = None,
    resumed: bool = False,
    begun: bool = False,
) -> Reply:
    """The open question.

    Args:
        month: the page of the calendar that was turned to.
        resumed: show what was answered before the form was left, and offer to begin anew.
        begun: show in a line what was understood of the words that opened the form.
    """
    question, raw = outcome.field, outcome.state.answers.get(outcome.field.name)
    reading = read(definition, outcome.state, surroundings)
    lines = question.lines(raw, surroundings) if isinstance(question, LinesField) and raw else []
    kept = kept_answers(definition, outcome, surroundings) if resumed else []
    context = {
        "kept": kept,
        "understood": _understood(reading, outcome, surroundings) if begun else [],
        "question": question.look_up(surroundings.questions, question.question),
        "title": definition.title,
        "about": surroundings.about,
        "position": outcome.position,
        "total": outcome.total,
        "field": question,
        "hint": question.hint_for(surroundings),
        "correcting": question.correcting if isinstance(question, LinesField) else None,
        "refusal": outcome.refusal,
        "current": "" if lines or raw is None else _current(question, raw, surroundings),
        "notes": question.notes(raw, surroundings),
        **_place(question, lines, titles_of_items(reading.fields, reading.values, surroundings)),
    }
    anew = ((Button(_ANEW, data=code(row, Navigation.ANEW)),),) if kept else ()
    instead = rows(question.look_up(surroundings.instead, ()))
    leaving = leave_row(definition, row, back=outcome.back)
    keyboard = (*question_rows(row, outcome, surroundings, month), *instead, *anew, leaving)
    return Reply(Content("forms/ask", context, keyboard), edit=True)


def question_rows(row: OpenForm, outcome: Ask, surroundings: Surroundings, month: date | None = None) -> Keyboard:
    """The buttons of the open question, without those that leave it. Args: `month` as for `ask_view`."""
    question, raw = outcome.field, outcome.state.answers.get(outcome.field.name)
    lines = question.lines(raw, surroundings) if isinstance(question, LinesField) and raw else []
    extras = rows(_extras(row, outcome, raw, lines), per_row=2)
    return (*_aside_rows(row, question), *_answer_rows(row, outcome, surroundings, month), *extras)


def _aside_rows(row: OpenForm, question: Field) -> Keyboard:
    """What was typed at an earlier question, and may be the answer to this one."""
    fitting = [
        (message_id, text)
        for message_id, text in list_set_aside(row)
        if question.is_name and is_visible(text) and not (question.unlike is not None and question.unlike(text))
    ]
    return rows(Button(shorten(text), data=code(row, f"take={message_id}")) for message_id, text in fitting)


def _understood(reading: Reading, outcome: Ask, surroundings: Surroundings) -> list[Line]:
    """The answers that were given before the form was opened, each in a few words."""
    asked = [question for question in reading.fields if question.name in surroundings.given]
    values = {name: value for name, value in reading.values.items() if name != outcome.field.name}
    lines = summarize(asked, values, surroundings, longest=LONGEST // 3)
    return [replace(line, value=shorten(_in_one_line(line.value), _UNDERSTOOD)) for line in lines]


def _in_one_line(value: str) -> str:
    """An answer of several lines, such as the dates that are proposed, with marks between them."""
    return "; ".join(filter(None, (" ".join(line.split()) for line in value.splitlines())))


def kept_answers(definition: Definition, outcome: Ask, surroundings: Surroundings) -> list[Line]:
    """The answers shown when a form is resumed: all but that of the open question and those given before it opened."""
    reading = read(definition, outcome.state, surroundings)
    apart = {outcome.field.name, *surroundings.given}
    values = {name: value for name, value in reading.values.items() if name not in apart}
    asked = (question for question in reading.fields if question.name in values)
    return summarize(asked, values, surroundings, longest=LONGEST // 3)


def _place(question: Field, lines: list[str], titles: Mapping[str, Line]) -> dict[str, Any]:
    """The items that a question is about, and the lines of a list or the items of a section that there are already."""
    context = {"within": [_heading(item, titles, question) for item in question.within]}
    if not isinstance(question, AnotherField):
        return {**context, "lines": lines, "numbered_from": 1}
    paths = [f"{question.section}.{place}" for place in range(question.count)][-_MOST_LISTED:]
    items = [shorten(titles[path].value) if path in titles else "–" for path in paths]
    return {**context, "lines": items, "numbered_from": question.count - len(items) + 1}


def _heading(item: Item, titles: Mapping[str, Line], question: Field) -> Line:
    """The item that a question is about, with its first answer, unless the question asks for that answer."""
    title = titles.get(item.path)
    value = "" if title is None or title.name == question.name else shorten(title.value)
    return Line(item.label, value, item.path, number=item.number)


def _opens_on(question: DayField, raw: str | None, surroundings: Surroundings) -> date:
    """A day in the month that a calendar shows first: the answer so far, else the question's `opens_on`."""
    day = surroundings.today
    if raw is not None:
        day = date.fromisoformat(raw)
    elif question.opens_on is not None:
        day = question.opens_on(surroundings)
    return max(day, surroundings.today)


def _current(question: Field, raw: object, surroundings: Surroundings) -> str:
    """The answer so far, in words; of an answer that is refused by now, what can be kept of it."""
    try:
        return question.display(question.read(raw, surroundings), surroundings)
    except Refusal:
        return question.left_of(raw, surroundings)


def _answer_rows(row: OpenForm, outcome: Ask, surroundings: Surroundings, month: date | None) -> Keyboard:
    question = outcome.field
    options = options_left(row, outcome, surroundings) or question.offered(
        outcome.state.answers.get(question.name), surroundings
    )
    widths = [len(in_words(option.label, surroundings.locale)) for option in options]
    buttons = [Button(option.label, data=code(row, f"c={option.key}")) for option in options]
    chosen = tuple(_packed(buttons, widths))
    if not isinstance(question, DayField):
        return chosen
    month = month or _opens_on(question, outcome.state.answers.get(question.name), surroundings)
    return (*chosen, *_calendar(row, month.replace(day=1), surroundings))


def _packed(buttons: list[Button], widths: list[int]) -> Iterator[tuple[Button, ...]]:
    """Rows of as many buttons as fit, in their order."""
    place = 0
    while place < len(buttons):
        fitting = (count for count, width in _FITS.items() if max(widths[place : place + count]) <= width)
        count = next(fitting, 1)
        yield tuple(buttons[place : place + count])
        place += count


def _extras(row: OpenForm, outcome: Ask, raw: object, lines: list[str]) -> Iterator[Button]:
    if outcome.field.finish(raw) is not None:
        yield Button(FINISH, data=code(row, Navigation.FINISH))
    if lines:
        if isinstance(raw, dict) and raw.get("undo"):
            yield Button(_UNDO, data=code(row, Navigation.UNDO))
    elif (
        raw is not None and outcome.field.complete(raw) and outcome.state.reopened == outcome.field.name
    ):  # else its answer cannot be used
        yield Button(_KEEP, data=code(row, Navigation.KEEP))
    if outcome.field.optional and not lines:
        yield Button(SKIP, data=code(row, Navigation.SKIP))
    if outcome.removes:
        label = _REMOVE_LAST if isinstance(outcome.field, AnotherField) else REMOVE_THIS
        yield Button(label, data=code(row, f"{Navigation.REMOVE}={outcome.removes}"))


def leave_row(definition: Definition, row: OpenForm, *, back: bool) -> tuple[Button, ...]:
    cancel = Button(definition.leave or _CANCEL, data=code(row, Navigation.CANCEL))
    return (Button(BACK, data=code(row, Navigation.BACK)), cancel) if back else (cancel,)


def read_month(text: str, today: date) -> date:
    """The month of a calendar page from its button, "2026-12"; else this month."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today
    return month if today.year <= month.year <= today.year + FARTHEST_YEARS else today


def _calendar(row: OpenForm, month: date, surroundings: Surroundings) -> Iterator[tuple[Button, ...]]:
    """A month as buttons; days that are over are blank."""
    names = get_month_names("wide", "stand-alone", surroundings.locale)
    heading = localize_digits(f"{names[month.month]} {month.year}", locale=surroundings.locale)
    before, after = month - timedelta(days=1), month + timedelta(days=31)
    idle = code(row, Navigation.LOOK)
    back = Button("‹", data=code(row, f"m={before:%Y-%m}")) if month > surroundings.today else Button(_BLANK, data=idle)
    yield back, Button(heading, data=idle), Button("›", data=code(row, f"m={after:%Y-%m}"))
    yield tuple(Button(weekday, data=idle) for weekday in list_weekdays(surroundings.locale))
    for week in calendar.Calendar().monthdatescalendar(month.year, month.month):
        if week[-1] >= surroundings.today:
            yield tuple(_day_button(row, day, month, surroundings, idle) for day in week)


def _day_button(row: OpenForm, day: date, month: date, surroundings: Surroundings, idle: str) -> Button:
    if day.month != month.month or day < surroundings.today:
        return Button(_BLANK, data=idle)
    return Button(localize_digits(day.day, locale=surroundings.locale), data=code(row, f"c={day.isoformat()}"))


def confirm_view(definition: Definition, row: OpenForm, outcome: Confirm, surroundings: Surroundings) -> Reply:
    """Everything that was answered, before it is saved."""
    answered = [question for question in outcome.fields if outcome.values.get(question.name) is not None]
    cautions = [question.caution(outcome.values[question.name], surroundings) for question in answered]
    notes = [
        note for note in (surroundings.warning, surroundings.note, *cautions, surroundings.goes_out) if note is not None
    ]
    asked_here = [question for question in outcome.fields if question.at_summary]
    context = {
        "title": definition.title,
        "about": surroundings.about if definition.about is not None and definition.about.in_summary else "",
        "shown": summarize(outcome.fields, outcome.values, surroundings),
        "notes": notes,
        "asked": [asked.question for asked in asked_here if asked not in answered or not asked.shown],
        "asks": definition.asks,
        "left_out": surroundings.left_out,
        "refusal": outcome.refusal,
    }
    change = Button(CHANGE, data=code(row, Navigation.CHANGE))
    leave = Button(definition.leave or _CANCEL, data=code(row, Navigation.CANCEL))
    at_once = (Button(SEND_NOW, data=code(row, Navigation.SAVE_NOW)),) if surroundings.held else ()
    keyboard: Keyboard = (
        (Button(surroundings.save or definition.save or SAVE, data=code(row, Navigation.SAVE)),),
        *((at_once,) if at_once else ()),
        *rows(surroundings.beside),
        (leave,) if len(asked_here) == len(outcome.fields) else (change, leave),
    )
    return Reply(Content("forms/confirm", context, keyboard), edit=True)
