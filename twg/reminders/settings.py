"""A TWG's own settings of the reminder rules (T2)."""

import hashlib
from datetime import datetime, time, timedelta
from functools import cache
from importlib.metadata import version

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.members import Twg, list_twgs
from storage.reminders import RuleSetting, list_rule_settings
from twg.core.actors import Actor
from twg.core.audit import record
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.core.rules import Rule
from twg.core.subjects import Domains
from twg.core.timekeeping import Timekeeping, hours_of
from twg.reminders.schedule import list_twg_rules

#: Raised when moments of reminders are computed in another way, so that those in the database are computed again.
_WAY = 2


class RuleChange(BaseModel):
    """`offset` is from the rule's anchor, negative before it; `at` is a wall-clock time, for rules that have one."""

    enabled: bool
    offset: timedelta | None = None
    at: time | None = None


@operation(Permission.REMINDER_SET)
async def list_rules(session: AsyncSession, actor: Actor) -> list[Rule]:
    """The rules in force in the actor's TWG."""
    return await list_twg_rules(session, actor.twg, actor.timekeeping)


@operation(Permission.REMINDER_SET)
async def access_rule(session: AsyncSession, actor: Actor, name: str) -> Rule:
    """The rule of this name as in force in the actor's TWG. Raises: NotFound."""
    found = [rule for rule in await list_rules(session, actor) if rule.name == name]
    if not found:
        raise NotFound
    return found[0]


@operation(Permission.REMINDER_SET)
async def change_rule(
    session: AsyncSession, actor: Actor, name: str, args: RuleChange, domains: Domains, *, now: datetime
) -> None:
    """Set a rule for the actor's TWG and compute the reminders of all its subjects again. Raises: NotFound."""
    before = await access_rule(session, actor, name)
    await hold(session, actor.twg)
    setting = (await list_rule_settings(session, actor.twg.id)).get(name)
    if setting is None:
        setting = RuleSetting(twg_id=actor.twg.id, rule=name, enabled=True)
        session.add(setting)
    setting.enabled = args.enabled
    if args.enabled:
        setting.offset_min = None if args.offset is None else round(args.offset.total_seconds() / 60)
        setting.at = args.at
    after = await access_rule(session, actor, name)
    await record(
        session, actor, "reminders.change_rule", setting, now=now, rule=name, before=_facts(before), after=_facts(after)
    )
    await reschedule(session, actor.twg, actor.timekeeping, domains, now=now)


def _facts(rule: Rule) -> dict[str, str | int | bool | None]:
    """The settings of a rule as plain values, for the audit."""
    at = None if rule.at is None else rule.at.isoformat()
    return {"enabled": rule.enabled, "offset_min": round(rule.offset.total_seconds() / 60), "at": at}


async def reschedule_where_changed(
    session: AsyncSession, timekeeping: Timekeeping, domains: Domains, *, now: datetime
) -> None:
    """Compute the reminders again for each TWG whose fingerprint has changed since they were last computed.

    Called at the start of the program: the configuration or the calendar of public holidays may have changed.
    """
    for twg in await list_twgs(session):
        if twg.reminders_set_by != await _fingerprint(session, twg, timekeeping):
            await reschedule(session, twg, timekeeping, domains, now=now)


async def reschedule(
    session: AsyncSession, twg: Twg, timekeeping: Timekeeping, domains: Domains, *, now: datetime
) -> None:
    """Compute the reminders of all subjects of a TWG again."""
    for subject in domains.subjects.values():
        if subject.reschedule is not None:
            await subject.reschedule(session, twg, timekeeping, now)
    twg.reminders_set_by = await _fingerprint(session, twg, timekeeping)


async def _fingerprint(session: AsyncSession, twg: Twg, timekeeping: Timekeeping) -> str:
    """A hash of everything that determines the times of the TWG's reminders: rules, hours, zone, public holidays.

    The notice of a rule is part of it: of two rules that fall together, only one sends when they have the same notice.
    """
    rules = [
        (rule.name, rule.notice.name, rule.offset, rule.at, rule.grace, rule.urgent, rule.enabled, rule.every)
        for rule in await list_twg_rules(session, twg, timekeeping)
    ]
    facts = _WAY, rules, hours_of(twg, timekeeping.hours).facts(), twg.zone, _edition_of_holidays()
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:32]


@cache  # the package's metadata is read from disk, which takes 10 ms
def _edition_of_holidays() -> str:
    return version("holidays")
