"""A TWG's own settings of when its members are reminded (T2)."""

from datetime import datetime, time, timedelta

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.members import Twg, list_twgs
from storage.reminders import RuleSetting, list_rule_settings
from twg import documents
from twg.actions import recording
from twg.core.actors import Actor
from twg.core.audit import record
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.indicators import rounds
from twg.meetings import planning
from twg.time.reminder_schedule import adapt
from twg.time.rules import Practice, Rule


class RuleChange(BaseModel):
    """`offset` is from the subject's moment, negative is before; `at` is on the wall clock, for rules that have one."""

    enabled: bool
    offset: timedelta | None = None
    at: time | None = None


@operation(Permission.REMINDER_SET)
async def list_rules(session: AsyncSession, actor: Actor) -> list[Rule]:
    """Every rule as it is in force in the actor's TWG."""
    settings = await list_rule_settings(session, actor.twg.id)
    return [adapt(rule, settings.get(rule.name)) for rule in actor.practice.rules_of(actor.twg.code)]


@operation(Permission.REMINDER_SET)
async def access_rule(session: AsyncSession, actor: Actor, name: str) -> Rule:
    """One of them. Raises: NotFound."""
    found = [rule for rule in await list_rules(session, actor) if rule.name == name]
    if not found:
        raise NotFound
    return found[0]


@operation(Permission.REMINDER_SET)
async def change_rule(session: AsyncSession, actor: Actor, name: str, args: RuleChange, *, now: datetime) -> None:
    """Set a rule for the actor's TWG; the reminders of everything ahead follow at once. Raises: NotFound."""
    await access_rule(session, actor, name)
    await hold(session, actor.twg)
    setting = (await list_rule_settings(session, actor.twg.id)).get(name)
    if setting is None:
        setting = RuleSetting(twg_id=actor.twg.id, rule=name, enabled=True)
        session.add(setting)
    setting.enabled = args.enabled
    if args.enabled:
        setting.offset_min = None if args.offset is None else round(args.offset.total_seconds() / 60)
        setting.at = args.at
    await record(session, actor, "reminders.change_rule", setting, now=now, rule=name, enabled=args.enabled)
    await _set_anew(session, actor.twg, actor.practice, now=now)


async def apply_practice(session: AsyncSession, practice: Practice, *, now: datetime) -> None:
    """Make the reminders of everything ahead what the configuration says now; for the start of the program."""
    for twg in await list_twgs(session):
        await _set_anew(session, twg, practice, now=now)


async def _set_anew(session: AsyncSession, twg: Twg, practice: Practice, *, now: datetime) -> None:
    for remind in (planning.remind_ahead, documents.remind_ahead, rounds.remind_ahead, recording.remind_ahead):
        await remind(session, twg, practice, now=now)
