"""Minutes as a Word document, in the two forms that TWGs use (G6).

Planning & Harmonization: numbered paragraphs under a heading for each item, attendance and agenda annexed. Health: who
was present, agenda and matters arising first, action points as a table at the end.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from messages.actions import owner_names
from messages.minutes.attending import attendance_rows, count_of
from messages.minutes.states import adoption_of, heading_of
from messages.rendering import word
from messages.rendering.labels import headline, label
from messages.rendering.templating import format_clock, format_day
from messages.rendering.texts import Name, Text, _, in_words, localize_digits
from storage.actions import Action, ActionState, Every
from storage.attendance import Presence
from storage.core.spelling import fold
from storage.members import Twg
from storage.records import LineKind
from twg.attendance.standing import Attendee
from twg.meetings.access import ends_at
from twg.minutes.composing import Minutes, Paragraph, Section

if TYPE_CHECKING:
    from docx.document import Document


class Layout(enum.StrEnum):
    """The form of the paper."""

    PH = "ph"
    HEALTH = "health"


_ARISING_MM = (38, 62, 38, 32)
_POINTS_MM = (12, 88, 40, 30)
_ATTENDANCE_MM = (60, 70, 40)
_AGENDA_MM = (12, 108, 50)


@dataclass(frozen=True)
class _Paper:
    """A document that is being written, in one language."""

    document: "Document"
    twg: Twg
    minutes: Minutes
    locale: str
    zone: ZoneInfo

    def say(self, text: Text | str) -> str:
        return in_words(text, self.locale)

    def number(self, value: int) -> str:
        return localize_digits(value, locale=self.locale)


def build_minutes(twg: Twg, minutes: Minutes, layout: Layout, locale: str, zone: ZoneInfo) -> bytes:
    """A .docx file. Called in a thread."""
    meeting = minutes.meeting
    title = in_words(headline(meeting.kind, meeting.number, meeting.title, meeting.groups), locale)
    version = minutes.version
    adopted = "" if version is None else adoption_of(version, zone, locale)
    footer = " · ".join(filter(None, (f"{twg.code} TWG", title, heading_of(version).render(locale), adopted)))
    paper = _Paper(word.new_document(footer=footer), twg, minutes, locale, zone)
    _add_head(paper, title)
    write = {Layout.PH: _write_ph, Layout.HEALTH: _write_health}[layout]
    write(paper)
    return word.save(paper.document)


def _write_ph(paper: _Paper) -> None:
    _add_heading(paper, _("Participants"))
    _add_counts(paper)
    word.add_line(paper.document, paper.say(_("The list of participants is Annex 1, the agenda Annex 2.")))
    _add_arising(paper)
    for section in paper.minutes.sections:
        _add_section(paper, section, numbered=True)
    _add_next(paper)
    _add_heading(paper, _("Annex 1: Participants"), new_page=True)
    _add_attendance(paper)
    if paper.minutes.meeting.agenda:
        _add_heading(paper, _("Annex 2: Agenda"))
        _add_agenda(paper)


def _write_health(paper: _Paper) -> None:
    _add_heading(paper, _("Present"))
    _add_counts(paper)
    _add_attendance(paper)
    if paper.minutes.meeting.agenda:
        _add_heading(paper, _("Agenda"))
        _add_agenda(paper)
    _add_arising(paper)
    for section in paper.minutes.sections:
        _add_section(paper, section, numbered=False)
    _add_points(paper)
    _add_next(paper)


def _add_head(paper: _Paper, title: str) -> None:
    add = partial(word.add_line, paper.document, centred=True)
    add(paper.say(_("Kingdom of Cambodia")), bold=True)
    add(paper.say(_("Nation Religion King")), bold=True)
    add(f"{paper.say(_twg_name(paper.twg))} ({paper.twg.code})", bold=True)
    version = paper.minutes.version
    add(paper.say(heading_of(version)), size_pt=word.LARGE_PT, bold=True)
    add(title, size_pt=13, bold=True)
    if version is not None and (adopted := adoption_of(version, paper.zone, paper.locale)):
        add(adopted)
    meeting = paper.minutes.meeting
    starts, ends = meeting.starts_at.astimezone(paper.zone), ends_at(meeting).astimezone(paper.zone)
    clock = partial(format_clock, locale=paper.locale)
    facts: list[tuple[Text, str]] = [
        (_("Date"), format_day(starts.date(), locale=paper.locale)),
        (_("Time"), f"{clock(starts)}–{clock(ends)}"),
        (_("Place"), meeting.place),
        (_("Chair"), _names(paper, paper.minutes.chairs)),
        (_("Lead facilitator"), _names(paper, paper.minutes.facilitators)),
    ]
    for name, fact in facts:
        if fact:
            word.add_line(paper.document, _("{name}: {fact}").with_(name=name, fact=fact).render(paper.locale))


def _twg_name(twg: Twg) -> Name:
    """The name in full; the Khmer one says what it is already."""
    full = twg.name if "working group" in fold(twg.name) else f"{twg.name} Technical Working Group"
    return Name(full, km=twg.name_km)


def _names(paper: _Paper, people: Sequence[Attendee]) -> str:
    return "; ".join(_name(paper, each) for each in people)


def _name(paper: _Paper, each: Attendee) -> str:
    """A name with what stands before it; of a delegate, with whom they spoke for."""
    name = " ".join(filter(None, (each.person.title, each.person.full_name)))
    if each.presence is Presence.DELEGATE and each.delegate:
        return _("{delegate}, for {name}").with_(delegate=each.delegate, name=name).render(paper.locale)
    return name


def _add_heading(paper: _Paper, text: Text | str, *, new_page: bool = False) -> None:
    word.add_heading(paper.document, paper.say(text), new_page=new_page)


def _add_counts(paper: _Paper) -> None:
    """How many were there, by constituency, and who sent apologies."""
    standing = paper.minutes.standing
    if not standing.here and not standing.guests_here:
        word.add_line(paper.document, paper.say(_("Nobody is noted as present.")))
        return
    word.add_line(paper.document, "; ".join(paper.say(text) for text in count_of(standing)))
    if excused := standing.of(Presence.EXCUSED):
        names = ", ".join(" ".join(filter(None, (each.person.title, each.person.full_name))) for each in excused)
        word.add_line(paper.document, _("Apologies: {names}").with_(names=names).render(paper.locale))
    if standing.asks_crdb and not standing.crdb_here:
        word.add_line(paper.document, paper.say(_("CRDB/CDC was not present.")))


def _add_attendance(paper: _Paper) -> None:
    """The list of those present, by constituency."""
    rows = attendance_rows(paper.minutes.standing, partial(_name, paper))
    if not rows:
        return
    headings = [paper.say(text) for text in (_("Name"), _("Institution and position"), _("Role"))]
    table = word.add_table(paper.document, _ATTENDANCE_MM, headings)
    for heading, entries in rows:
        cells = word.add_row(table)
        word.write(cells[0].merge(cells[-1]).paragraphs[0], paper.say(heading), bold=True)
        for name, institution, role in entries:
            word.add_row(table, [name, paper.say(institution), paper.say(role)])


def _add_agenda(paper: _Paper) -> None:
    headings = [paper.say(text) for text in (_("No."), _("Agenda item"), _("Presented by"))]
    table = word.add_table(paper.document, _AGENDA_MM, headings)
    for number, item in enumerate(paper.minutes.meeting.agenda, start=1):
        word.add_row(table, [paper.number(number), item.title, item.presenter])


def _add_arising(paper: _Paper) -> None:
    """Matters arising: agenda, action point, responsible, status."""
    _add_heading(paper, _("Matters arising: follow-up of earlier meetings"))
    if not paper.minutes.arising:
        word.add_line(paper.document, paper.say(_("No action of an earlier meeting is open.")))
        return
    headings = [paper.say(text) for text in (_("Agenda"), _("Action point"), _("Responsible"), _("Status"))]
    table = word.add_table(paper.document, _ARISING_MM, headings)
    for action in paper.minutes.arising:
        number = f"{paper.twg.code}-{action.number}"
        about = action.theme or ("" if action.meeting is None else action.meeting.title)
        owners = ", ".join(paper.say(name) for name in owner_names(action))
        cells = ["\n".join(filter(None, (number, about))), action.text, owners, _status(paper, action)]
        word.add_row(table, cells, size_pt=10)


def _status(paper: _Paper, action: Action) -> str:
    """ "Done", "To follow up" with the day; why one was dropped."""
    if action.state is ActionState.DONE:
        return _("Done").render(paper.locale)
    if action.state is ActionState.DROPPED:
        return "\n".join(filter(None, (label(action.state).render(paper.locale), action.closing_note)))
    due = _by_day(paper, action.due_on) if action.due_on is not None else _again(paper, action.every)
    return "\n".join(filter(None, (_("To follow up").render(paper.locale), due)))


def _again(paper: _Paper, every: Every | None) -> str:
    """How often an action is due that has no last day: before each plenary."""
    return "" if every is None else label(every).render(paper.locale)


def _by_day(paper: _Paper, day: object) -> str:
    return _("by {day}").with_(day=format_day(day, locale=paper.locale, short=True)).render(paper.locale)


def _add_section(paper: _Paper, section: Section, *, numbered: bool) -> None:
    """An item with its paragraphs; one without any is named, so that nothing of the agenda is left out."""
    if section.item is None:
        _add_heading(paper, _("Other points"))
    else:
        title = " · ".join(filter(None, (section.item.title, section.item.presenter)))
        _add_heading(paper, _("Item {n}: {title}").with_(n=section.number, title=title))
    if not section.paragraphs:
        word.add_line(paper.document, paper.say(_("Nothing was recorded.")))
    for each in section.paragraphs:
        parts = _parts(paper, each)
        if numbered:
            word.add_numbered(paper.document, paper.number(each.number), parts)
        else:
            paragraph = paper.document.add_paragraph()
            for text, bold in parts:
                word.write(paragraph, text, bold=bold)


def _parts(paper: _Paper, each: Paragraph) -> list[tuple[str, bool]]:
    """What kind of paragraph it is, in bold, and what it says; of a discussion only that."""
    if each.kind in (LineKind.DISCUSSION, LineKind.NOTE):
        return [(each.text, False)]
    kind = paper.say(label(each.kind))
    if each.decision is not None:
        kind = f"{kind} {each.decision.reference}"
    name = _("{name}: {fact}").with_(name=kind, fact="").render(paper.locale)
    rest = [each.text, _owners(paper, each), _due(paper, each)]
    return [(name, True), (" · ".join(filter(None, rest)), False)]


def owners_of(each: Paragraph) -> list[Text | str]:
    """Who does an action; nobody for any other paragraph."""
    if each.action is not None:
        return owner_names(each.action)
    return [each.line.owners] if each.line is not None and each.line.owners else []


def _owners(paper: _Paper, each: Paragraph) -> str:
    return ", ".join(paper.say(name) for name in owners_of(each))


def _due(paper: _Paper, each: Paragraph) -> str:
    """The last day of an action, and how often it is due again; the words for it where they name no day."""
    row = each.action or each.line
    again = "" if row is None else _again(paper, row.every)
    if each.due_on is not None:
        day = format_day(each.due_on, locale=paper.locale)
        return f"{day} ({again})" if again else day
    if again:
        return again
    return "" if each.line is None else each.line.due


def _add_points(paper: _Paper) -> None:
    """The actions of this meeting as a table."""
    actions = paper.minutes.of(LineKind.ACTION)
    if not actions:
        return
    _add_heading(paper, _("Action points"))
    headings = [paper.say(text) for text in (_("No."), _("Action point"), _("Responsible"), _("By when"))]
    table = word.add_table(paper.document, _POINTS_MM, headings)
    for place, each in enumerate(actions, start=1):
        cells = [paper.number(place), each.text, _owners(paper, each), _due(paper, each)]
        word.add_row(table, cells, size_pt=10)


def _add_next(paper: _Paper) -> None:
    """Day and place of the next meeting, where it is announced."""
    following = paper.minutes.next_meeting
    if following is None:
        return
    _add_heading(paper, _("Next meeting"))
    day = format_day(following.starts_at.astimezone(paper.zone).date(), locale=paper.locale)
    word.add_line(paper.document, ", ".join(filter(None, (day, following.place))))
