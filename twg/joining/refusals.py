"""Why somebody cannot ask to join, or it cannot be decided.

JoinRefusal
├── AlreadyAsked            one request waits per person and TWG
├── AskedLately             a request was declined or withdrawn a short time ago
├── TooManyAsk              as many as may have asked to join the TWG today
├── OnlyInvited             a role that nobody can ask for
├── AlreadyDecided
├── OthersDecide            the Chair, or those who hold the office
└── StillConsulted          the lead facilitator has been asked and has time left
"""

from twg.core.refusals import BadInput, Refusal


class JoinRefusal(Refusal):
    key = "joining#refused"


class AlreadyAsked(JoinRefusal):
    """data: `twg`."""

    key = "joining#already_asked"


class AskedLately(JoinRefusal):
    """data: `twg`, `again_at` in UTC."""

    key = "joining#asked_lately"


class TooManyAsk(JoinRefusal):
    """data: `twg`."""

    key = "joining#too_many_ask"


class OnlyInvited(BadInput):
    """data: `role`."""

    key = "joining#only_invited"


class AlreadyDecided(JoinRefusal):
    """data: `request`."""

    key = "joining#already_decided"


class OthersDecide(JoinRefusal):
    """data: `role` of those who decide."""

    key = "joining#others_decide"


class StillConsulted(JoinRefusal):
    """data: `until`, local date."""

    key = "joining#still_consulted"
