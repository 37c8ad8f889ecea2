"""SIGKILL at any step of composing minutes: nothing that was written is lost, nothing is there twice (G6, T1)."""

import asyncio
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.demo.stage import TOKEN, USERNAME
from sandbox.client import SandboxClient, SandboxPerson, SeenMessage
from sandbox.server import SandboxServer
from storage.core.inbox import InboxRow
from storage.decisions import Decision
from storage.engine.database import Database
from storage.meetings import Meeting, MeetingState
from storage.minutes import MinutesParagraph, MinutesVersion
from storage.records import RecordLine
from tests.support.crowds import FIRST_CHAT, database_at, write_meeting, write_members
from tests.support.guard import arranged
from tests.support.processes import end, running_assistant, until

#: Buttons below the card, below the document, and below the form that sends it.
WORD, SEND, SAVE = "minutes:word:1:ph", "minutes:send:1", ":save"
#: What the secretariat types and presses, one after another.
STEPS = (
    "/here",
    "records:start:1",
    "discussion: 58% of district hospitals are staffed",
    "decision: the annex is adopted",
    "conclusion: the ceiling is not confirmed",
    "records:close_anyway:1",
    WORD,
    SEND,
    SAVE,
)
LINES = ["58% of district hospitals are staffed", "the annex is adopted", "the ceiling is not confirmed"]
#: Seconds after a step was sent.
DELAYS_S = (0.0, 0.02, 0.1)


async def kills_at(folder: Path, killed: int, delay_s: float) -> None:
    """Compose minutes step by step; the process is killed so long after one of the steps was sent."""
    quiet = {"TWGBOT_LOG__LEVEL": "ERROR"}
    async with (
        database_at(f"sqlite+aiosqlite:///{folder}/twg.db") as database,
        SandboxServer(TOKEN, USERNAME) as server,
        SandboxClient(server.url) as sandbox,
    ):
        person = await _arrange(database, server, sandbox)
        sent = 0
        async with running_assistant(server, folder, database.url, **quiet) as first:
            for step in STEPS[:killed]:
                await _sends(person, step)
                sent += 1
                await _are_taken(database, sent)
            await _sends(person, STEPS[killed])
            sent += 1
            await asyncio.sleep(delay_s)
            first.send_signal(signal.SIGKILL)
            await first.wait()
        async with running_assistant(server, folder, database.url, **quiet) as second:
            await _are_taken(database, sent)
            newest = 0
            for step in _left_after(killed):
                before = max(message.id for message in await person.messages())
                await _sends(person, step, since=newest if step in (SEND, SAVE) else 0)
                newest = before
                sent += 1
                await _are_taken(database, sent)
            assert await end(second) == 0
        async with database.read() as session:
            written = list(await session.scalars(select(RecordLine.text).order_by(RecordLine.id)))
            decided = list(await session.scalars(select(Decision.text)))
            versions = list(await session.scalars(select(MinutesVersion.number)))
            kept = list(await session.scalars(select(MinutesParagraph.text).order_by(MinutesParagraph.number)))
    assert written == LINES
    assert (decided, versions) == ([LINES[1]], [1])
    assert sorted(kept) == sorted(LINES)


def _left_after(killed: int) -> tuple[str, ...]:
    """The steps that follow; what asks for the document or its form is pressed again: the answer may be lost."""
    first = STEPS.index(WORD)
    return STEPS[first:] if first <= killed < len(STEPS) - 1 else STEPS[killed + 1 :]


async def _are_taken(database: Database, sent: int) -> None:
    """Wait until so many updates were handled."""

    async def taken() -> bool:
        async with database.read() as session:
            handled = select(func.count()).select_from(InboxRow).where(InboxRow.payload.is_(None))
            return (await session.scalar(handled) or 0) >= sent

    await until(taken)


async def _arrange(database: Database, server: SandboxServer, sandbox: SandboxClient) -> SandboxPerson:
    """A plenary that began five minutes ago, and its secretariat at the phone."""
    now = datetime.now(UTC)
    async with arranged(database) as session:
        secretariat = await write_members(session, "HLT", 3)
        meeting_id = await write_meeting(session, secretariat, "Second plenary meeting", days=1)
        meeting = await session.get_one(Meeting, meeting_id)
        meeting.state, meeting.announced_at, meeting.starts_at = MeetingState.ANNOUNCED, now, now - timedelta(minutes=5)
    person = await sandbox.person("Member", id=FIRST_CHAT)
    server.world.people[FIRST_CHAT].started = True
    server.world.private_chat(server.world.people[FIRST_CHAT])
    return person


async def _sends(person: SandboxPerson, step: str, *, since: int = 0) -> None:
    """Type a text, or press a button: of the document below that, of the form where it is asked to be saved.

    Args:
        since: id of a message; buttons of that and of earlier ones are those of a form that another one has replaced.
    """
    if step.startswith(("/", "discussion", "decision", "conclusion")):
        await person.says(step)
        return
    below: list[SeenMessage] = []

    async def there() -> bool:
        own = [message for message in await person.messages() if not message.mine]
        below[:] = [message for message in own if message.id > since and _has(message, step)][-1:]
        return bool(below)

    await until(there)
    data = step if step != SAVE else next(each for each in _data_of(below[0]) if each.endswith(SAVE))
    await person.taps_data(data, in_message=below[0])


def _has(message: SeenMessage, step: str) -> bool:
    if step == SEND:
        return message.document is not None
    return step != SAVE or any(data.endswith(SAVE) for data in _data_of(message))


def _data_of(message: SeenMessage) -> list[str]:
    return [button.data for row in message.buttons for button in row if button.data]


@settings(
    max_examples=1,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(killed=st.integers(0, len(STEPS) - 1), delay_s=st.sampled_from(DELAYS_S))
def test_killed_at_any_step_of_composing_nothing_is_lost(killed: int, delay_s: float) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(kills_at(Path(folder), killed, delay_s))


@pytest.mark.soak
@pytest.mark.parametrize("killed", range(len(STEPS)))
@pytest.mark.parametrize("delay_s", DELAYS_S)
def test_killed_at_each_step_of_composing_nothing_is_lost(killed: int, delay_s: float) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(kills_at(Path(folder), killed, delay_s))
