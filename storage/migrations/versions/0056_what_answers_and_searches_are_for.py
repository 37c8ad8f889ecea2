"""Keep for which beginning of a meeting an answer was given, and which meeting was planned for a date that was found.

Revision: 0056, after 0052.
"""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("attendance", sa.Column("answered_for", sa.DateTime(timezone=True), nullable=True))
    # An answer that no move has voided so far counts as one for the beginning as it is now.
    op.execute(
        "UPDATE attendance SET answered_for ="
        " (SELECT meeting.starts_at FROM meeting WHERE meeting.id = attendance.meeting_id) WHERE rsvp IS NOT NULL"
    )
    # In SQL: SQLite adds a column with its reference in place, where Alembic would copy the whole table.
    reference = "CONSTRAINT fk_date_poll_meeting_id REFERENCES meeting (id)"
    op.execute(f"ALTER TABLE date_poll ADD COLUMN meeting_id INTEGER {reference}")
    op.create_index("ix_date_poll_meeting_id", "date_poll", ["meeting_id"])
    # The meeting of a search was found by its title and its beginning.
    op.execute(
        "UPDATE date_poll SET meeting_id = (SELECT max(meeting.id) FROM meeting JOIN date_option"
        " ON date_option.starts_at = meeting.starts_at WHERE date_option.poll_id = date_poll.id AND date_option.chosen"
        " AND meeting.twg_id = date_poll.twg_id AND meeting.title = date_poll.title AND meeting.state <> 'cancelled')"
        " WHERE ending = 'chosen'"
    )
