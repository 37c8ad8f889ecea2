"""What the values in the audit are called and how they are shown, by the name under which they are recorded.

A name that means different things is given with its table first: "meeting.kind". What says nothing to people, such as
ids of notifications, is in `UNSHOWN`. A test holds both complete, as with `operations`.
"""

import enum
from dataclasses import dataclass

from storage.actions import ActionState, Every
from storage.dates import Choice, PollEnding
from storage.documents import DocumentKind
from storage.engine.labels import N_, Labelled
from storage.indicators import RoundState, SubmissionState
from storage.joining import JoinState, Opinion
from storage.meetings import MeetingKind, MeetingState, Rsvp
from storage.members import InstitutionKind, Matter, ProposedChange, Role, Sex
from storage.papers import PaperState
from storage.requests import RequestKind, RequestState
from storage.sharing import PostKind


class Kind(enum.Enum):
    """How a value is shown."""

    PLAIN = enum.auto()
    DAY = enum.auto()
    #: Stored in UTC, shown in the TWG's time.
    MOMENT = enum.auto()
    CLOCK = enum.auto()
    YES_NO = enum.auto()
    MINUTES = enum.auto()
    AUDIENCE = enum.auto()
    AGENDA = enum.auto()
    LANGUAGE = enum.auto()
    #: Ids, shown by name.
    PERSON = enum.auto()
    INSTITUTION = enum.auto()
    FILE = enum.auto()
    MEETING = enum.auto()
    RULE = enum.auto()
    #: The id of a kept contact; nothing is shown of one that was erased.
    CONTACT = enum.auto()


@dataclass(frozen=True)
class AuditField:
    """A recorded value; a list of values is shown one by one.

    Attributes:
        label: in English.
        of: the enumeration whose values are recorded.
    """

    label: str
    kind: Kind = Kind.PLAIN
    of: type[Labelled] | None = None


def _enum(label: str, of: type[Labelled]) -> AuditField:
    return AuditField(label, of=of)


