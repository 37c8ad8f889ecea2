"""One person who does whatever people do, in any order, and what must hold after each step.

What was stored is judged by what the person did in that step alone: which words are clear is written out here.
"""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from sandbox.client import SeenMessage
from storage.actions import Action, ActionState, ActionUpdate
from storage.core.forms import OpenForm
from storage.core.inbox import InboxRow
from storage.indicators import Submission
from storage.meetings import Attendance
from storage.requests import MemberRequest
from storage.sharing import Post
from tests.actions.conftest import records
from tests.indicators.conftest import defines, opens_round
from tests.support.seen import Seen
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from tests.support.updates import Telegram

#: Of an action, when they are said of it alone: it is done.
DONE = {
    "done",
    "រួចរាល់ហើយ",
    "ruoch haey",
    "It was sent to MEF on Monday",
    "បានផ្ញើទៅក្រសួងរួចហើយ",
    "/done 1 it was sent",
    "/done 2",
}
#: Whether one comes to a meeting.
COMING = {"I will come", "ខ្ញុំនឹងចូលរួម", "I cannot come, I am in Siem Reap that week"}
#: The same, where they reply to the invitation.
BELOW_INVITATION = {"yes", "បាទ", "no", "ទេ"}
#: Of what was asked just before: "Is this your answer?", "Save it?"
YES = {"yes", "បាទ"}
#: What answers a question that takes any words, such as "What was done?", and stores nothing by itself.
STATEMENTS = {"The ministry opened a hospital", "ក្រសួងបានបើកមន្ទីរពេទ្យថ្មី", "Dr Sok Vanna, Deputy Director"}
#: What closes, answers and reports nothing, whatever is open. The last ones leave a form.
OTHERS = {
    "done by tomorrow",
    "រួចនៅថ្ងៃស្អែក",
    "all done except the annex",
    "58%",
    "៥៨%",
    "2008-4: 58%",
    "/jmi 2008-4 58%",
    "Which annex do you mean?",
    "តើឧបសម្ព័ន្ធមួយណា?",
    "Good morning",
    "ជម្រាបសួរ",
    "wait, please",
    "/me",
    "/menu",
    "/actions",
    "/share",
}
LEAVING = {"no", "ទេ", "cancel", "បោះបង់", "/cancel"}
WORDS = sorted(DONE | COMING | YES | STATEMENTS | OTHERS | LEAVING)
#: Somebody else's words, which never act.
FORWARDED_WORDS = ["/done 1 it was sent", "done", "yes", "I will come", "A word of the ministry"]
ORIGIN = {"type": "hidden_user", "date": 1, "sender_user_name": "Somebody"}
#: Buttons that close an action or take words as what was done, answer an invitation, or save a report.
CLOSES = {
    "form:take",
    "form:save",
    "form:skip",
    "actions:done",
    "actions:take",
    "actions:meantdone",
    "general:about",
    "general:answer",
}
ANSWERS = {
    "form:take",
    "form:save",
    "form:skip",
    "meetings:answer",
    "meetings:take",
    "general:about",
    "general:answer",
}
REPORTS = {"form:save", "form:now", "form:take"}
#: Buttons that leave a form with its answers: "Cancel", and "Leave it" below words that are no answer to it.
LEAVES = {"form:cancel", "form:drop"}
#: Buttons of a form after which an answer of its may be gone: the question before, all from the beginning, nothing.
CLEARS = {"form:back", "form:anew", "form:skip"}
#: What a form stores when it ends, by its name.
STORES = {
    "close_action": {"actions"},
    "note_action": {"notes", "actions"},
    "report_indicator": {"reports"},
    "report_several": {"reports"},
    "send_delegate": {"answers"},
    "share": {"posts"},
    "ask_request": {"requests"},
}
#: What is said of a form below the answer to something else.
ABOUT_FORMS = {"forms/waiting", "forms/ended", "forms/put_away"}
#: A question waits so long for words that do not reply to it.
LAPSES = timedelta(hours=2)

#: The form, and how its first question is reached.
BEGINNINGS: dict[str, str] = {
    "close_action": "actions:done:1",
    "note_action": "actions:note:2",
    "report_indicator": "indicators:report:1",
    "send_delegate": "meetings:answer:1:delegate",
}


