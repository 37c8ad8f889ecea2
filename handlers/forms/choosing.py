"""The buttons to choose which answer to change: of the form, of a section or of an item, in pages."""

from handlers.forms.advance import Choose, Navigation
from handlers.forms.definition import Definition
from handlers.forms.fields import Field
from handlers.forms.sections import AnotherField
from handlers.forms.summary import summarize, titles_of_items
from handlers.forms.surroundings import Surroundings
from handlers.forms.views import BACK, REMOVE_THIS, code
from handlers.routing.request import Reply
from messages.rendering.content import Content
from messages.rendering.keyboards import Button, Keyboard, rows, shorten
from messages.rendering.texts import Text, _, localize_digits
from storage.core.forms import OpenForm

#: Items on a page; Telegram takes 100 buttons, and people look through fewer.
PER_PAGE = 20


def choose_view(definition: Definition, row: OpenForm, outcome: Choose, surroundings: Surroundings) -> Reply:
    """The questions, sections or items to choose from, and of an item what was answered about it."""
    is_item = outcome.path.rpartition(".")[2].isdecimal()
    buttons = [_button(row, path, outcome, surroundings) for path in _choices(outcome)]
    paged, turning = _page(row, outcome, buttons)
    remove = Button(REMOVE_THIS, data=code(row, f"{Navigation.REMOVE}={outcome.path}"))
    keyboard: Keyboard = (
        *rows(paged, per_row=1 if outcome.path and not is_item else 2),
        *((turning,) if turning else ()),
        *(((remove,),) if is_item else ()),
        (Button(BACK, data=_back(row, outcome.path)),),
    )
    shown = summarize(_about_item(outcome, surroundings), outcome.values, surroundings) if is_item else []
    return Reply(Content("forms/choose", {"title": definition.title, "shown": shown}, keyboard), edit=True)


def _about_item(outcome: Choose, surroundings: Surroundings) -> list[Field]:
    """The questions about the item, with those whose answers head the items that it is in."""
    titles = titles_of_items(outcome.fields, outcome.values, surroundings)
    headings = {title.name for path, title in titles.items() if outcome.path.startswith(f"{path}.")}
    below = f"{outcome.path}."
    return [question for question in outcome.fields if question.name.startswith(below) or question.name in headings]


def _choices(outcome: Choose) -> list[str]:
    """What is directly below the path: names of questions, paths of sections or of items."""
    found = []
    for question in outcome.fields:
        levels = _levels(question)
        if outcome.path in levels[:-1]:
            found.append(levels[levels.index(outcome.path) + 1])
    return list(dict.fromkeys(found))


def _levels(question: Field) -> list[str]:
    """From the form down to the question: the sections and items that it belongs to."""
    levels = [""]
    for item in question.within:
        levels += [item.path.rpartition(".")[0], item.path]
    if isinstance(question, AnotherField) and question.count:
        levels.append(question.section)
    return [*levels, question.name]


def _button(row: OpenForm, path: str, outcome: Choose, surroundings: Surroundings) -> Button:
    return Button(_label(path, outcome, surroundings), data=code(row, f"{Navigation.CHANGE}={path}"))


def _label(path: str, outcome: Choose, surroundings: Surroundings) -> Text | str:
    """What a button calls a question, a section (with the number of its items) or an item."""
    question = next((question for question in outcome.fields if question.name == path), None)
    if question is not None:
        return question.label
    items = {item.path: item for question in outcome.fields for item in question.within}
    if path not in items:
        below = [item for item in items.values() if item.path.rpartition(".")[0] == path]
        return _("{label} ({count})").with_(label=below[0].label, count=len(below))
    title = titles_of_items(outcome.fields, outcome.values, surroundings).get(path)
    number = localize_digits(items[path].number, locale=surroundings.locale)
    return shorten(f"{number}. {'–' if title is None else title.value}")


def _page(row: OpenForm, outcome: Choose, buttons: list[Button]) -> tuple[list[Button], tuple[Button, ...]]:
    """The buttons of the page, and those that turn it."""
    last = (len(buttons) - 1) // PER_PAGE
    page = min(outcome.page, max(last, 0))
    turning = [
        Button(sign, data=code(row, f"{Navigation.CHANGE}={outcome.path}@{other}"))
        for sign, other in (("‹", page - 1), ("›", page + 1))
        if 0 <= other <= last
    ]
    return buttons[page * PER_PAGE : (page + 1) * PER_PAGE], tuple(turning)


def _back(row: OpenForm, path: str) -> str:
    """The button data that leads from an item to its section, from a section to the enclosing item or form."""
    if not path:
        return code(row, Navigation.LOOK)
    outer = path.rpartition(".")[0]
    return code(row, f"{Navigation.CHANGE}={outer}" if outer else Navigation.CHANGE)
