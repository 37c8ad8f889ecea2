"""Helpers: recording actions without the form, and reading actions and their reminders."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.config_sections import TimeSection
from sandbox.client import SeenMessage
from storage.actions import Action, find_action
from storage.core.addressees import PERSON
from storage.core.audiences import token_of
from storage.members import find_account
from storage.reminders import Reminder, ReminderState
from tests.support.setup_steps import access_actor, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.actions import recording
from twg.actions.recording import Scope

ZONE = ZoneInfo("Asia/Phnom_Penh")
TEXT = "Send the draft budget to all members"
#: A Wednesday, so that the reminders a week and a day before fall on working days.
DUE = date(2026, 12, 23)


def local(day: int, hour: int, minute: int = 0, *, month: int = 12, year: int = 2026) -> datetime:
    """A local time in Phnom Penh; December 2026 by default."""
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


@pytest.fixture
async def office_hours(health: Stage) -> Stage:
    """The stage with the default quiet hours, days off and holidays."""
    health.config.time = TimeSection()
    await health.restarts()
    return health


async def records(
    recorder: Player, owner: Player | None, text: str = TEXT, *, code: str = "HLT", **changes: Any
) -> int:
    """Record an action without the form, due on DUE by default, and deliver its notices. Returns its id.

    Args:
        owner: who leads it; `None` for an action without owners, or with those among the changes.
        changes: fields of `NewAction`.
    """
    stage = recorder.stage
    await everybody_looks_away(recorder)
    async with stage.assistant.database.begin() as session:
        account = None if owner is None else await find_account(session, owner.person.id)
        facts: dict[str, Any] = {
            "text": text,
            "owners": () if account is None else (token_of(PERSON, account.person_id),),
            "due_on": DUE,
            **changes,
        }
        actor = replace(await access_actor(session, recorder, code), timekeeping=stage.assistant.timekeeping)
        args = recording.NewAction(**facts)
        action = await recording.record_action(session, actor, args, now=stage.clock.now())
    await stage.settle()
    return action.id


async def chooses(asked: Player, person: Player) -> None:
    """Choose a person in a form."""
    await asked.presses(f"form:choice={await _person_id(person)}")


async def chooses_owner(asked: Player, person: Player) -> None:
    """Choose who is responsible in a form."""
    await asked.presses(f"form:choice={token_of(PERSON, await _person_id(person))}")


async def _person_id(player: Player) -> int:
    async with player.stage.assistant.database.read() as session:
        found = await find_account(session, player.person.id)
    assert found is not None
    return found.person_id


async def given_to(owner: Player) -> SeenMessage:
    """The message that told the owner of their action."""
    return (await owner.finds("actions/card", heading="given")).message


async def listed(player: Player, scope: Scope, page: int = 1) -> list[str]:
    """The texts of the actions on the page of a list on this player's screen, in order."""
    return [action.text for action in (await player.shown("actions/list", scope=scope, page=page))["actions"]]


async def closes(player: Player, action_id: int, note: str = "It was sent") -> None:
    """Close an action with `/done`."""
    await player.says(f"/done {action_id} {note}")


async def stored_action(stage: Stage, action_id: int) -> Action:
    async with stage.assistant.database.read() as session:
        action = await find_action(session, action_id)
    assert action is not None
    return action


async def reminders_of(stage: Stage, action_id: int) -> dict[str, datetime]:
    """When each pending reminder of an action is due, UTC, by rule."""
    async with stage.assistant.database.read() as session:
        query = select(Reminder).where(Reminder.subject_type == "action", Reminder.subject_id == action_id)
        rows = await session.scalars(query.where(Reminder.state == ReminderState.PENDING))
        return {row.rule: row.due_at for row in rows}
