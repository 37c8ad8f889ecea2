"""`twgbot sandbox` as people start it, play in it and end it."""

import asyncio
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from typer.testing import CliRunner

import bot.cli
import bot.demo.play
from bot.config_sections import TimeSection
from bot.demo.stage import TOKEN, USERNAME
from bot.training.calendar import Calendar
from bot.training.session import Training
from handlers.documents.circulating import PAPERS_BEFORE
from sandbox.client import Button, Group, SandboxClient, SandboxPerson, SeenMessage
from sandbox.clock import MovableClock
from sandbox.server import SandboxServer
from tests.bot.conftest import Program, Started, one_line
from tests.support.seen import Pressable

ZONE = ZoneInfo("Asia/Phnom_Penh")
HOURS = TimeSection().working_time()


@dataclass
class Running:
    """A sandbox that is open, and what it said when it was."""

    process: Started
    client: SandboxClient
    said: str

    async def ends(self, signal_: signal.Signals = signal.SIGINT) -> tuple[int | None, str, str]:
        """Interrupt it. Returns exit code, the rest of what it said, and what it complained of."""
        self.process.send_signal(signal_)
        out, err = await self.process.communicate()
        return self.process.returncode, out.decode(), err.decode()

    async def person(self, name: str) -> SandboxPerson:
        return next(person for person in await self.client.people() if person.name == name)

    async def seen_by(self, name: str) -> list[str]:
        """Everything the assistant said to somebody, oldest first."""
        person = await self.person(name)
        return [message.text for message in await person.messages() if not message.mine]


@asynccontextmanager
async def opened(twgbot: Program, *words: str) -> AsyncIterator[Running]:
    """A sandbox on a free port, until the block ends."""
    process = await twgbot.start("sandbox", "--port", "0", *words)
    said = ""
    try:
        while "Ctrl-C" not in said:
            line = (await process.stdout.readline()).decode()
            assert line, f"it ended after {said!r}"
            said += line
        found = re.search(r"http://127\.0\.0\.1:\d+", said)
        assert found is not None
        async with SandboxClient(found[0]) as client:
            yield Running(process, client, said)
    finally:
        if process.returncode is None:
            process.terminate()
            await process.communicate()


async def told(running: Running, person: SandboxPerson, text: str) -> None:
    """Wait until somebody is told something."""
    seen = 0
    async with asyncio.timeout(30):
        while not any(text in message.text for message in await person.messages() if not message.mine):
            seen += len(await running.client.journal(seen, wait_s=5))


async def presses(running: Running, person: SandboxPerson, name: str, *, before: str | None = None) -> str | None:
    """Press the newest button of this name as soon as it is there. Returns: its data.

    Args:
        before: data of a button of the same name, which stays on the screen until what comes after it is shown.
    """
    seen = 0
    async with asyncio.timeout(30):
        while not (found := [each for each in await _buttons(person, name) if each[1].data != before]):
            seen += len(await running.client.journal(seen, wait_s=5))
    message, button = found[-1]
    await person.taps_button(button, in_message=message)
    return button.data


async def _buttons(person: SandboxPerson, name: str) -> list[tuple[SeenMessage, Button]]:
    """The buttons of this name that somebody has, oldest first."""
    shown = [(message, button) for message in await person.messages() for row in message.buttons for button in row]
    return [(message, button) for message, button in shown if Pressable.read(button).fits(name, ())]


