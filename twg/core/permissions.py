"""Who may do what: the one table, which operations check."""

import enum

from storage.members import Role


class Permission(enum.StrEnum):
    """What somebody may do, as "subject:verb"."""

    SEE = "twg:see"
    MEETING_ANSWER = "meeting:answer"
    MEETING_ORGANISE = "meeting:organise"
    RECORD_KEEP = "record:keep"
    MINUTES_CORRECT = "minutes:correct"
    MINUTES_ADOPT = "minutes:adopt"
    DOCUMENT_CIRCULATE = "document:circulate"
    DOCUMENT_ACKNOWLEDGE = "document:acknowledge"
    INDICATOR_REPORT = "indicator:report"
    INDICATOR_DEFINE = "indicator:define"
    INDICATOR_RATE = "indicator:rate"
    SUBMISSION_REVIEW = "submission:review"
    ROUND_RUN = "round:run"
    ROUND_SEE = "round:see"
    REPORT_PREPARE = "report:prepare"
    REPORT_SIGN = "report:sign"
    REPORT_CONSOLIDATE = "report:consolidate"
    ACTION_RECORD = "action:record"
    ACTION_UPDATE = "action:update"
    OBJECTION_ASK = "objection:ask"
    OBJECTION_CONFIRM = "objection:confirm"
    PAPER_HAND_IN = "paper:hand_in"
    PAPER_ACCEPT = "paper:accept"
    REQUEST_ASK = "request:ask"
    REQUEST_DECIDE = "request:decide"
    POST_SHARE = "post:share"
    POST_WITHDRAW = "post:withdraw"
    POST_FORWARD = "post:forward"
    NOTICE_SEND = "notice:send"
    MEMBER_INVITE = "member:invite"
    JOINING_DECIDE = "joining:decide"
    JOINING_ADVISE = "joining:advise"
    LEAD_CHOOSE = "lead:choose"
    ASSISTANT_ARRANGE = "assistant:arrange"
    PERSON_ENTER = "person:enter"
    PERSON_MERGE = "person:merge"
    MEMBER_CHANGE = "member:change"
    SUBGROUP_RUN = "subgroup:run"
    CAP_AGREE = "cap:agree"
    INSTITUTION_CORRECT = "institution:correct"
    REMINDER_SET = "reminder:set"
    TWG_SET = "twg:set"
    AUDIT_SEE = "audit:see"
    GROUP_LINK = "group:link"
    STORE_EXPORT = "store:export"
    FEED_RUN = "feed:run"
    GUIDELINE_READ = "guideline:read"


EVERYONE = frozenset(Role)
ORGANISERS = frozenset({Role.SECRETARIAT, Role.CHAIR})

