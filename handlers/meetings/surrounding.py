"""What the questions of a new meeting depend on: who asks, what is planned already, whom it is for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from handlers.forms.audience_field import with_audiences
from handlers.forms.surroundings import Surroundings
from handlers.meetings.agenda_field import surround_agenda
from handlers.meetings.alike import warn_of_clash, warn_of_like
from handlers.meetings.short_notice import question_short_notice
from messages.rendering.keyboards import button
from messages.rendering.texts import _
from storage.meetings import MeetingKind
from twg.core.addressing import Addressable
from twg.core.agenda_sources import Proposal
from twg.language.series_numbers import find_number
from twg.meetings.alike import Others


@dataclass(frozen=True)
class Loaded:
    """What is read from the database for the form.

    Attributes:
        others: meetings with which this one is compared.
        audiences: who may be invited.
        kinds: those that the person convenes.
        numbers: by kind, the number that its next meeting has.
        proposals: for the agenda.
        may_ask: whether members may be asked when they can, instead of the day.
    """

    others: Others
    audiences: Addressable
    kinds: tuple[MeetingKind, ...]
    numbers: Mapping[MeetingKind, int]
    proposals: Sequence[Proposal]
    may_ask: bool


#: Opens the search for a date, where the day of a new meeting is not known yet.
ASK_INSTEAD = button(_("Not sure yet: ask when they can"), "dates:instead")


def surround_planning(loaded: Loaded, answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
    kind = _kind(answers)
    base = replace(base, facts={**base.facts, "kinds": loaded.kinds, "kind": kind})
    base = with_audiences(base, loaded.audiences, groups_first=kind is MeetingKind.SUB_GROUP)
    base = warn_of_like(base, loaded.others, answers)
    base = warn_of_clash(base, loaded.others, answers)
    base = surround_agenda(base, loaded.proposals, answers)
    if loaded.may_ask:
        base = replace(base, instead={"day": (ASK_INSTEAD,)})
    return question_short_notice(_note_number(base, loaded, answers, kind), answers)


def _kind(answers: Mapping[str, Any]) -> MeetingKind | None:
    known = {str(kind.value): kind for kind in MeetingKind}
    return known.get(str(answers.get("kind")))


def _note_number(
    base: Surroundings, loaded: Loaded, answers: Mapping[str, Any], kind: MeetingKind | None
) -> Surroundings:
    """Say at the summary which number the meeting gets, where nobody gave one."""
    number = None if kind is None else loaded.numbers.get(kind)
    if number is None or answers.get("number") or find_number(answers.get("title") or ""):
        return base
    return replace(base, note=_("It gets the number {n}.").with_(n=number))
