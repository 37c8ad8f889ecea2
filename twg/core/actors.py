"""Actors: a person acting in one TWG, or the operator at the command line."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from storage.members import Account, Membership, Person, Role, Twg
from twg.core.acting import OnBehalf
from twg.core.permissions import GRANTS, GROUP_GRANTS, OPERATOR_GRANTS, OVER_ALL, PART_GRANTS, Permission
from twg.core.refusals import NotAllowed, NotFound
from twg.core.timekeeping import NO_TIMEKEEPING, Timekeeping, hours_of
from twg.time.working_time import WorkingTime


@dataclass(frozen=True)
class Actor:
    """A person acting in one TWG; operations see nothing outside it.

    Without a membership this is the operator, who may invite the first members of a TWG and do nothing else.
    """

    twg: Twg
    membership: Membership | None = None
    #: The Telegram account that they use; None at the command line and for a reader of a notice.
    account: Account | None = None
    #: Where it came from, for the audit: "chat" or "command line".
    source: str = "chat"
    timekeeping: Timekeeping = NO_TIMEKEEPING
    #: Who acts in their place; None where they act themselves.
    on_behalf: OnBehalf | None = None
    #: What they cause is not held by quiet hours and days off: they asked for that before they saved.
    at_once: bool = False

    @property
    def member(self) -> Membership:
        """The membership. Raises: NotAllowed for the operator, who has none."""
        if self.membership is None:
            raise NotAllowed
        return self.membership

    @property
    def own_account(self) -> Account:
        """The account. Raises: NotAllowed where they use none."""
        if self.account is None:
            raise NotAllowed
        return self.account

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
    def oversees(self) -> bool:
        """Whether what their role may do in all TWGs is open to them: whoever invites to a TWG cannot open that."""
        return self.membership is not None and self.membership.person.oversees

    @property
    def by_id(self) -> int | None:
        """Id of the person who acts in the actor's place; None where they act themselves."""
        return None if self.on_behalf is None else self.on_behalf.by.id

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.twg.zone)

    @property
    def hours(self) -> WorkingTime:
        """Quiet hours and working days of the TWG."""
        return hours_of(self.twg, self.timekeeping.hours)

    def may(self, permission: Permission) -> bool:
        """Whether they may do that at all; who may it for some only, such as their sub-group, is checked for whom."""
        if self.membership is None:
            return self.may_for_all(permission)
        leads = bool(self.membership.led) and permission in GROUP_GRANTS
        return self.may_for_all(permission) or leads or self.membership.role in PART_GRANTS.get(permission, ())

    def may_for_all(self, permission: Permission) -> bool:
        """Whether their role lets them do that, whomever it is for."""
        if self.membership is None:
            return permission in OPERATOR_GRANTS
        return self.membership.role in GRANTS[permission]

    def may_in(self, permission: Permission, twg_id: int) -> bool:
        """Whether they may do that in a TWG: in their own, or in any where theirs is the grant over all TWGs."""
        return self.may(permission) and (twg_id == self.twg.id or (permission in OVER_ALL and self.oversees))

    def covers(self, capability: str) -> bool:
        """Whether what belongs to a capability may be seen by who acts."""
        return self.on_behalf is None or self.on_behalf.covers(capability)

    def check_covers(self, capability: str) -> None:
        """Raises: NotFound where who acts for the actor may not see what belongs to a capability."""
        if not self.covers(capability):
            raise NotFound

    def check_use(self, capability: str) -> None:
        """Raises: NotAllowed where who acts for the actor may use no command or button of a capability."""
        if self.on_behalf is not None and not self.on_behalf.may_use(capability):
            raise NotAllowed

    def check_call(self, operation: str) -> None:
        """Raises: NotAllowed where who acts for the actor may not call an operation of this name."""
        if self.on_behalf is not None and not self.on_behalf.may_call(operation):
            raise NotAllowed

    def check(self, permission: Permission) -> None:
        """Raises: NotAllowed."""
        if not self.may(permission):
            raise NotAllowed