#: Source: Guideline, Part Three (a), (d). A technical adviser does not speak for an institution, so reports on no
#: indicator ((a)(viii)); the private sector takes part by invitation and reports nothing ((a)(ix)).
GRANTS: dict[Permission, frozenset[Role]] = {
    Permission.SEE: EVERYONE,
    Permission.MEETING_ANSWER: EVERYONE,
    Permission.MEETING_ORGANISE: ORGANISERS,
    #: A member of any role may be named to keep a record; the operations check for that, or who organises the meeting.
    Permission.RECORD_KEEP: EVERYONE,
    Permission.MINUTES_CORRECT: EVERYONE,
    #: The operations check who chairs the meeting.
    Permission.MINUTES_ADOPT: frozenset({Role.CHAIR}),
    Permission.DOCUMENT_CIRCULATE: ORGANISERS,
    Permission.DOCUMENT_ACKNOWLEDGE: EVERYONE,
    Permission.INDICATOR_REPORT: EVERYONE - {Role.TECHNICAL_ADVISER, Role.PRIVATE_SECTOR},
    Permission.INDICATOR_DEFINE: frozenset({Role.SECRETARIAT}),
    #: The secretariat drafts the progress report, for which the Chair stands ((d)(v)).
    Permission.INDICATOR_RATE: ORGANISERS,
    Permission.SUBMISSION_REVIEW: frozenset({Role.SECRETARIAT}),
    Permission.ROUND_RUN: frozenset({Role.SECRETARIAT}),
    Permission.ROUND_SEE: ORGANISERS | {Role.CRDB},
    Permission.REPORT_PREPARE: frozenset({Role.SECRETARIAT}),
    #: The Chair stands for what the TWG reports ((d)(v)).
    Permission.REPORT_SIGN: frozenset({Role.CHAIR}),
    Permission.REPORT_CONSOLIDATE: frozenset({Role.CRDB}),
    Permission.ACTION_RECORD: ORGANISERS,
    #: A member of any role may own an action; the operations check for its owner or ACTION_RECORD.
    Permission.ACTION_UPDATE: EVERYONE,
    Permission.OBJECTION_ASK: ORGANISERS,
    #: What nobody objects to is confirmed by the Chair, who also decides despite objections.
    Permission.OBJECTION_CONFIRM: frozenset({Role.CHAIR}),
    Permission.PAPER_HAND_IN: EVERYONE,
    Permission.PAPER_ACCEPT: ORGANISERS,
    Permission.REQUEST_ASK: EVERYONE,
    #: The operations check who of them decides: not the person who asked, nor what they may not see.
    Permission.REQUEST_DECIDE: ORGANISERS,
    Permission.POST_SHARE: EVERYONE,
    #: Of what others have shared; everybody withdraws their own posts.
    Permission.POST_WITHDRAW: frozenset({Role.SECRETARIAT}),
    #: The lead facilitator passes on to all development partners ((a)(ii), (v)); the operations check what is for them.
    Permission.POST_FORWARD: frozenset({Role.LEAD_FACILITATOR}),
    Permission.NOTICE_SEND: frozenset({Role.SECRETARIAT}),
    Permission.MEMBER_INVITE: ORGANISERS,
    #: The operations check who of them decides: those who hold an office, the secretariat, the Chair.
    Permission.JOINING_DECIDE: ORGANISERS,
    #: The lead facilitator is consulted about the private sector ((a)(ix)).
    Permission.JOINING_ADVISE: frozenset({Role.LEAD_FACILITATOR}),
    #: Development partners choose who facilitates for them ((a)(ii)).
    Permission.LEAD_CHOOSE: frozenset({Role.LEAD_FACILITATOR, Role.DEVELOPMENT_PARTNER}),
    Permission.ASSISTANT_ARRANGE: frozenset({Role.SECRETARIAT}),
    Permission.PERSON_ENTER: frozenset({Role.SECRETARIAT}),
    #: The operations check that no account gets an office by it.
    Permission.PERSON_MERGE: frozenset({Role.SECRETARIAT}),
    #: The operations check whom: nobody removes a Chair alone.
    Permission.MEMBER_CHANGE: ORGANISERS,
    Permission.SUBGROUP_RUN: ORGANISERS,
    #: The operations check that one proposes and the other confirms.
    Permission.CAP_AGREE: frozenset({Role.CHAIR, Role.LEAD_FACILITATOR}),
    Permission.INSTITUTION_CORRECT: frozenset({Role.SECRETARIAT}),
    Permission.REMINDER_SET: ORGANISERS,
    Permission.TWG_SET: ORGANISERS,
    Permission.AUDIT_SEE: frozenset({Role.SECRETARIAT}),
    Permission.GROUP_LINK: frozenset({Role.SECRETARIAT}),
    Permission.STORE_EXPORT: ORGANISERS | {Role.CRDB},
    Permission.FEED_RUN: frozenset({Role.SECRETARIAT, Role.CRDB}),
    Permission.GUIDELINE_READ: EVERYONE,
}

#: What the chair and the secretary of a sub-group may do too, whatever their role: the operations check that it is for
#: their sub-group alone (`twg.core.addressing`). Source: Guideline, Part Three (b).
GROUP_GRANTS = frozenset({Permission.MEETING_ORGANISE, Permission.DOCUMENT_CIRCULATE, Permission.MINUTES_ADOPT})

#: What a role may do for some audiences alone, by permission: the operations check which (`twg.core.addressing`).
#: Source: Guideline, Part Three (c)(iv): meetings between the Chair and the lead facilitators, and among the partners.
PART_GRANTS: dict[Permission, frozenset[Role]] = {
    Permission.MEETING_ORGANISE: frozenset({Role.LEAD_FACILITATOR}),
    Permission.MINUTES_ADOPT: frozenset({Role.LEAD_FACILITATOR}),
}

#: What a role may do in all TWGs, and not in its own alone, where the operator has opened them to the person:
#: `Actor.may_in`. CRDB/CDC brings together what the TWGs report to the GDCC, and supports them.
#: Source: Guideline, Part Three (a)(vi), (d)(v).
OVER_ALL = frozenset({Permission.REPORT_CONSOLIDATE})

#: Permissions of the operator at the command line, who has no role in the TWG.
OPERATOR_GRANTS = frozenset(
    {Permission.MEMBER_INVITE, Permission.MEMBER_CHANGE, Permission.PERSON_MERGE, Permission.TWG_SET}
)