FIELDS: dict[str, AuditField] = {
    "acknowledge_by": AuditField(N_("To be acknowledged by"), Kind.DAY),
    "acknowledged_at": AuditField(N_("Acknowledged"), Kind.MOMENT),
    "action.state": _enum(N_("State"), ActionState),
    "agenda": AuditField(N_("Agenda"), Kind.AGENDA),
    "agenda_items": AuditField(N_("Agenda"), Kind.AGENDA),
    "agreed": AuditField(N_("Agreed"), Kind.YES_NO),
    "agrees": AuditField(N_("Agrees"), Kind.YES_NO),
    "aliases": AuditField(N_("Also called")),
    "answer_by": AuditField(N_("Last day to answer"), Kind.DAY),
    "answer": AuditField(N_("Answer")),
    "applied_at": AuditField(N_("Imported"), Kind.MOMENT),
    "asked": AuditField(N_("Asked"), Kind.AUDIENCE),
    "assistant": AuditField(N_("Assistant"), Kind.PERSON),
    "at": AuditField(N_("At"), Kind.CLOCK),
    "audience": AuditField(N_("For"), Kind.AUDIENCE),
    "baseline": AuditField(N_("Baseline")),
    "baseline_period": AuditField(N_("Period of the baseline")),
    "cancel_reason": AuditField(N_("Reason")),
    "chair_confirms": AuditField(N_("The Chair confirms who asks to join"), Kind.YES_NO),
    "change": _enum(N_("Proposed change of a member"), ProposedChange),
    "choice": _enum(N_("Answer"), Choice),
    "closes_at": AuditField(N_("Messages are sent until"), Kind.CLOCK),
    "closing_note": AuditField(N_("Closing note")),
    "code": AuditField(N_("Code")),
    "comment": AuditField(N_("Comment")),
    "confirmed_at": AuditField(N_("Confirmed"), Kind.MOMENT),
    "constraints": AuditField(N_("Constraints")),
    "consulted_until": AuditField(N_("Opinion possible until"), Kind.DAY),
    "contact": AuditField(N_("Contact")),
    "contact_id": AuditField(N_("Contact"), Kind.CONTACT),
    "core": AuditField(N_("Core group"), Kind.YES_NO),
    "delegate_agreed": AuditField(N_("The delegate can"), Kind.YES_NO),
    "delegate_id": AuditField(N_("Delegate who is a member"), Kind.PERSON),
    "delegate_name": AuditField(N_("Delegate")),
    "date": AuditField(N_("Chosen date"), Kind.MOMENT),
    "date_poll.kind": _enum(N_("Kind"), MeetingKind),
    "dated_on": AuditField(N_("Dated"), Kind.DAY),
    "dates": AuditField(N_("Proposed dates"), Kind.MOMENT),
    "day": AuditField(N_("Day"), Kind.DAY),
    "document.kind": _enum(N_("Kind"), DocumentKind),
    "due_at": AuditField(N_("Due"), Kind.MOMENT),
    "due_on": AuditField(N_("Due"), Kind.DAY),
    "duration_min": AuditField(N_("Length"), Kind.MINUTES),
    "email": AuditField(N_("E-mail")),
    "due_words": AuditField(N_("Period")),
    "every": _enum(N_("Again"), Every),
    "review_on": AuditField(N_("Looked at again on"), Kind.DAY),
    "emails": AuditField(N_("E-mail")),
    "ended_by_id": AuditField(N_("Ended by"), Kind.PERSON),
    "enabled": AuditField(N_("Switched on"), Kind.YES_NO),
    "ending": _enum(N_("State"), PollEnding),
    "ended_at": AuditField(N_("Ended"), Kind.MOMENT),
    "evidence_id": AuditField(N_("Evidence"), Kind.FILE),
    "evidence_ids": AuditField(N_("Evidence"), Kind.FILE),
    "expires_at": AuditField(N_("Works until"), Kind.MOMENT),
    "extra_days_off": AuditField(N_("Days off"), Kind.DAY),
    "extra_working_days": AuditField(N_("Working days"), Kind.DAY),
    "file_id": AuditField(N_("File"), Kind.FILE),
    "file_ids": AuditField(N_("Files"), Kind.FILE),
    "forwarded": AuditField(N_("Forwarded"), Kind.YES_NO),
    "gone_id": AuditField(N_("Merged institution"), Kind.INSTITUTION),
    "alternates": AuditField(N_("Alternate"), Kind.PERSON),
    "holders": AuditField(N_("Holder"), Kind.PERSON),
    "handover": AuditField(N_("Handover note")),
    "host": AuditField(N_("Host")),
    "instead_of": AuditField(N_("Instead of"), Kind.PERSON),
    "institution": AuditField(N_("Institution")),
    "institution.kind": _enum(N_("Kind"), InstitutionKind),
    "institution_id": AuditField(N_("Institution"), Kind.INSTITUTION),
    "join_request.state": _enum(N_("State"), JoinState),
    "item": AuditField(N_("Agenda item")),
    "kept_id": AuditField(N_("Is a part of"), Kind.INSTITUTION),
    "language": AuditField(N_("Language"), Kind.LANGUAGE),
    "late_min": AuditField(N_("Late by"), Kind.MINUTES),
    "lead_days": AuditField(N_("Days before the meeting")),
    "lower_is_better": AuditField(N_("Lower is better"), Kind.YES_NO),
    "matters": _enum(N_("Chosen for"), Matter),
    "max_uses": AuditField(N_("For how many people")),
    "meeting.kind": _enum(N_("Kind"), MeetingKind),
    "meeting.state": _enum(N_("State"), MeetingState),
    "meeting_id": AuditField(N_("Meeting"), Kind.MEETING),
    "meetings_before": AuditField(N_("Meetings before")),
    "member_request.kind": _enum(N_("Kind"), RequestKind),
    "member_request.state": _enum(N_("State"), RequestState),
    "milestone": AuditField(N_("Milestone"), Kind.YES_NO),
    "name": AuditField(N_("Name")),
    "name_km": AuditField(N_("Khmer name")),
    "named_id": AuditField(N_("Named person"), Kind.PERSON),
    "next_steps": AuditField(N_("Next steps")),
    "nominee_id": AuditField(N_("Proposed person"), Kind.PERSON),
    "note": AuditField(N_("Note")),
    "guests": AuditField(N_("Guests")),
    "link": AuditField(N_("Link")),
    "number": AuditField(N_("Number")),
    "offset_min": AuditField(N_("How long before or after"), Kind.MINUTES),
    "open_until": AuditField(N_("Open until"), Kind.DAY),
    "opens_at": AuditField(N_("Messages are sent from"), Kind.CLOCK),
    "opinion": _enum(N_("Opinion"), Opinion),
    "opinion_words": AuditField(N_("Opinion in words")),
    "owner_id": AuditField(N_("Owner"), Kind.PERSON),
    "co_owners": AuditField(N_("Together with"), Kind.AUDIENCE),
    "says_done": AuditField(N_("Says that it is done"), Kind.YES_NO),
    "paper.state": _enum(N_("State"), PaperState),
    "papers_by": AuditField(N_("Papers to be there by"), Kind.DAY),
    "people": AuditField(N_("People")),
    "person.title": AuditField(N_("Form of address")),
    "person_id": AuditField(N_("Person"), Kind.PERSON),
    "phones": AuditField(N_("Contact")),
    "place": AuditField(N_("Place")),
    "posts": AuditField(N_("Shared information is posted too"), Kind.YES_NO),
    "position": AuditField(N_("Position")),
    "post.kind": _enum(N_("Kind"), PostKind),
    "proposed_as": _enum(N_("Proposed as"), Role),
    "question": AuditField(N_("Question")),
    "reason": AuditField(N_("Reason")),
    "recall_reason": AuditField(N_("Reason for the recall")),
    "recalled_at": AuditField(N_("Recalled"), Kind.MOMENT),
    "recalled_by_id": AuditField(N_("Recalled by"), Kind.PERSON),
    "reported_at": AuditField(N_("Reported"), Kind.MOMENT),
    "requests": AuditField(N_("Reports asked for")),
    "responsible": AuditField(N_("Responsible")),
    "review_comment": AuditField(N_("Comment")),
    "revoked_at": AuditField(N_("Revoked"), Kind.MOMENT),
    "role": _enum(N_("Role"), Role),
    "round.state": _enum(N_("State"), RoundState),
    "rsvp": _enum(N_("Answer"), Rsvp),
    "rule": AuditField(N_("Reminder"), Kind.RULE),
    "sex": _enum(N_("Sex"), Sex),
    "since": AuditField(N_("Since"), Kind.DAY),
    "source": AuditField(N_("Source")),
    "starts_at": AuditField(N_("Begins"), Kind.MOMENT),
    "starts_on": AuditField(N_("Begins"), Kind.DAY),
    "statement": AuditField(N_("Indicator")),
    "submission.state": _enum(N_("State"), SubmissionState),
    "taken_over": AuditField(N_("Taken over"), Kind.YES_NO),
    "target": AuditField(N_("Target")),
    "target_period": AuditField(N_("Period of the target")),
    "task": AuditField(N_("Task")),
    "text": AuditField(N_("Text")),
    "theme": AuditField(N_("Theme")),
    "themes": AuditField(N_("Themes")),
    "title": AuditField(N_("Title")),
    "too_late_at": AuditField(N_("Too late from"), Kind.MOMENT),
    "undone_at": AuditField(N_("Undone"), Kind.MOMENT),
    "unit": AuditField(N_("Unit")),
    "unreachable_since": AuditField(N_("Not reached since"), Kind.MOMENT),
    "until": AuditField(N_("Until"), Kind.DAY),
    "urgent": AuditField(N_("Urgent"), Kind.YES_NO),
    "value": AuditField(N_("Value")),
    "version": AuditField(N_("Version")),
    "words": AuditField(N_("In words")),
    "zone": AuditField(N_("Time zone")),
}
#: The title that stands before a name is recorded with a membership too, when somebody registers.
FIELDS |= {
    "person_merge.gone_id": AuditField(N_("Entry that is a part of another"), Kind.PERSON),
    "person_merge.kept_id": AuditField(N_("Entry that stays"), Kind.PERSON),
}
FIELDS |= {f"{table}.title": FIELDS["person.title"] for table in ("membership", "roster_entry")}

