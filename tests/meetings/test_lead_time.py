"""How many days before a meeting something is sent, on the TWG's calendar (G3)."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from twg.language.procedural import needs_no_paper
from twg.meetings.lead_time import is_short, lead_days

ZONE = ZoneInfo("Asia/Phnom_Penh")
STARTS_AT = datetime(2026, 12, 15, 2, tzinfo=UTC)  # 09:00


@pytest.mark.parametrize(
    ("sent_at", "days"),
    [
        (datetime(2026, 12, 5, 16, 59, tzinfo=UTC), 10),
        (datetime(2026, 12, 5, 17, tzinfo=UTC), 9),  # midnight in Phnom Penh
        (datetime(2026, 12, 15, 1, tzinfo=UTC), 0),
        (STARTS_AT, None),
    ],
)
def test_local_days_count(sent_at: datetime, days: int | None) -> None:
    assert lead_days(sent_at, STARTS_AT, ZONE) == days


def test_fewer_than_ten_are_short() -> None:
    assert [days for days in range(12) if is_short(days)] == [*range(10)]


@pytest.mark.parametrize(
    "title",
    [
        *("Opening", "Welcome and introductions", "Opening remarks by the Chair", "Adoption of the agenda", "AOB"),
        *("Any other business", "Date of next meeting", "Closing remarks", "Coffee break", "Approval of agenda"),
        *("មតិស្វាគមន៍របស់ប្រធាន", "អនុម័តរបៀបវារៈ", "បញ្ហាផ្សេងៗ", "បិទកិច្ចប្រជុំ"),
    ],
)
def test_items_about_the_meeting_itself_need_no_paper(title: str) -> None:
    assert needs_no_paper(title)


@pytest.mark.parametrize(
    "title",
    [
        *("Health budget 2027", "Opening of new health centres", "Closing the financing gap", "Agenda for reform"),
        *("Break-even analysis of hospitals", "Adoption of the annual workplan", "ថវិកាសុខាភិបាល", "Lunch programme"),
    ],
)
def test_items_of_substance_need_one(title: str) -> None:
    assert not needs_no_paper(title)