async def test_the_sandbox_has_a_twg_at_work_and_time_that_moves(twgbot: Program) -> None:
    """One sandbox for all of it: to replay the history takes longer than what is tried in it."""
    async with opened(twgbot, "--day", "2026-08-02") as running:
        async with aiohttp.ClientSession() as session, session.get(running.client.url) as page:
            assert page.status == 200
            assert "<title>Sandbox</title>" in await page.text()
        state = await running.client.get("state")
        assert state["strict"]
        people = {facts["name"]: facts["note"] for facts in state["people"]}
        assert len(people) == 12
        assert people["Dara Chan"] == "Secretariat, MoH"
        for name, note in people.items():
            assert name not in running.said or note in running.said
        assert all(name in running.said for name in ("Dara Chan", "Sovann Kim", "Kenji Sato", "Channary Tep"))

        await _is_as_the_guide_says(running)
        await _a_program_reads_the_feed(running)
        now = (await running.client.now()).astimezone(ZONE)
        assert now.date() == date(2026, 8, 3)  # the second is a Sunday
        await _nights_are_kept_at_the_time_of_the_page(running)

        due = await running.client.next_moment()
        while due is not None and due.astimezone(ZONE).hour == 7:  # what waited for the end of the night, one by one
            await running.client.moves_clock(to=due)
            due = await running.client.next_moment()
        assert due is not None
        assert due.astimezone(ZONE).hour == 8
        waiting, done = await running.seen_by("Sovann Kim"), len(await running.seen_by("Sokha Sok"))
        await running.client.moves_clock(to=due)
        [reminder] = (await running.seen_by("Sovann Kim"))[len(waiting) :]
        assert "Reminder: please acknowledge" in reminder
        new = (await running.seen_by("Sokha Sok"))[done:]
        assert not any("please acknowledge" in words for words in new)  # she has acknowledged it

        calendar = Calendar.around(now.date(), HOURS)
        assert due.astimezone(ZONE).date() == calendar.tomorrow
        last_day = datetime.combine(calendar.reports_due, time(12), ZONE)
        await running.client.moves_clock(to=last_day)
        kenji = "\n".join(await running.seen_by("Kenji Sato"))
        assert re.search(r"Reports are due (tomorrow|in \d days)", kenji)
        assert "Reports are due today" in kenji
        assert await running.client.now() >= last_day
        code, out, err = await running.ends()
    assert (code, err) == (0, "")
    assert "The sandbox is closed." in out


async def _is_as_the_guide_says(running: Running) -> None:
    """A plenary, a paper to acknowledge, an open round with a report to review, something shared, actions due."""
    chair = "\n".join(await running.seen_by("Sovann Kim"))
    for title in ("Second plenary meeting", "midwifery workforce study"):
        assert title in chair
    for name in ("meetings:answer", "documents:acknowledge"):
        assert await _buttons(await running.person("Sovann Kim"), name)
    assert "demo-2" in "\n".join(await running.seen_by("Kenji Sato"))
    bopha = "\n".join(await running.seen_by("Bopha Nhem"))
    assert "កិច្ចការមិនទាន់បញ្ចប់" in bopha
    kenji = await running.person("Kenji Sato")
    await kenji.says("/actions")
    await told(running, kenji, "Send the cold chain inventory")
    sokha = "\n".join(await running.seen_by("Sokha Sok"))
    assert "Thank you. The action is done." in sokha
    assert "សូម" in bopha
    dara = await running.person("Dara Chan")
    assert "review" in dict(await dara.command_menu())
    await dara.says("/round")
    await told(running, dara, "demo-2 – Kenji Sato, JICA")
    await presses(running, dara, "indicators:accept")
    maria = await running.person("Maria Lopez")
    await told(running, maria, "accepted")
    await dara.says("/subgroups")
    await told(running, dara, "Gender in health")
    await dara.says("/groups")
    await told(running, dara, "Health TWG")
    assert "midwifery workforce study" in await _in_group(running)
    await presses(running, maria, "facilitators:agree")
    await told(running, await running.person("Sovann Kim"), "Kenji Sato")
    await told(running, await running.person("Sokha Sok"), "have chosen a lead facilitator")


async def _a_program_reads_the_feed(running: Running) -> None:
    """At the address that the terminal names, by a token that the secretariat makes in the chat (R4)."""
    dara = await running.person("Dara Chan")
    await dara.says("/feed")
    await presses(running, dara, "export:new_token")
    await told(running, dara, "What is the token for?")
    await dara.says("A script")
    await presses(running, dara, "form:save")
    await told(running, dara, "twgfeed_")
    token = re.search(r"twgfeed_[\w-]{43}", "\n".join(await running.seen_by("Dara Chan")))
    address = re.search(r"http://127\.0\.0\.1:\d+/feed/v1", running.said)
    assert token is not None
    assert address is not None
    async with (
        aiohttp.ClientSession(headers={"Authorization": f"Bearer {token[0]}"}) as session,
        session.get(f"{address[0]}/members.json") as answer,
    ):
        assert answer.status == 200
        assert len((await answer.json())["rows"]) == 11


