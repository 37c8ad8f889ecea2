"""Rename stored notices, forms and operations; add to a TWG the fingerprint of its reminder rules.

Revision: 0008, after 0007.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

#: New name by old name, for each table and column.
RENAMED: dict[tuple[str, str], dict[str, str]] = {
    ("notification", "kind"): {
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
    },
    ("form", "name"): {
        "actions/close": "close_action",
        "actions/drop": "drop_action",
        "actions/give": "give_action",
        "actions/move": "move_action",
        "actions/note": "note_action",
        "actions/record": "record_action",
        "documents/circulate": "circulate_document",
        "indicators/define": "define_indicator",
        "indicators/open_round": "open_round",
        "indicators/report": "report_indicator",
        "indicators/return": "return_report",
        "meetings/cancel": "cancel_meeting",
        "meetings/correct": "correct_meeting",
        "meetings/delegate": "send_delegate",
        "meetings/move": "move_meeting",
        "meetings/new": "plan_meeting",
        "meetings/relocate": "relocate_meeting",
        "members/correct": "correct_details",
        "members/invite": "invite_members",
        "members/register": "register",
        "reminders/rule": "change_rule",
        "sharing/search": "search",
        "sharing/share": "share",
    },
    ("audit", "action"): {
        "missed.remind_now": "reminders.remind_now",
        "rounds.close_round": "indicators.close_round",
        "rounds.open_round": "indicators.open_round",
    },
}


def upgrade() -> None:
    with op.batch_alter_table("twg") as twg:
        twg.add_column(sa.Column("reminders_set_by", sa.String(length=64), nullable=False, server_default=""))
    for (table_name, column_name), names in RENAMED.items():
        table = sa.table(table_name, sa.column(column_name, sa.String))
        column = table.c[column_name]
        for old, new in names.items():
            op.execute(table.update().where(column == old).values({column_name: new}))
