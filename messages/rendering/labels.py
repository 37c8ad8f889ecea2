"""The names of roles, kinds and states, as people say them."""

from enum import Enum

from messages.rendering.texts import Text, _
from storage.actions import ActionState
from storage.core.search import Subject
from storage.documents import DocumentKind
from storage.indicators import RoundState, SubmissionState
from storage.meetings import MeetingKind, MeetingState, Rsvp
from storage.members import Role
from storage.sharing import PostKind
from twg.core.audiences import Audience

#: Units of `format_duration`, which fills them itself.
DURATION_UNITS = (_("{n} h"), _("{n} min"))

LANGUAGES = {"en": "English", "km": "ខ្មែរ"}

#: By enumeration: members of two of them may be equal as strings.
LABELS: dict[type[Enum], dict[Enum, Text]] = {
    Role: {
        Role.CHAIR: _("Chair"),
        Role.LEAD_FACILITATOR: _("Lead facilitator"),
        Role.SECRETARIAT: _("Secretariat"),
        Role.GOVERNMENT: _("Government member"),
        Role.DEVELOPMENT_PARTNER: _("Development partner"),
        Role.CRDB: _("CRDB/CDC"),
        Role.FOCAL_POINT: _("Focal point"),
        Role.TECHNICAL_ADVISER: _("Technical adviser"),
        Role.CIVIL_SOCIETY: _("Civil society"),
        Role.PRIVATE_SECTOR: _("Private sector"),
    },
    MeetingKind: {
        MeetingKind.PLENARY: _("Plenary"),
        MeetingKind.CORE_GROUP: _("Core group"),
        MeetingKind.SUB_GROUP: _("Sub-group"),
        MeetingKind.PREPARATORY: _("Preparatory meeting"),
        MeetingKind.FOLLOW_UP: _("Follow-up meeting"),
        MeetingKind.DP_ONLY: _("Development partners’ meeting"),
        MeetingKind.CHAIR_LF: _("Chair and lead facilitator"),
        MeetingKind.RETREAT: _("Retreat or annual review"),
        MeetingKind.INTER_TWG: _("Joint meeting of TWGs"),
        MeetingKind.GDCC: _("GDCC"),
        MeetingKind.NETWORK: _("TWG Network"),
    },
    MeetingState: {
        MeetingState.DRAFT: _("Not announced"),
        MeetingState.ANNOUNCED: _("Announced"),
        MeetingState.CANCELLED: _("Cancelled"),
    },
    Rsvp: {
        Rsvp.YES: _("Coming"),
        Rsvp.NO: _("Not coming"),
        Rsvp.MAYBE: _("Maybe"),
        Rsvp.DELEGATE: _("Sending a delegate"),
    },
    DocumentKind: {
        DocumentKind.AGENDA: _("Agenda"),
        DocumentKind.PAPER: _("Meeting paper"),
        DocumentKind.MINUTES: _("Minutes"),
        DocumentKind.POLICY: _("Policy"),
        DocumentKind.PLAN: _("Plan"),
        DocumentKind.LAW: _("Law or regulation"),
        DocumentKind.REPORT: _("Report"),
        DocumentKind.TOR: _("Terms of reference"),
        DocumentKind.WORKPLAN: _("Workplan"),
        DocumentKind.PRESENTATION: _("Presentation"),
        DocumentKind.OTHER: _("Other document"),
    },
    RoundState: {
        RoundState.OPEN: _("Open"),
        RoundState.CLOSED: _("Closed"),
    },
    SubmissionState: {
        SubmissionState.SUBMITTED: _("Awaiting review"),
        SubmissionState.ACCEPTED: _("Accepted"),
        SubmissionState.RETURNED: _("Returned"),
        SubmissionState.REPLACED: _("Replaced"),
    },
    ActionState: {
        ActionState.OPEN: _("Not done yet"),
        ActionState.DONE: _("Done"),
        ActionState.DROPPED: _("Dropped"),
    },
    PostKind: {
        PostKind.ONGOING_WORK: _("Ongoing work"),
        PostKind.CONSULTATION: _("Consultation or meeting held"),
        PostKind.PROGRAMMING: _("Programming or implementation"),
        PostKind.OTHER_SUPPORT: _("Support by others"),
        PostKind.DATA: _("Information system or data"),
        PostKind.POLICY: _("Policy, plan, law or report"),
    },
    Subject: {
        Subject.DOCUMENT: _("Document"),
        Subject.POST: _("Shared information"),
        Subject.MEETING: _("Meeting"),
        Subject.INDICATOR: _("Indicator"),
        Subject.ACTION: _("Action"),
    },
    Audience: {
        Audience.ALL: _("All members"),
        Audience.CORE: _("Core group"),
        Audience.GOVERNMENT: _("Government only"),
        Audience.PARTNERS: _("Development partners only"),
        Audience.LEADS: _("Chair and lead facilitators"),
        Audience.SECRETARIAT: _("Secretariat"),
    },
}


def label(member: Enum) -> Text:
    """What people call a member of one of the enumerations above."""
    return LABELS[type(member)][member]
