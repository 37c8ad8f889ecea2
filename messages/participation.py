"""How members take part, and whom messages do not reach (M8, M9)."""

import enum
from collections.abc import Sequence
from datetime import date

from messages.rendering.content import Content
from messages.rendering.keyboards import Button, Keyboard, button, rows, shorten
from messages.rendering.labels import label, local_name
from messages.rendering.texts import Text, _
from storage.members import Twg
from twg.participation.counting import Figures, Participation
from twg.participation.reaching import Hindrance, Unreached

#: Lines on one page.
PAGE = 15
#: People who get a button, and people who are named of each kind.
MOST_BUTTONS, MOST_NAMED = 12, 25


class View(enum.StrEnum):
    """Whose figures are put together."""

    CONSTITUENCY = "constituency"
    INSTITUTION = "institution"
    PEOPLE = "people"


_VIEWS = {
    View.CONSTITUENCY: _("By constituency"),
    View.INSTITUTION: _("By institution"),
    View.PEOPLE: _("By person"),
}


def participation(
    counted: Participation, view: View, page: int, twg: Twg, periods: Sequence[tuple[Text, date, date]]
) -> Content:
    """A page of figures, with buttons to the other views and periods."""
    lines = _lines(counted, view)
    first = (page - 1) * PAGE
    here = twg.id, view, _number(counted.first), _number(counted.last)
    turns = [
        button(sign, "participation:show", *here, other)
        for sign, other in (("‹", page - 1), ("›", page + 1))
        if 1 <= other <= (len(lines) - 1) // PAGE + 1
    ]
    others = [
        button(name, "participation:show", twg.id, other, _number(counted.first), _number(counted.last))
        for other, name in _VIEWS.items()
        if other is not view
    ]
    spans = [
        button(name, "participation:show", twg.id, view, _number(begins), _number(ends))
        for name, begins, ends in periods
        if (begins, ends) != (counted.first, counted.last)
    ]
    keyboard: Keyboard = (*((tuple(turns),) if turns else ()), *rows(others, per_row=2), *rows(spans, per_row=3))
    context = {"counted": counted, "lines": lines[first : first + PAGE], "twg": twg, "view": view}
    return Content("participation/figures", context, keyboard)


def _lines(counted: Participation, view: View) -> list[tuple[Text | str, Figures]]:
    """What is counted together, in words, with its figures."""
    match view:
        case View.CONSTITUENCY:
            return [(label(kind), figures) for kind, figures in counted.by(lambda taken: taken.constituency).items()]
        case View.INSTITUTION:
            found = counted.by(lambda taken: taken.member.person.institution)
            named = [("–" if body is None else local_name(body), figures) for body, figures in found.items()]
            return sorted(named, key=lambda line: str(line[0].msgid if isinstance(line[0], Text) else line[0]))
        case View.PEOPLE:
            return [(taken.member.person.name, taken.figures) for taken in counted.people]


def _number(day: date) -> int:
    """A day as the number 20261231, for a button."""
    return day.year * 10000 + day.month * 100 + day.day


def unreachable(found: Sequence[Unreached], twg: Twg) -> Content:
    """Whom messages do not reach, by what hinders, with a button to the card of each member."""
    groups = [
        (kind, group[:MOST_NAMED], max(0, len(group) - MOST_NAMED))
        for kind in Hindrance
        if (group := [each for each in found if each.hindrance is kind])
    ]
    buttons: list[Button] = [
        button(shorten(each.name, 24), "members:open", each.membership_id)
        for each in found
        if each.membership_id is not None
    ]
    context = {"groups": groups, "twg": twg}
    return Content("participation/unreachable", context, rows(buttons[:MOST_BUTTONS], per_row=2))