#: Recorded, and not shown: ids and facts of the machinery, and what the head of the entry says already.
UNSHOWN = frozenset(
    {
        "about_items",
        "account_id",
        "agenda_item_id",
        "alternate_of_id",
        "announced_at",
        "answered_at",
        "cancelled_at",
        "args",
        "asked_again",
        "began",
        "beside",
        "chat_id",
        "cleared",
        "closed_at",
        "closed_by_id",
        "confirmed_by_id",
        "current_twg_id",
        "decided_at",
        "decided_by_id",
        "deliveries",
        "details",
        "document_id",
        "ended_why",
        "form",
        "handed",
        "indicator_id",
        "invite",
        "invite_id",
        "invite_uses",
        "item_id",
        "lead_nomination.agrees",
        "lead_nomination.words",
        "linked_at",
        "members",
        "membership.state",
        "membership_id",
        "merge_id",
        "moved",
        "newest_update_id",
        "notices",
        "opened_at",
        "opinion_by_id",
        "periods",
        "question_by_id",
        "reminder.state",
        "reopen",
        "replaced_id",
        "reviewed_at",
        "reviewed_by_id",
        "round_id",
        "rows",
        "screened_at",
        "screened_by_id",
        "seat_id",
        "stands_in_id",
        "stood_in",
        "subject_id",
        "subject_type",
        "successor_id",
        "successor_of_id",
        "thread_id",
        "void",
    }
)


def find_field(subject_type: str, name: str) -> AuditField | None:
    """The field of this name in an audit row about a table; None for one that is not shown, or not known."""
    if name in UNSHOWN or f"{subject_type}.{name}" in UNSHOWN:
        return None
    return FIELDS.get(f"{subject_type}.{name}") or FIELDS.get(name)


def is_known(subject_type: str, name: str) -> bool:
    """Whether it is said of a recorded value how it is shown, or that it is not."""
    return not {name, f"{subject_type}.{name}"}.isdisjoint({*FIELDS, *UNSHOWN})
