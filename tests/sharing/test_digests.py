"""Each reader gets what is shared at once, once a day or once a week, each post exactly once (S3)."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.config_sections import TimeSection
from messages.rendering.content import Content
from sandbox.client import SeenMessage
from storage.core.notifications import Delivery, DeliveryState, Notification
from storage.members import Pace
from storage.sharing import PostKind
from tests.sharing.conftest import shares
from tests.support.scene import Scene
from tests.support.setup_steps import access_actor, everybody_looks_away
from tests.support.stage import Player, Stage
from twg import sharing
from twg.core.audiences import Audience
from twg.sharing import withdrawing
from twg.sharing.digests import next_digest
from twg.time.working_time import WEEKEND, WorkingTime

ZONE = ZoneInfo("Asia/Phnom_Penh")
HOURS = WorkingTime(time(19), time(7), WEEKEND, "KH", frozenset({date(2026, 12, 7)}))


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """A local time in December 2026; the 1st is a Tuesday."""
    return datetime(2026, 12, day, hour, minute, tzinfo=ZONE)


def has(message: SeenMessage, *facts: str) -> list[str]:
    """Those of the facts that a message has."""
    return [fact for fact in facts if fact in message.text]


@pytest.fixture
async def office(health: Stage) -> Stage:
    """The assistant keeps working hours; Monday, 7 December, is a day off that was announced late."""
    health.config.time = TimeSection(extra_holidays=[date(2026, 12, 7)])
    await health.restarts()
    await health.becomes(local(1, 9))
    return health


@pytest.mark.parametrize(
    ("pace", "now", "digest"),
    [
        (Pace.DAILY, local(1, 9), local(2, 8)),
        (Pace.DAILY, local(1, 6), local(1, 8)),
        (Pace.DAILY, local(4, 8), local(8, 8)),  # Friday; Monday is off
        (Pace.WEEKLY, local(1, 9), local(8, 8)),
        (Pace.WEEKLY, local(7, 12), local(8, 8)),
        (Pace.WEEKLY, local(8, 8), local(14, 8)),
    ],
)
def test_a_digest_comes_on_the_morning_of_a_working_day(pace: Pace, now: datetime, digest: datetime) -> None:
    assert next_digest(pace, HOURS, ZONE, now.astimezone(UTC)) == digest


async def chooses(player: Player, pace: Pace) -> None:
    await player.says("/settings")
    await player.presses("sharing:pace", pace.value)


async def in_digest(player: Player) -> list[str]:
    """The texts of the posts of the digests that are new, in their order."""
    sources = [source for seen in await player.fresh() for source in seen.sources if isinstance(source, Content)]
    posts = [post for source in sources if source.template == "sharing/digest" for post in source.context["posts"]]
    return [post.text for post in posts]


async def test_each_reader_gets_each_post_once_in_the_way_that_they_chose(
    office: Stage, dara: Player, sokha: Player, kenji: Player, vichea: Player
) -> None:
    await chooses(kenji, Pace.DAILY)
    await kenji.sees("general/settings")
    await chooses(vichea, Pace.WEEKLY)
    await shares(sokha, "First study")
    await shares(sokha, "Second study")
    await dara.person.messages()
    await office.becomes(local(2, 7, 59))
    for reader in (kenji, vichea):
        await reader.sees_nothing_new()
    await office.becomes(local(2, 8))
    assert await in_digest(kenji) == ["First study", "Second study"]
    assert len(await kenji.new_messages()) == 1
    await kenji.presses("sharing:open", 2)
    await kenji.sees("sharing/post", post__text="Second study")
    await shares(sokha, "Third study")
    await office.becomes(local(3, 8))
    assert await in_digest(kenji) == ["Third study"]
    await office.becomes(local(8, 7, 59))
    await vichea.sees_nothing_new()
    await office.becomes(local(8, 8))
    assert await in_digest(vichea) == ["First study", "Second study", "Third study"]
    assert len(await vichea.new_messages()) == 1
    async with office.assistant.database.read() as session:
        query = select(Delivery.person_id, Notification.subject_id).join(Delivery.notification)
        got = (await session.execute(query.where(Delivery.state == DeliveryState.SENT))).all()
    assert sorted(got) == sorted(set(got))


async def test_a_withdrawn_post_is_left_out_and_one_of_a_digest_that_was_sent_is_changed(
    office: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await chooses(kenji, Pace.DAILY)
    scene = Scene(office, dara, dara, sokha)
    for text in ("First study", "Second study", "Third study"):
        await shares(sokha, text)
    await scene.does(sokha, withdrawing.withdraw, 2, "")
    await kenji.sees_nothing_new()
    await office.becomes(local(2, 8))
    assert await in_digest(kenji) == ["First study", "Third study"]
    [digest] = await kenji.new_messages()
    await kenji.looks_away()
    await scene.does(sokha, withdrawing.withdraw, 3, "")
    [changed] = [each for each in await kenji.person.messages() if each.id == digest.id]
    assert has(changed, "First study", "Third study") == ["First study"]
    await scene.does(sokha, sharing.correct, 1, "First study, corrected")
    [changed] = [each for each in await kenji.person.messages() if each.id == digest.id]
    assert has(changed, "First study, corrected")


async def test_who_changes_the_choice_gets_nothing_twice_and_loses_nothing(
    office: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await chooses(kenji, Pace.WEEKLY)
    await shares(sokha, "First study")
    await chooses(kenji, Pace.DAILY)
    await office.becomes(local(2, 8))
    assert await in_digest(kenji) == ["First study"]
    await kenji.looks_away()
    await shares(sokha, "Second study")
    await chooses(kenji, Pace.WEEKLY)
    await office.becomes(local(3, 8))
    assert await in_digest(kenji) == []
    await chooses(kenji, Pace.INSTANT)
    await office.settle()
    assert await in_digest(kenji) == ["Second study"]
    await everybody_looks_away(kenji)
    await shares(sokha, "Third study")
    await kenji.sees("sharing/post", post__text="Third study")
    await office.becomes(local(15, 9))
    assert await in_digest(kenji) == []


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (local(1, 22), "Kept; what waited comes on Wed 2 Dec, 07:00."),
        (local(5, 10), "Kept; what waited comes on Tue 8 Dec, 07:00."),  # Saturday; Monday is off
        (local(1, 12), "Kept; the post that waited comes now."),
    ],
)
async def test_who_chooses_to_get_all_at_once_reads_when_that_is(
    office: Stage, sokha: Player, kenji: Player, now: datetime, said: str
) -> None:
    await chooses(kenji, Pace.WEEKLY)
    await shares(sokha, "First study")
    await office.becomes(now)
    await chooses(kenji, Pace.INSTANT)
    assert (await kenji.boxes())[-1].text == said


async def test_what_a_digest_would_bring_too_late_comes_at_once(
    office: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await chooses(kenji, Pace.WEEKLY)
    await kenji.looks_away()

    async def share(**facts: object) -> None:
        async with office.assistant.database.begin() as session:
            args = sharing.NewPost(kind=PostKind.POLICY, **facts)
            await sharing.share(session, await access_actor(session, sokha), args, now=office.clock.now())
        await office.settle()

    await share(text="Comments on Monday", comments_by=date(2026, 12, 9))
    await kenji.sees("sharing/post", post__text="Comments on Monday")
    await share(text="A training", starts_on=date(2026, 12, 8), ends_on=date(2026, 12, 9))
    await kenji.sees("sharing/post", post__text="A training")
    await everybody_looks_away(sokha)
    await share(text="Comments by 31 December", comments_by=date(2026, 12, 31))
    await kenji.sees_nothing_new()
    await Scene(office, dara, dara, sokha).does(sokha, sharing.correct, 3, "Comments by 9 December, please")
    await office.settle()
    assert await in_digest(kenji) == ["Comments by 9 December, please"]


async def test_an_office_notice_comes_at_once_to_everybody(
    office: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await chooses(kenji, Pace.WEEKLY)
    await kenji.looks_away()
    await dara.says("/notice The office is closed on Friday")
    assert list(await dara.summary()) == ["text", "audience"]
    await dara.presses("form:save")
    for reader in (kenji, sokha):
        await reader.sees("sharing/post", post__kind=PostKind.NOTICE)
        await reader.reads_fact("The office is closed on Friday")
    await sokha.says("/notice We are closed too")
    await sokha.is_refused("general#not_allowed")


async def test_a_digest_brings_nothing_that_its_reader_may_not_see_any_more(
    office: Stage, dara: Player, sokha: Player, kenji: Player, vichea: Player
) -> None:
    for reader in (kenji, vichea):
        await chooses(reader, Pace.DAILY)
        await reader.looks_away()
    await shares(sokha, "For DPs", audience=Audience.PARTNERS)
    await shares(sokha, "For all")
    await office.becomes(local(2, 8))
    assert await in_digest(kenji) == ["For DPs", "For all"]
    assert await in_digest(vichea) == ["For all"]
