"""Who is asked to report on an indicator (J2)."""

from storage.indicators import Indicator
from storage.members import Membership
from twg.core.permissions import GRANTS, ORGANISERS, Permission


def reporters_of(indicator: Indicator, members: list[Membership]) -> list[Membership]:
    """The members who are asked: the named reporter and deputy, or without them those of a responsible institution."""
    named = [member for member in members if member.person_id in (indicator.reporter_id, indicator.deputy_id)]
    return [member for member in named if may_report(member)] or colleagues_of(indicator, members)


def colleagues_of(indicator: Indicator, members: list[Membership]) -> list[Membership]:
    """The members of a responsible institution whose role may report.

    Chair and secretariat receive reports; they are asked only where an institution has nobody else.
    """
    reporters: list[Membership] = []
    for responsible in indicator.responsible:
        colleagues = [
            member
            for member in members
            if member.person.institution_id == responsible.institution_id and may_report(member)
        ]
        reporters += [member for member in colleagues if member.role not in ORGANISERS] or colleagues
    return reporters


def may_report(member: Membership) -> bool:
    """Whether the member's role may report on indicators."""
    return member.role in GRANTS[Permission.INDICATOR_REPORT]
