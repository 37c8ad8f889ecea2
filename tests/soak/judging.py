"""What came of a simulated quarter, and what must not have: by the outbox and by what each chat received."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from storage.core.notifications import OPEN_STATES, Delivery, DeliveryState, Notification
from tests.support.stage import Stage
from twg.reminders.missed import MISSED

ZONE = ZoneInfo("Asia/Phnom_Penh")


@dataclass
class Quarter:
    """What came of a simulated quarter.

    Attributes:
        violations: what must not happen, in words; none in a good run.
    """

    seed: int
    days: int
    done: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    states: Counter[DeliveryState] = field(default_factory=Counter)
    held: int = 0
    #: How many deliveries expired of which somebody was told: "secretariat" of reminders, "sender" of what they caused.
    told: Counter[str] = field(default_factory=Counter)
    repeated: int = 0
    surplus: int = 0
    #: How often a kill left each delivery in flight, by id.
    killed: Counter[int] = field(default_factory=Counter)
    violations: list[str] = field(default_factory=list)


def table(quarters: Sequence[Quarter]) -> str:
    """The runs as a table in Markdown."""
    lines = [
        "| seed | days | acts | faults | sent | after being held | void | expired: secretariat told | sender told "
        "| twice, marked | violations |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for run in quarters:
        sent, void = run.states[DeliveryState.SENT], run.states[DeliveryState.VOID]
        lines.append(
            f"| {run.seed} | {run.days} | {run.done.total()} | {run.faults.total()} | {sent} | {run.held} | {void} "
            f"| {run.told['secretariat']} | {run.told['sender']} | {run.surplus} of {run.repeated} "
            f"| {len(run.violations)} |"
        )
    return "\n".join(lines)


async def judge(stage: Stage, run: Quarter) -> list[str]:
    """What must not have happened."""
    hours = stage.config.time.working_time()
    async with stage.assistant.database.read() as session:
        rows = list((await session.execute(select(Delivery, Notification).join(Notification))).all())
    told_of = _missed_told(notification for _delivery, notification in rows)
    seen = _messages_by_bot(stage)
    wrong = []
    for delivery, notification in rows:
        run.states[delivery.state] += 1
        run.repeated += delivery.repeated
        what = f"{notification.kind} {delivery.id}"
        if delivery.state in OPEN_STATES:
            wrong.append(f"lost: {what} is {delivery.state}, due {delivery.not_before}")
        if delivery.state is DeliveryState.VOID and not delivery.error:
            wrong.append(f"dropped without a reason: {what}")
        if delivery.state is DeliveryState.MISSED and (by := _told_by(notification)):
            is_told = (
                notification.id in told_of or (notification.progress_chat_id, notification.progress_message_id) in seen
            )
            run.told[by] += is_told
            if not is_told:
                wrong.append(f"expired untold: {what}")
        if delivery.sent_at is None:
            continue
        closed = hours.next_open(delivery.sent_at, ZONE) > delivery.sent_at
        useful = notification.useful_until
        forced = useful is not None and hours.next_open(delivery.sent_at, ZONE) > useful
        if closed and not (notification.urgent or forced):
            wrong.append(f"early: {what} at {delivery.sent_at}")
        run.held += delivery.sent_at - notification.created_at > timedelta(hours=1)
        undisturbed = delivery.attempts == 0 and not delivery.repeated and delivery.error == ""
        late = useful is not None and notification.created_at < useful < delivery.sent_at
        opened = hours.next_open(notification.created_at, ZONE)
        if late and undisturbed and useful is not None and opened <= useful and delivery.sent_at - opened > _SLACK:
            wrong.append(f"held past its use: {what} at {delivery.sent_at}, of use until {useful}")
    run.surplus = _surplus(stage, [row for row, _notification in rows], [about for _row, about in rows])
    marked = [row for row, _notification in rows if row.repeated]
    allowed = sum(row.attempts + run.killed[row.id] for row in marked)
    if run.surplus > allowed or run.killed.keys() - {row.id for row in marked}:
        wrong.append(f"twice without a mark: {run.surplus} arrived again, {allowed} are marked")
    return wrong


#: An unreachable person may get a notice so much later, when they come back.
_SLACK = timedelta(days=40)


def _told_by(notification: Notification) -> str:
    """Who has to be told where it expires: the secretariat, the sender, or nobody."""
    if notification.data.get("rule"):
        return "secretariat"
    return "sender" if notification.actor_id is not None else ""


def _messages_by_bot(stage: Stage) -> set[tuple[int, int]]:
    """Chat and message of everything that the assistant has sent."""
    return {
        (entry["chat_id"], entry["message_id"])
        for entry in stage.server.world.journal.since(0)
        if entry["kind"] == "sees" and entry.get("by_bot")
    }


def _missed_told(notifications: Any) -> set[int]:
    """Ids of the notifications of reminders of which the secretariat was told that they expired."""
    told = set()
    for notification in notifications:
        if notification.kind == MISSED.name:
            told |= set(notification.data.get("of", {}).values())
    return told


def _surplus(stage: Stage, deliveries: Sequence[Delivery], notifications: Sequence[Notification]) -> int:
    """How many messages arrived that are neither the last message of a delivery nor one with a progress."""
    arrived = _messages_by_bot(stage)
    known: set[tuple[int | None, int | None]] = {(row.chat_id, row.message_id) for row in deliveries}
    known |= {(about.progress_chat_id, about.progress_message_id) for about in notifications}
    return len(arrived - known)
