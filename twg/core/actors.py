"""Actors: a person acting in one TWG, or the operator at the command line."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from storage.members import Membership, Person, Role, Twg
from twg.core.permissions import GRANTS, OPERATOR_GRANTS, Permission
from twg.core.refusals import NotAllowed
from twg.core.timekeeping import NO_TIMEKEEPING, Timekeeping


@dataclass(frozen=True)
class Actor:
    """A person acting in one TWG; operations see nothing outside it.

    Without a membership this is the operator, who may invite the first members of a TWG and do nothing else.
    """

    twg: Twg
    membership: Membership | None = None
    #: Where it came from, for the audit: "chat" or "command line".
    source: str = "chat"
    timekeeping: Timekeeping = NO_TIMEKEEPING
    #: What they cause is not held by quiet hours and days off: they asked for that before they saved.
    at_once: bool = False

    @property
    def member(self) -> Membership:
        """The membership. Raises: NotAllowed for the operator, who has none."""
        if self.membership is None:
            raise NotAllowed
        return self.membership

    @property
    def person(self) -> Person:
        return self.member.person

    @property
    def person_id(self) -> int | None:
        """Id of the person, as stored in the audit and with what they create; None for the operator."""
        return None if self.membership is None else self.membership.person_id

    @property
    def role(self) -> Role:
        return self.member.role

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.twg.zone)

    def may(self, permission: Permission) -> bool:
        if self.membership is None:
            return permission in OPERATOR_GRANTS
        return self.membership.role in GRANTS[permission]

    def check(self, permission: Permission) -> None:
        """Raises: NotAllowed."""
        if not self.may(permission):
            raise NotAllowed
