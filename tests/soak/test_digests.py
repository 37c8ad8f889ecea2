"""A month of digests: each post reaches each reader exactly once, in the way they chose, never at night (S3)."""

from math import ceil
from pathlib import Path

import pytest

from messages.sharing import MOST_IN_DIGEST
from tests.soak.digests import CALENDAR, Month, run_month
from tests.soak.expected_digests import Calendar


def check(month: Month) -> None:
    """Compare what was sent with what was calculated, exactly."""
    sent = {name: {post: at[0] for post, at in posts.items()} for name, posts in month.sent.items()}
    assert sent == {name: posts for name, posts in month.expected.items() if posts}
    moments = [at for posts in month.sent.values() for each in posts.values() for at in each]
    assert len(moments) == sum(len(posts) for posts in month.expected.values())
    calendar = Calendar(CALENDAR.days_off | month.days_off)
    assert [at for at in moments if not calendar.is_open(at)] == []
    for key, count in month.digested.items():
        assert len(month.messages[key]) == ceil(count / MOST_IN_DIGEST)


async def test_a_week_of_a_few(tmp_path: Path, database_url: str) -> None:
    month = await run_month(tmp_path, database_url, people=9, posts=14, seed=1, days=10)
    check(month)
    assert {event.kind for event in month.events} == {"shared", "withdrawn", "chose", "off"}
    assert month.digested


@pytest.mark.soak
async def test_a_month_of_2000_people(tmp_path: Path, database_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    month = await run_month(tmp_path, database_url, people=2000, posts=60, seed=2)
    with capsys.disabled():
        sent = sum(len(posts) for posts in month.sent.values())
        print(f"\n{len(month.events)} events, {sent} posts to readers, {len(month.messages)} digests")  # noqa: T201 - for whoever runs it
    check(month)
