"""How a form looks: the question with its buttons, the summary, the calendar."""

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta

from babel.dates import get_day_names, get_month_names

from handlers.forms.advance import FINISH, SKIP, Ask, Choose, Confirm, Move, read
from handlers.forms.definition import Definition
from handlers.forms.fields import Around, DayField, Field, LinesField
from handlers.forms.person_field import Several
from handlers.routing.request import Reply
from messages.rendering.content import Content
from messages.rendering.keyboards import Button, Keyboard, rows
from messages.rendering.texts import Text, _, localize_digits
from storage.core.forms import OpenForm
from twg.core.refusals import Refusal
from twg.language.parsing import FARTHEST_YEARS

_BACK = _("« Back")
_CANCEL = _("Cancel")
_KEEP = _("Keep it")
_UNDO = _("Remove the last line")
_SAVE = _("Save")
_CHANGE = _("Change…")
_ANEW = _("Begin anew")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

#: Telegram wants something written on every button.
_BLANK = "·"
#: Characters that fit a row of a small screen, by how many buttons share it.
_FITS = {3: 8, 2: 17}


def code(row: OpenForm, what: str) -> str:
    """What a form's button carries; the revision makes a button of an earlier question redraw instead of act."""
    return f"f:{row.id}:{row.revision}:{what}"


def ask_view(
    definition: Definition,
    row: OpenForm,
    outcome: Ask,
    around: Around,
    *,
    month: date | None = None,
    resumed: bool = False,
) -> Reply:
    """The open question.

    Args:
        month: the page of the calendar that was turned to.
        resumed: show what was answered before the form was left, and offer to begin anew.
    """
    question, raw = outcome.field, outcome.state.answers.get(outcome.field.name)
    lines = list(raw["lines"]) if isinstance(question, LinesField) and raw else []
    current = "" if lines or raw is None else _current(question, raw, around)
    kept = _kept(definition, outcome, around) if resumed else []
    context = {
        "kept": kept,
        "question": around.questions.get(question.name, question.question),
        "title": definition.title,
        "about": around.about,
        "position": outcome.position,
        "total": outcome.total,
        "field": question,
        "refusal": outcome.refusal,
        "lines": lines,
        "current": current,
    }
    anew = ((Button(_ANEW, data=code(row, Move.ANEW)),),) if kept else ()
    keyboard = (
        *_answer_rows(row, outcome, around, month or _opens_on(raw, around)),
        *rows(_extras(row, outcome, raw, lines), per_row=2),
        *anew,
        _leave_row(row, back=outcome.back),
    )
    return Reply(Content("forms/ask", context, keyboard), edit=True)


def _kept(definition: Definition, outcome: Ask, around: Around) -> list[tuple[Text, str]]:
    """What was answered so far, by the questions' labels."""
    reading = read(definition, outcome.state, around)
    answered = [question for question in reading.fields if reading.values.get(question.name) is not None]
    return [
        (question.label, question.display(reading.values[question.name], around))
        for question in answered
        if question != outcome.field and question.name not in around.given
    ]


def _opens_on(raw: object, around: Around) -> date:
    """The day whose month a calendar shows first: the answer so far, or the day that is to be changed."""
    chosen = date.fromisoformat(raw) if isinstance(raw, str) and _ISO_DAY.fullmatch(raw) else around.facts.get("day")
    return chosen if isinstance(chosen, date) and chosen > around.today else around.today


def _current(question: Field, raw: object, around: Around) -> str:
    """The answer so far, in words; an answer that is refused by now is not repeated."""
    try:
        return question.display(question.read(raw, around), around)
    except Refusal:
        return ""


def _answer_rows(row: OpenForm, outcome: Ask, around: Around, month: date) -> Keyboard:
    question = outcome.field
    if isinstance(question, DayField):
        return tuple(_calendar(row, month.replace(day=1), around))
    # Where several were meant by what was typed, only those are offered.
    options = outcome.refusal.data["found"] if isinstance(outcome.refusal, Several) else question.choices(around)
    widths = [_width(option.label, around) for option in options]
    buttons = [Button(option.label, data=code(row, f"c={option.key}")) for option in options]
    return tuple(_packed(buttons, widths))


