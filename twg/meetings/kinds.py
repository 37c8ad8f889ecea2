"""Kinds of meetings: who convenes each, whom it is for, and what the guideline asks of it.

One row a kind. Source: Guideline 2016, Part Three (c)(iii)-(v), (vii), (d); Part Two (3)(iv), (6)(iii).
"""

from dataclasses import dataclass

from storage.engine.labels import N_
from storage.meetings import MeetingKind
from storage.members import Role
from twg.core.audiences import Audience

#: The host ministry's side, which convenes the meetings of the TWG itself.
_HOST = frozenset({Role.CHAIR, Role.SECRETARIAT})
_FACILITATOR = frozenset({Role.LEAD_FACILITATOR})
_LEADS = frozenset({Role.CHAIR, Role.LEAD_FACILITATOR})

_ADOPTION = N_("Adoption of the agenda")
_LAST_MINUTES = N_("Minutes of the last meeting and matters arising")
_ACTIONS = N_("Follow-up of agreed actions")
_OTHER = N_("Any other business")
_NEXT_DATE = N_("Date of the next meeting")
_OPENING = (_ADOPTION, _LAST_MINUTES)
_CLOSING = (_OTHER, _NEXT_DATE)


@dataclass(frozen=True, kw_only=True)
class KindRules:
    """What holds for the meetings of a kind.

    Attributes:
        conveners: roles that plan, announce and change them.
        audience: who is invited, unless others are chosen; None where that is always chosen.
        minutes: how long they last, unless another length is given.
        agenda: titles of the items that they usually have, in English.
        closed: only those invited see anything of them, not even who planned them; nobody else can be invited.
        led: who leads a sub-group may convene them for it alone.
        papers: their papers go out `lead_time.LEAD_DAYS` ahead. Clause (iv) leaves preparatory and follow-up meetings,
            and those among partners, to those who hold them; sub-groups and other bodies set their own time.
        yearly: they count among the meetings that a TWG holds in a year.
        prepared: the Chair and the lead facilitators get the brief of what is open before them.
    """

    conveners: frozenset[Role]
    audience: Audience | None
    minutes: int
    agenda: tuple[str, ...]
    closed: bool = False
    led: bool = False
    papers: bool = False
    yearly: bool = False
    prepared: bool = False


KINDS: dict[MeetingKind, KindRules] = {
    MeetingKind.PLENARY: KindRules(
        conveners=_HOST,
        audience=Audience.ALL,
        minutes=180,
        agenda=(*_OPENING, *_CLOSING),
        papers=True,
        yearly=True,
        prepared=True,
    ),
    MeetingKind.CORE_GROUP: KindRules(
        conveners=_HOST,
        audience=Audience.CORE,
        minutes=120,
        agenda=(*_OPENING, *_CLOSING),
        papers=True,
        prepared=True,
    ),
    MeetingKind.SUB_GROUP: KindRules(
        conveners=_HOST,
        audience=None,
        minutes=120,
        agenda=(*_OPENING, *_CLOSING),
        led=True,
    ),
    MeetingKind.PREPARATORY: KindRules(
        conveners=_HOST,
        audience=Audience.LEADS,
        minutes=60,
        agenda=(_ACTIONS, N_("Draft agenda of the meeting")),
        led=True,
    ),
    MeetingKind.FOLLOW_UP: KindRules(
        conveners=_HOST,
        audience=Audience.LEADS,
        minutes=60,
        agenda=(_ACTIONS, _NEXT_DATE),
        led=True,
    ),
    MeetingKind.DP_ONLY: KindRules(
        conveners=_FACILITATOR,
        audience=Audience.PARTNERS,
        minutes=90,
        agenda=(_ADOPTION, N_("Points to raise in the TWG"), *_CLOSING),
        closed=True,
    ),
    MeetingKind.CHAIR_LF: KindRules(
        conveners=_LEADS,
        audience=Audience.LEADS,
        minutes=60,
        agenda=(_ACTIONS, N_("Next meeting of the TWG")),
        closed=True,
    ),
    MeetingKind.RETREAT: KindRules(
        conveners=_HOST,
        audience=Audience.ALL,
        minutes=480,
        agenda=(
            _ADOPTION,
            N_("Progress on workplan and indicators"),
            N_("How the TWG works: partnership, organisation, capacity"),
            N_("Conclusions and actions"),
        ),
        papers=True,
        yearly=True,
        prepared=True,
    ),
    MeetingKind.INTER_TWG: KindRules(
        conveners=_HOST,
        audience=Audience.CORE,
        minutes=120,
        agenda=(_ADOPTION, N_("Joint actions"), *_CLOSING),
        papers=True,
    ),
    # Called by CRDB/CDC for all TWGs; a TWG has them in its own list of meetings for those of it who go.
    MeetingKind.GDCC: KindRules(
        conveners=_HOST,
        audience=Audience.LEADS,
        minutes=240,
        agenda=(),
    ),
    MeetingKind.NETWORK: KindRules(
        conveners=_HOST,
        audience=Audience.CORE,
        minutes=240,
        agenda=(),
    ),
}

#: Kinds of which nobody else learns anything.
CLOSED = frozenset(kind for kind, rules in KINDS.items() if rules.closed)
#: Kinds of which the guideline asks for two a year.
YEARLY = frozenset(kind for kind, rules in KINDS.items() if rules.yearly)


def kinds_of(role: Role) -> tuple[MeetingKind, ...]:
    """The kinds that a role convenes, in the order in which people choose."""
    return tuple(kind for kind, rules in KINDS.items() if role in rules.conveners)