async def _in_group(running: Running) -> str:
    """What the assistant has posted in the linked group."""
    maria = await running.person("Maria Lopez")
    people = (await running.client.get("state"))["people"]
    chats = next(person["chats"] for person in people if person["id"] == maria.id)
    [group] = [chat for chat in chats if chat["title"] == "Health TWG"]
    messages = await maria.messages(chat=Group(group["id"], group["title"]))
    return "\n".join(message.text for message in messages if message.sender == "bot")


async def _nights_are_kept_at_the_time_of_the_page(running: Running) -> None:
    sokha = await running.person("Sokha Sok")
    now = (await running.client.now()).astimezone(ZONE)
    await running.client.moves_clock(to=now.replace(hour=22))
    await sokha.says("/share The cold chain is repaired")
    await presses(running, sokha, "form:choice=ongoing_work")
    facts = await presses(running, sokha, "form:skip")
    await presses(running, sokha, "form:skip", before=facts)
    await presses(running, sokha, "form:choice=all")
    await told(running, sokha, "It goes out on")  # not the summary of another form, which has a button to save too
    await presses(running, sokha, "form:save")
    morning = datetime.combine(HOURS.later_working_day(now.date() + timedelta(days=1)), time(7), ZONE)
    async with asyncio.timeout(30):
        while await running.client.next_moment() != morning:  # noqa: ASYNC110 - there is no bell for it
            await asyncio.sleep(0.1)
    assert "cold chain" not in (await running.seen_by("Sovann Kim"))[-1]
    await running.client.moves_clock(to=morning)
    assert "cold chain" in (await running.seen_by("Sovann Kim"))[-1]


async def test_the_history_is_replayed_around_a_long_festival(tmp_path: Path) -> None:
    """Its first day is so long before the plenary then that the paper is not taken for one of that meeting."""
    day = date(2026, 11, 28)
    calendar = Calendar.around(day, HOURS)
    assert calendar.plenary - calendar.past[0] > PAPERS_BEFORE
    clock = MovableClock()
    async with SandboxServer(TOKEN, USERNAME, clock=clock) as server, SandboxClient(server.url) as client:
        await Training(server, clock, tmp_path).prepare(day, empty=False)
        [chair] = [person for person in await client.people() if person.name == "Sovann Kim"]
        shown = [message.text for message in await chair.messages() if not message.mine]
    assert any("Health budget 2027" in words for words in shown), shown


async def test_an_empty_sandbox_begins_with_an_invitation_for_the_secretariat(twgbot: Program) -> None:
    async with opened(twgbot, "--empty") as running:
        assert await running.client.people() == []
        found = re.search(r"/start (\S+)", running.said)
        assert found is not None
        assert f"https://t.me/twg_bot?start={found[1]}" in running.said
        person = await running.client.person("Chan")
        await person.says(f"/start {found[1]}")
        await told(running, person, "Secretariat")
        code, _out, err = await running.ends(signal.SIGTERM)
    assert (code, err) == (0, "")


async def test_what_is_kept_stays_where_it_was_asked_to_be(twgbot: Program) -> None:
    folder = twgbot.folder / "class of 2026"
    async with opened(twgbot, "--empty", "--data", str(folder)) as running:
        assert f"kept in {folder}" in running.said
        await running.ends()
    assert (folder / "twgbot.db").exists()
    line = one_line(await twgbot("sandbox", "--empty", "--port", "0", "--data", str(folder)))
    assert line == f"twgbot: --data: {folder} is not empty; a sandbox begins in an empty folder"


