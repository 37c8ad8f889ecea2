"""What minutes say besides the texts of their paragraphs, as it was when they circulated or were adopted (G6).

Who was there, what arose from earlier meetings and when the next meeting is go on to change; adopted minutes do not.
They are kept as plain values, and read back as rows that belong to no session.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from storage.actions import Action, ActionState, Every
from storage.attendance import MeetingPresence, Presence
from storage.core.addressees import Addressee
from storage.meetings import Meeting
from storage.meetings.guests import MeetingGuest
from storage.members import Institution, InstitutionKind, Person, Role, Sex
from storage.records import LineKind, RecordLine
from twg.attendance.standing import Attendee, Standing
from twg.core.audit import to_plain

_PERSON = ("title", "name", "degrees", "position")
_LINE = ("owners", "due", "due_on", "every")
_ACTION = ("number", "text", "theme", "due_on", "state", "closing_note", "co_owners", "every")


@dataclass(frozen=True)
class Frozen:
    """What `freeze` has kept; the attributes are those of `Minutes`."""

    standing: Standing
    arising: tuple[Action, ...]
    next_meeting: Meeting | None


def freeze(standing: Standing, arising: Sequence[Action], next_meeting: Meeting | None) -> dict[str, Any]:
    """The plain values of what minutes say besides their paragraphs."""
    following = None
    if next_meeting is not None:
        following = {"starts_at": next_meeting.starts_at, "place": next_meeting.place}
    facts = {
        "people": [_freeze_attendee(each) for each in standing.people],
        "guests": [
            {"name": guest.name, "institution": guest.institution, "presence": row and row.presence}
            for guest, row in standing.guests
        ],
        "asks_crdb": standing.asks_crdb,
        "arising": [_freeze_action(each) for each in arising],
        "next_meeting": following,
    }
    plain: dict[str, Any] = to_plain(facts)
    return plain


def _freeze_attendee(each: Attendee) -> dict[str, Any]:
    row = each.row
    noted = None if row is None else {"presence": row.presence, "delegate_name": row.delegate_name}
    return {
        **{name: getattr(each.person, name) for name in _PERSON},
        "sex": each.person.sex,
        "institution": _freeze_institution(each.person.institution),
        "side": each.side,
        "role": each.role,
        "noted": noted and {**noted, "delegate_name": each.delegate},
    }


def _freeze_institution(institution: Institution | None) -> list[str] | None:
    return None if institution is None else [institution.name, institution.name_km]


def _freeze_action(action: Action) -> dict[str, Any]:
    return {
        **{name: getattr(action, name) for name in _ACTION},
        "owner": None if action.owner is None else action.owner.name,
        "institution": _freeze_institution(action.institution),
        "meeting": None if action.meeting is None else action.meeting.title,
        "addressees": [[each.token, each.name, each.name_km] for each in action.addressees],
    }


def freeze_details(line: RecordLine | None, action: Action | None) -> dict[str, Any]:
    """Who does what a paragraph agrees, and until when; empty for any other paragraph."""
    kept: dict[str, Any] = {}
    if action is not None:
        kept = {"action": _freeze_action(action)}
    elif line is not None and line.kind is LineKind.ACTION:
        kept = {name: getattr(line, name) for name in _LINE}
    plain: dict[str, Any] = to_plain(kept)
    return plain


def thaw_details(text: str, details: Mapping[str, Any]) -> tuple[RecordLine | None, Action | None]:
    """What `freeze_details` has kept of an action that reads so."""
    if "action" in details:
        return None, _thaw_action({**details["action"], "text": text})
    if not details:
        return None, None
    due_on = details["due_on"] and date.fromisoformat(details["due_on"])
    every = _thaw_every(details)
    return RecordLine(**{**details, "due_on": due_on, "every": every}, kind=LineKind.ACTION, text=text), None


def thaw(meeting: Meeting, facts: Mapping[str, Any]) -> Frozen:
    """What `freeze` has kept of the minutes of a meeting."""
    guests = []
    for each in facts["guests"]:
        guest = MeetingGuest(name=each["name"], institution=each["institution"])
        row = None if each["presence"] is None else MeetingPresence(presence=Presence(each["presence"]))
        guests.append((guest, row))
    people = tuple(_thaw_attendee(each) for each in facts["people"])
    following = facts["next_meeting"]
    return Frozen(
        Standing(meeting, people, tuple(guests), facts["asks_crdb"]),
        tuple(_thaw_action(each) for each in facts["arising"]),
        following and Meeting(starts_at=datetime.fromisoformat(following["starts_at"]), place=following["place"]),
    )


def _thaw_attendee(each: Mapping[str, Any]) -> Attendee:
    person = Person(
        **{name: each[name] for name in _PERSON},
        sex=each["sex"] and Sex(each["sex"]),
        institution=_thaw_institution(each["institution"]),
    )
    noted = each["noted"]
    row = noted and MeetingPresence(presence=Presence(noted["presence"]), delegate_name=noted["delegate_name"])
    return Attendee(person, InstitutionKind(each["side"]), each["role"] and Role(each["role"]), row, None)


def _thaw_institution(names: Sequence[str] | None) -> Institution | None:
    return None if names is None else Institution(name=names[0], name_km=names[1])


def _thaw_every(each: Mapping[str, Any]) -> Every | None:
    """How often an action is due again; those that were adopted before it was kept lack it."""
    return each.get("every") and Every(each["every"])


def _thaw_action(each: Mapping[str, Any]) -> Action:
    values = {name: each[name] for name in _ACTION if name in each}
    values["every"] = _thaw_every(each)
    values["state"] = ActionState(each["state"])
    values["due_on"] = each["due_on"] and date.fromisoformat(each["due_on"])
    action = Action(
        **values,
        owner=None if each["owner"] is None else Person(name=each["owner"]),
        institution=_thaw_institution(each["institution"]),
        meeting=None if each["meeting"] is None else Meeting(title=each["meeting"]),
    )
    action.know_addressees(tuple(Addressee(*names) for names in each["addressees"]))
    return action
