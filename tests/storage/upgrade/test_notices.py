"""What version 0.1.0 had not sent yet arrives, and its reminders go on."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from storage.core.notifications import Delivery, DeliveryState, Notification
from storage.reminders import Reminder, ReminderState
from tests.storage.upgrade.conftest import Upgraded, rows_of

#: Every kind of notice of version 0.1, with its name of today.
KINDS = {
    "actions/closed": "action_closed",
    "actions/given": "action_given",
    "actions/late": "action_late",
    "actions/moved": "action_moved",
    "actions/overdue": "action_is_overdue",
    "actions/reminder": "action_reminder",
    "actions/stalled": "action_stalled",
    "actions/taken": "action_taken",
    "documents/circulated": "document_circulated",
    "documents/reminder": "document_reminder",
    "indicators/overdue": "round_is_overdue",
    "indicators/reminder": "indicator_reminder",
    "indicators/reported": "indicator_reported",
    "indicators/requested": "indicator_requested",
    "indicators/reviewed": "indicator_reviewed",
    "meetings/announced": "meeting_announced",
    "meetings/cancelled": "meeting_cancelled",
    "meetings/changed": "meeting_changed",
    "meetings/reminder": "meeting_reminder",
    "members/corrected": "member_corrected",
    "members/registered": "member_registered",
    "reminders/missed": "reminders_missed",
    "sharing/shared": "post_shared",
}

#: Rules of later releases.
LATER = {
    "plenary_7_days",
    "actions_7_days_before",
    "papers_21_days",
    "papers_14_days",
    "papers_11_days",
    "papers_owed_14_days",
    "papers_owed_11_days",
    "paper_waiting_1_day",
    "paper_waiting_3_days",
    "brief_2_days",
    "year_60_days",
    "updates_21_days",
    "updates_16_days",
    "updates_over",
    "dates_1_day",
    "dates_over",
    "dates_past",
    "minutes_over",
    "objection_3_days",
    "objection_1_day",
    "objection_over",
    "round_late",
}
#: Every rule of version 0.1.
RULES = {
    "meeting_3_days",
    "meeting_1_day",
    "meeting_2_hours",
    "document_2_days",
    "document_last_day",
    "round_7_days",
    "round_2_days",
    "round_last_day",
    "round_overdue",
    "action_7_days",
    "action_1_day",
    "action_due_day",
    "action_overdue",
    "action_7_days_late",
    "action_14_days_late",
}


def test_the_store_has_every_kind_of_notice_open_and_sent() -> None:
    kinds = {row["id"]: row["kind"] for row in rows_of("notification")}
    for state in ("pending", "in_flight", "sent"):
        left = {kinds[row["notification_id"]] for row in rows_of("delivery") if row["state"] == state}
        assert left >= KINDS.keys(), state
    states = {row["state"] for row in rows_of("delivery")}
    assert states >= {"missed", "unreachable"}
    assert any(row["error"] == "held for the morning" for row in rows_of("delivery"))


async def test_notices_on_their_way_arrive(upgraded: Upgraded) -> None:
    stage = upgraded.stage
    on_their_way = [row["id"] for row in rows_of("delivery") if row["state"] in ("pending", "in_flight")]
    await stage.settle()
    for group in (("Maly", "Lyhour", "Phirun"), ("Bopha", "Sokha", "Chenda")):
        told = {kind for name in group for kind in await upgraded[name].told()}
        assert told == set(KINDS.values()), group
        await stage.passes(minutes=10)
    await stage.passes(hours=12)
    async with stage.assistant.database.read() as session:
        query = select(Delivery.state, func.count()).where(Delivery.id.in_(on_their_way)).group_by(Delivery.state)
        assert dict((await session.execute(query)).all()) == {DeliveryState.SENT: len(on_their_way)}


async def test_reminders_go_on(upgraded: Upgraded) -> None:
    stage = upgraded.stage
    await stage.settle()
    rows = {row["id"]: row for row in rows_of("reminder")}
    async with stage.assistant.database.read() as session:
        kept = {
            row.id: (row.rule, row.state, row.due_at)
            for row in await session.scalars(select(Reminder))
            if row.rule not in LATER
        }
    assert kept == {
        row_id: (row["rule"], row["state"], datetime.fromisoformat(f"{row['due_at']}+00:00"))
        for row_id, row in rows.items()
    }
    left_at = stage.clock.now()
    for moment in sorted({due for _rule, state, due in kept.values() if state is ReminderState.PENDING}):
        if moment > stage.clock.now():
            await stage.becomes(moment + timedelta(seconds=1))
    async with stage.assistant.database.read() as session:
        made = await session.scalars(select(Notification.data).where(Notification.created_at > left_at))
        assert {data["rule"] for data in made if "rule" in data} - LATER == RULES


async def test_a_rule_that_was_set_holds(upgraded: Upgraded) -> None:
    stage = upgraded.stage
    await stage.becomes(datetime.fromisoformat("2026-12-09T08:30:00+07:00"))
    await upgraded["Vichea"].looks_away()
    await stage.becomes(datetime.fromisoformat("2026-12-09T09:00:01+07:00"))
    await upgraded["Vichea"].is_told("meeting_reminder")
    await upgraded["Dara"].says("/reminders")
    shown = await upgraded["Dara"].shown("reminders/list", twg__code="HLT")
    assert {rule.name: rule.at.hour for rule in shown["rules"] if rule.name.startswith("meeting") and rule.at} == {
        "meeting_3_days": 8,
        "meeting_1_day": 9,
    }