async def test_a_folder_that_cannot_be_one_is_refused(twgbot: Program) -> None:
    (twgbot.folder / "file").write_text("", encoding="utf-8")
    assert "--data: file/inside cannot be used" in one_line(await twgbot("sandbox", "--data", "file/inside"))


async def test_a_port_that_is_taken_is_refused(twgbot: Program) -> None:
    async with SandboxServer() as server:
        line = one_line(await twgbot("sandbox", "--port", str(server.port)))
    assert line == f"twgbot: port {server.port} is already in use; choose another with --port"


async def test_an_address_of_another_machine_is_refused(twgbot: Program) -> None:
    assert "--host: 203.0.113.9 cannot be listened on" in one_line(
        await twgbot("sandbox", "--port", "0", "--host", "203.0.113.9")
    )


async def test_it_says_when_others_can_reach_it(twgbot: Program) -> None:
    async with opened(twgbot, "--empty", "--host", "0.0.0.0") as running:  # noqa: S104 - what is tested
        assert "over the network" in running.said
    async with opened(twgbot, "--empty") as running:
        assert "over the network" not in running.said


@pytest.mark.parametrize("day", ["30 November", "2026-11-31", "1899-01-02", "9999-12-31"])
async def test_a_day_that_cannot_be_one_is_wrong_usage(twgbot: Program, day: str) -> None:
    assert (await twgbot("sandbox", "--port", "0", "--day", day)).code == 2


@pytest.mark.parametrize("port", ["-1", "65536", "eighty"])
async def test_a_port_that_cannot_be_one_is_wrong_usage(twgbot: Program, port: str) -> None:
    assert (await twgbot("sandbox", "--port", port)).code == 2


@pytest.mark.parametrize("day", [date(2026, 11, 20) + timedelta(days=days) for days in range(10)])
def test_the_story_happens_on_working_days(day: date) -> None:
    calendar = Calendar.around(day, HOURS)
    days = [*calendar.past, calendar.today, calendar.tomorrow, calendar.reports_due, calendar.plenary]
    assert days == sorted(set(days))
    assert all(HOURS.is_working_day(one) for one in days)
    assert calendar.today >= day
    assert calendar.plenary - calendar.today >= timedelta(days=12)


class Shown:
    """What the demonstration is replaced by."""

    def __init__(self) -> None:
        self.opened = 0

    async def play(self, folder: Path, console: object, *, whole: bool) -> None:
        """Nothing."""

    def open(self) -> None:
        self.opened += 1


@pytest.mark.parametrize(
    ("terminal", "answer", "asked", "opened_times"),
    [(True, "\n", True, 0), (True, "n\n", True, 0), (True, "y\n", True, 1), (False, "y\n", False, 0)],
)
def test_the_demonstration_offers_the_sandbox_in_a_terminal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, terminal: bool, answer: str, asked: bool, opened_times: int
) -> None:
    shown = Shown()
    monkeypatch.setattr(bot.demo.play, "play_demo", shown.play)
    monkeypatch.setattr(bot.cli, "sandbox", shown.open)
    monkeypatch.setattr(bot.cli, "_somebody_is_there", lambda: terminal)
    ran = CliRunner().invoke(bot.cli.app, ["demo", "--folder", str(tmp_path)], input=answer)
    assert ran.exit_code == 0, ran.output
    assert ("Try it yourself" in ran.output) is asked
    assert shown.opened == opened_times


@dataclass(frozen=True)
class Stream:
    """One end of the program, at a terminal or a pipe."""

    terminal: bool

    def isatty(self) -> bool:
        return self.terminal


@pytest.mark.parametrize(
    ("stdin", "stdout", "ci", "there"),
    [
        (True, True, "", True),
        (False, True, "", False),
        (True, False, "", False),
        (True, True, "true", False),
    ],
)
def test_nobody_is_asked_in_a_pipe_or_by_a_machine(
    monkeypatch: pytest.MonkeyPatch, stdin: bool, stdout: bool, ci: str, there: bool
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(sys, "stdin", Stream(stdin))
    monkeypatch.setattr(sys, "stdout", Stream(stdout))
    assert bot.cli._somebody_is_there() is there