def _packed(buttons: list[Button], widths: list[int]) -> Iterator[tuple[Button, ...]]:
    """Rows of as many buttons as fit, in their order."""
    place = 0
    while place < len(buttons):
        fitting = (count for count, width in _FITS.items() if max(widths[place : place + count]) <= width)
        count = next(fitting, 1)
        yield tuple(buttons[place : place + count])
        place += count


def _width(label: Text | str, around: Around) -> int:
    return len(label.render(around.locale) if isinstance(label, Text) else label)


def _extras(row: OpenForm, outcome: Ask, raw: object, lines: list[str]) -> Iterator[Button]:
    if lines:
        yield Button(FINISH, data=code(row, Move.FINISH))
        yield Button(_UNDO, data=code(row, Move.UNDO))
    elif raw is not None:
        yield Button(_KEEP, data=code(row, Move.KEEP))
    if outcome.field.optional and not lines:
        yield Button(SKIP, data=code(row, Move.SKIP))


def _leave_row(row: OpenForm, *, back: bool) -> tuple[Button, ...]:
    cancel = Button(_CANCEL, data=code(row, Move.CANCEL))
    return (Button(_BACK, data=code(row, Move.BACK)), cancel) if back else (cancel,)


def read_month(text: str, today: date) -> date:
    """The month of a calendar page from its button, "2026-12"; this month for what is none or cannot be chosen from."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today
    return month if today.year <= month.year <= today.year + FARTHEST_YEARS else today


def _calendar(row: OpenForm, month: date, around: Around) -> Iterator[tuple[Button, ...]]:
    """A month as buttons; days that are over are blank."""
    names = get_month_names("wide", "stand-alone", around.locale)
    heading = localize_digits(f"{names[month.month]} {month.year}", locale=around.locale)
    before, after = month - timedelta(days=1), month + timedelta(days=31)
    idle = code(row, Move.LOOK)
    back = Button("‹", data=code(row, f"m={before:%Y-%m}")) if month > around.today else Button(_BLANK, data=idle)
    yield back, Button(heading, data=idle), Button("›", data=code(row, f"m={after:%Y-%m}"))
    days = get_day_names("narrow", "stand-alone", around.locale)
    yield tuple(Button(days[weekday], data=idle) for weekday in range(7))
    for week in calendar.Calendar().monthdatescalendar(month.year, month.month):
        if week[-1] >= around.today:
            yield tuple(_day_button(row, day, month, around, idle) for day in week)


def _day_button(row: OpenForm, day: date, month: date, around: Around, idle: str) -> Button:
    if day.month != month.month or day < around.today:
        return Button(_BLANK, data=idle)
    return Button(localize_digits(day.day, locale=around.locale), data=code(row, f"c={day.isoformat()}"))


def confirm_view(definition: Definition, row: OpenForm, outcome: Confirm, around: Around) -> Reply:
    """Everything that was answered, before it is saved."""
    answered = [question for question in outcome.fields if outcome.values.get(question.name) is not None]
    shown = [(question.label, question.display(outcome.values[question.name], around)) for question in answered]
    cautions = [question.caution(outcome.values[question.name], around) for question in answered]
    notes = [note for note in (around.note, *cautions) if note is not None]
    asked_here = [question for question in outcome.fields if question.at_summary]
    context = {
        "title": definition.title,
        "shown": shown,
        "notes": notes,
        "asked": [question.question for question in asked_here if question not in answered],
        "refusal": outcome.refusal,
    }
    change = Button(_CHANGE, data=code(row, Move.CHANGE))
    leave = Button(definition.leave or _CANCEL, data=code(row, Move.CANCEL))
    keyboard: Keyboard = (
        (Button(around.save or definition.save or _SAVE, data=code(row, Move.SAVE)),),
        (leave,) if len(asked_here) == len(outcome.fields) else (change, leave),
    )
    return Reply(Content("forms/confirm", context, keyboard), edit=True)


def choose_view(definition: Definition, row: OpenForm, outcome: Choose) -> Reply:
    """Which answer to change."""
    buttons = [Button(question.label, data=code(row, f"{Move.CHANGE}={question.name}")) for question in outcome.fields]
    keyboard = (*rows(buttons, per_row=2), (Button(_BACK, data=code(row, Move.LOOK)),))
    return Reply(Content("forms/choose", {"title": definition.title}, keyboard), edit=True)