@dataclass
class Stored:
    """What is stored of the person's work."""

    forms: dict[int, OpenForm]
    actions: dict[int, ActionState]
    closing_notes: dict[int, str]
    notes: list[str]
    answers: list[tuple[Any, ...]]
    reports: list[tuple[Any, ...]]
    posts: list[str]
    requests: list[str]

    @property
    def of_domain(self) -> tuple[Any, ...]:
        return (
            self.actions,
            self.closing_notes,
            self.notes,
            self.answers,
            self.reports,
            self.posts,
            self.requests,
        )

    @property
    def given(self) -> dict[int, dict[str, Any]]:
        """The answers of each open form."""
        return {number: dict(form.answers) for number, form in self.forms.items()}

    def asks(self, name: str, now: datetime) -> bool:
        """Whether this form has asked last, and not too long ago."""
        asked = max(self.forms.values(), key=lambda form: form.updated_at, default=None)
        return asked is not None and asked.name == name and now - asked.updated_at <= LAPSES


@dataclass
class Play:
    """The person, and what they have done so far.

    Attributes:
        words: own words of this step, "" for anything else; `button` is the name of what they pressed in it.
        asked: names of what the assistant asked last, for "yes".
    """

    sokha: Player
    telegram: Telegram = field(init=False)
    sent: dict[int, str] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    albums: int = 0
    words: str = ""
    button: str = ""
    replied: Seen | None = None
    asked: tuple[str, ...] = ()
    asked_at: datetime | None = None

    def __post_init__(self) -> None:
        self.telegram = Telegram(self.sokha)

    # What people do.

    async def says(self, words: str) -> None:
        await self._says(words)

    async def replies(self, words: str, target: str) -> None:
        found = await self._target(target)
        await self._says(words, None if found is None else found.message)
        self.replied = found

    async def _says(self, words: str, reply_to: SeenMessage | None = None) -> None:
        self.words = words
        self.written.add(words)
        await self.sokha.says(words, reply_to=reply_to)
        self.sent[[message.id for message in await self.sokha.in_chat() if message.mine][-1]] = words
        assert await self.sokha.new_messages(), f"{words!r} is not answered"

    async def _target(self, name: str) -> Seen | None:
        """The message that a reply is to: an open question, a notice with several parts, an older message."""
        seen = await self.sokha.messages()
        match name:
            case "question":
                return next((each for each in reversed(seen) if {"forms/ask", "forms/confirm"} & {*each.keys}), None)
            case "grouped":
                return next((each for each in reversed(seen) if len(each.keys) > 1), None)
            case "invitation":
                return next((each for each in seen if "meetings/card" in each.keys), None)
            case "action":
                return next((each for each in seen if "actions/card" in each.keys), None)
        return seen[0] if seen else None

    async def begins(self, form: str) -> None:
        self.button = "begins"
        await self.sokha.forges(BEGINNINGS[form])

    async def writes_at_length(self) -> None:
        self.words = "at length"
        self.written.add(("word " * 500 + "more " * 400).strip())
        pieces = ("word " * 500, "more " * 400)
        await self.telegram.sends(*(self.telegram.update(text=piece.strip()) for piece in pieces))
        await self._is_answered_once()

    async def sends_an_album(self) -> None:
        self.words = "an album"
        await self.telegram.sends(*self._album())
        await self._is_answered_once()

    def _album(self) -> list[dict[str, Any]]:
        self.albums += 1
        group = f"album {self.albums}"
        return [self.telegram.photo(f"{self.albums}{part}", media_group_id=group) for part in "abc"]

    async def adds_to_the_album(self) -> None:
        if self.albums:
            await self.telegram.sends(self.telegram.photo("late", media_group_id=f"album {self.albums}"))
            await self._is_answered_once()

    async def is_cut_off(self) -> None:
        """Two parts of an album come, the assistant is restarted, and the third part comes."""
        self.words = "an album"
        parts = self._album()
        await self.sokha.looks_away()
        await self.sokha.stage.assistant.intake.accept(parts[:2])
        await self.sokha.stage.restarts()
        await self.sokha.stage.assistant.intake.accept(parts[1:])
        await self.sokha.stage.settle()
        await self._is_answered_once()

    async def _is_answered_once(self) -> None:
        """Several messages are one act. A form that waits or has ended may be told of below the answer."""
        changed = await self.sokha.fresh()  # files that follow others are asked about together, in one message
        answers = [seen for seen in changed if not ABOUT_FORMS & {*seen.keys}]
        assert len(answers) == 1, [seen.keys for seen in changed]

    async def speaks(self) -> None:
        self.words = "a recording"
        await self.sokha.does(self.sokha.person.sends_voice())
        await self._is_answered_once()

    async def presses(self, number: int) -> None:
        """Press one of the buttons that are there, counted from the newest."""
        found = [
            (seen, button)
            for seen in reversed(await self.sokha.messages())
            for button in seen.buttons
            if button.name not in {"url", "copy"}
        ]
        if found:
            seen, button = found[number % len(found)]
            says = button.args[-1] if button.name == "actions:meant" else ""
            self.button = button.name.partition("=")[0] + says
            await self.sokha.does(self.sokha.person.taps_button(button.button, in_message=seen.message))

    async def forwards(self, words: str, target: str) -> None:
        found = await self._target(target)
        reply_to = None if found is None else found.message
        await self.sokha.says(words, reply_to=reply_to, forward_origin=ORIGIN)
        assert await self.sokha.new_messages()

    async def gets_service_message(self, name: str) -> None:
        await self.telegram.sends(self.telegram.update(**{name: {"some": "thing"}}))
        await self.sokha.sees_nothing_new()

    async def edits(self, words: str) -> None:
        """Edit the last own text; without words, so that only a space is another one."""
        if self.sent:
            message_id, old = list(self.sent.items())[-1]
            new = words or old.replace(" ", " \u200b") + "\n"
            self.written.add(new)
            await self.telegram.sends(self.telegram.edit(message_id, new))
            if not words:
                await self.sokha.sees_nothing_new()

    async def lets_pass(self, hours: int) -> None:
        await self.sokha.looks_away()
        await self.sokha.stage.passes(hours=hours)

    async def restarts(self) -> None:
        await self.sokha.stage.restarts()

    # What must hold.

    async def does(self, step: Callable[["Play"], Awaitable[None]]) -> None:
        """Do one step, and judge what came of it."""
        before, now = await self._stored(), self.sokha.stage.clock.now()
        self.words, self.button, self.replied = "", "", None
        await step(self)
        after = await self._stored()
        await self._check_whole(after)
        if not self.words and not self.button:
            assert (after.of_domain, after.given) == (before.of_domain, before.given), "nobody said or pressed anything"
        self._check_closed(before, after, now)
        self._check_saved(before, after, now)
        self._check_kept(before, after, await self._keys())
        if self.words or self.button:
            self.asked, self.asked_at = tuple(await self._keys()), now

    async def _stored(self) -> Stored:
        async with self.sokha.stage.assistant.database.read() as session:
            actions = list(await session.scalars(select(Action).order_by(Action.id)))
            said = select(Attendance.rsvp, Attendance.delegate_name, Attendance.words).order_by(Attendance.id)
            reported = select(Submission.value, Submission.note).order_by(Submission.id)
            return Stored(
                {form.id: form for form in await session.scalars(select(OpenForm))},
                {action.id: action.state for action in actions},
                {action.id: action.closing_note for action in actions},
                list(await session.scalars(select(ActionUpdate.text).order_by(ActionUpdate.id))),
                [tuple(row) for row in await session.execute(said)],
                [tuple(row) for row in await session.execute(reported)],
                list(await session.scalars(select(Post.text).order_by(Post.id))),
                [kind.value for kind in await session.scalars(select(MemberRequest.kind).order_by(MemberRequest.id))],
            )

    async def _keys(self) -> list[str]:
        return [key for seen in await self.sokha.on_screen() for key in seen.keys]

    async def _check_whole(self, after: Stored) -> None:
        """Nothing waits, nothing failed, and what is stored of words is what the person wrote."""
        async with self.sokha.stage.assistant.database.read() as session:
            assert not await session.scalar(select(func.count()).where(InboxRow.payload.is_not(None)))
        assert not any("general/incident" in seen.keys for seen in await self.sokha.messages())
        own = " | ".join([*self.written, *FORWARDED_WORDS])  # a button may make somebody else's words one's own
        told = [*after.closing_notes.values(), *after.notes]
        assert not [text for text in told if text.startswith("/")]
        for text in (*told, *after.posts, *(str(words) for row in after.answers for words in row[1:])):
            assert text in own, f"{text!r} was not written like that"

    def _check_closed(self, before: Stored, after: Stored, now: datetime) -> None:
        closed = [
            number
            for number, state in after.actions.items()
            if state is not ActionState.OPEN and before.actions[number] is ActionState.OPEN
        ]
        if closed:
            asked = before.asks("close_action", now) or self._replies_to_question()
            told = self.words in STATEMENTS and asked
            agreed = self.words in YES and self._was_asked()
            assert self.words in DONE or told or agreed or self.button in CLOSES, self._describe("closes", closed)
            assert len(closed) == 1

    def _check_saved(self, before: Stored, after: Stored, now: datetime) -> None:
        if after.answers != before.answers:
            asked = before.asks("send_delegate", now) or self._replies_to_question()
            told = self.words in STATEMENTS and asked
            agreed = self.words in YES and self._was_asked()
            invited = (
                self.words in BELOW_INVITATION and self.replied is not None and "meetings/card" in self.replied.keys
            )
            said = self.words in COMING or told or agreed or invited
            assert said or self.button in ANSWERS, self._describe("answers")
        if after.reports != before.reports:
            agreed = self.words in YES and self._was_asked()
            assert agreed or self.button in REPORTS, self._describe("reports")
        if after.posts != before.posts:
            agreed = self.words in YES and self._was_asked()
            assert agreed or self.button in REPORTS, self._describe("shares")

    def _check_kept(self, before: Stored, after: Stored, seen: list[str]) -> None:
        """No answer of a form is gone, unless it was left, or saved, or its end was told with what was entered."""
        gone = [form for number, form in before.forms.items() if number not in after.forms]
        lost = [
            form
            for form in gone
            if any(form.answers.values()) and not _is_stored(form.name, before, after) and not _is_begun(form, after)
        ]
        told = Counter(seen)["forms/ended"] + Counter(seen)["forms/put_away"]
        left = self.button in LEAVES or self.words in LEAVING
        assert len(lost) <= told + left, self._describe("loses", [(form.name, form.answers) for form in lost])
        for number, given in after.given.items():
            earlier = before.given.get(number, {})
            missing = {name for name, raw in earlier.items() if raw is not None and given.get(name) is None}
            assert not missing or self.button in CLEARS, self._describe("loses the answers", sorted(missing))

    def _replies_to_question(self) -> bool:
        return self.replied is not None and bool({"forms/ask", "forms/confirm"} & {*self.replied.keys})

    def _was_asked(self) -> bool:
        """Whether a yes was asked for last, not too long ago."""
        if self.asked_at is None or self.sokha.stage.clock.now() - self.asked_at > LAPSES:
            return self._replies_to_question()
        return bool({"forms/is_answer", "forms/confirm"} & {*self.asked}) or self._replies_to_question()

    def _describe(self, what: str, things: object = "") -> str:
        return f"{self.words or self.button!r} {what} {things}; asked: {self.asked}"


def _is_stored(name: str, before: Stored, after: Stored) -> bool:
    """Whether what a form of this name stores was stored in this step."""
    return any(getattr(after, what) != getattr(before, what) for what in STORES.get(name, ()))


def _is_begun(form: OpenForm, after: Stored) -> bool:
    """Whether the same form is open with all of these answers: it was begun again, as by the same button."""
    given = {name: raw for name, raw in form.answers.items() if raw is not None}
    return any(other.name == form.name and given.items() <= other.answers.items() for other in after.forms.values())


async def set_scene(stage: Stage) -> Play:
    """A member with two actions, a report to give and a meeting to answer; a language of their own is English."""
    dara = await stage.member("Chan Dara", "secretariat")
    sokha = await stage.member("Sok Sokha", "development_partner", "UNFPA")
    await records(dara, sokha, "Send the draft budget", due_on=date(2026, 12, 1))
    await records(dara, sokha, "Translate the study", due_on=date(2026, 12, 1))
    await defines(dara, responsible=["UNFPA"])
    await opens_round(dara)
    await announce_meeting(dara)
    await everybody_looks_away(dara)
    return Play(sokha)
