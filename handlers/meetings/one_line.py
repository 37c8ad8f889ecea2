"""What a line after /newmeeting answers of the form (G1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from handlers.meetings.fields import ONLINE
from handlers.routing.request import Request
from messages.rendering.labels import label, local_name
from messages.rendering.texts import in_words
from storage.meetings import MeetingKind
from storage.subgroups import SubGroup
from twg.core.addressing import access_active_groups
from twg.core.permissions import Permission
from twg.core.refusals import Refusal
from twg.language.meeting_lines import MeetingLine, read_meeting_line
from twg.meetings.kinds import KINDS


class WordsLeft(Refusal):
    """Words of a line that may change what the rest says. data: `words`, as typed."""

    key = "meetings#words_left"


@dataclass(frozen=True)
class LineAnswers:
    """What a line answers of the form.

    Attributes:
        typed: answers in words. A day or time that the line leaves open is given in its words, so that it is asked.
        usual: raw answers that the kind gives where the line says nothing else.
        doubt: names words that may change what the rest says; None where there are none.
    """

    typed: dict[str, str]
    usual: Mapping[str, Any] = field(default_factory=dict)
    doubt: Refusal | None = None


async def read_line(request: Request, text: str) -> LineAnswers:
    """What a line answers, with what its kind gives."""
    groups = await access_active_groups(request.session, request.member, now=request.now)
    names = {name: group for group in groups for name in (group.name, group.name_km) if name}
    line = read_meeting_line(text, today=request.today, groups=tuple(names))
    group = None if line.group is None else names[line.group]
    doubt = WordsLeft(field="title", words=line.left) if line.left else None
    return LineAnswers(_typed(request, line, group), _usual(request, line.kind, group), doubt)


def _typed(request: Request, line: MeetingLine, group: SubGroup | None) -> dict[str, str]:
    answers = {
        "title": _title(request, line, group),
        "kind": "" if line.kind is None else str(line.kind.value),
        "day": line.when if line.asks_day else "" if line.day is None else line.day.isoformat(),
        "at": line.at or (line.when if line.asks_time else ""),
        "duration": "" if line.duration_min is None else f"{line.duration_min} min",
        "place": line.place or (in_words(ONLINE, request.locale) if line.link else ""),
        "number": "" if line.number is None else str(line.number),
        "link": line.link,
    }
    return {name: answer for name, answer in answers.items() if answer}


def _title(request: Request, line: MeetingLine, group: SubGroup | None) -> str:
    """The title; for a line that gives none, what meetings of this kind are called."""
    if not line.only_kind or line.kind is None:
        return line.title
    called = label(line.kind).render(request.locale)
    return called if group is None else f"{called}: {local_name(group).render(request.locale)}"


def _usual(request: Request, kind: MeetingKind | None, group: SubGroup | None) -> dict[str, Any]:
    """Length and audience of meetings of this kind, which the summary shows."""
    if kind is None:
        return {}
    rules = KINDS[kind]
    usual: dict[str, Any] = {"duration": f"{rules.minutes} min"}
    if group is not None:
        return {**usual, "audience": group.token}
    if rules.closed or rules.audience is None or not request.member.may_for_all(Permission.MEETING_ORGANISE):
        return usual
    return {**usual, "audience": str(rules.audience)}
