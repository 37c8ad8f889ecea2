"""Comments that are asked for by a day: taken until then, reminded of once, listed for the author alone (S2)."""

from datetime import UTC, date, datetime
from io import BytesIO

import docx
import pytest
from sqlalchemy import select

from storage.members import Pace, Role
from storage.reminders import Reminder, ReminderState
from storage.sharing import PostKind, PostReply
from tests.sharing.conftest import stored_posts
from tests.sharing.test_digests import chooses
from tests.sharing.test_replying import message_with, replies_to, stored_replies
from tests.support.scene import Scene
from tests.support.setup_steps import access_actor, everybody_looks_away
from tests.support.stage import Player, Stage
from twg import sharing
from twg.language.comments import read_comments_asked
from twg.sharing import withdrawing

LAW = "The draft law is out. Comments by 10 December, please"
LAST = date(2026, 12, 10)
TODAY = date(2026, 11, 23)


async def asks_for_comments(player: Player, *, reminds: bool = True) -> int:
    """Share something with a last day for comments, without the form."""
    stage = player.stage
    async with stage.assistant.database.begin() as session:
        args = sharing.NewPost(kind=PostKind.POLICY, text=LAW, comments_by=LAST, reminds=reminds)
        actor = await access_actor(session, player)
        post, _notification = await sharing.share(session, actor, args, now=stage.clock.now())
        post_id = post.id
    await stage.settle()
    await everybody_looks_away(player)
    return post_id


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Comments by 15 January, please", date(2027, 1, 15)),
        ("Please send your comments by 15 January 2027 to me.", date(2027, 1, 15)),
        ("Feedback until 20 Dec. See https://x.org/a.b?c=1", date(2026, 12, 20)),
        ("The draft law is out.\nComments to me by 15 January.\nhttps://moh.gov.kh/law", date(2027, 1, 15)),
        ("Please review and comment no later than 12/12/2026.", date(2026, 12, 12)),
        ("សូមផ្ដល់យោបល់ត្រឹមថ្ងៃទី១៥ ខែមករា", date(2027, 1, 15)),
        ("សូមជូនសេចក្ដីព្រាងច្បាប់។ សូមផ្ដល់មតិយោបល់មកខ្ញុំត្រឹមថ្ងៃទី ២០ ខែធ្នូ", date(2026, 12, 20)),
        ("Deadline for comments: 15/12/2026. https://moh.gov.kh/ncd-2026-12-01.pdf", date(2026, 12, 15)),
        ("Please provide feedback before 10 Dec 2026 on the attached ToR", date(2026, 12, 9)),
        ("សូមផ្ញើយោបល់លើសេចក្តីព្រាង ToR មុនថ្ងៃទី ៥ ខែធ្នូ", date(2026, 12, 4)),
        ("Views on the draft ToR until 5.12.2026 to sokha@unfpa.org", date(2026, 12, 5)),
        ("Comments សូមផ្ញើមក by 15 Dec, អរគុណ!", date(2026, 12, 15)),
        ("som comment draft policy mun thngai 11 thnou", date(2026, 12, 10)),
        ("som comment draft policy nis", None),
        ("Comments on the draft are welcome", None),
        ("Comments by 1 January 2020, please", None),  # the day is asked for
        ("We would like your inputs by end of January", None),
    ],
)
def test_what_asks_for_comments(text: str, by: date | None) -> None:
    asked = read_comments_asked(text, today=TODAY)
    assert asked is not None
    assert asked.by == by


@pytest.mark.parametrize(
    "text",
    [
        "We received comments from MoH by 3 March",
        "Comments by MoH are in the annex",
        "Thank you for your comments.",
        "The views of patients by province",
        "The mission is here until 10 December",
        "យោបល់របស់សមាជិកមានក្នុងឧបសម្ព័ន្ធ",
    ],
)
def test_what_tells_of_comments_asks_for_none(text: str) -> None:
    assert read_comments_asked(text, today=TODAY) is None


async def test_the_day_is_read_from_the_text_and_the_reminder_is_asked_for(
    health: Stage, sokha: Player, kenji: Player
) -> None:
    await sokha.says(f"/share {LAW}")
    await sokha.asks("reminds")
    await sokha.presses("form:choice=yes")
    await sokha.presses("form:choice=policy")
    await sokha.presses("form:skip")
    await sokha.presses("form:skip")
    await sokha.presses("form:choice=all")
    assert list(await sokha.summary()) == ["text", "comments_by", "reminds", "kind", "audience"]
    await sokha.presses("form:save")
    [post] = await stored_posts(health)
    assert (post.comments_by, post.reminds) == (LAST, True)
    shown = await kenji.shown("sharing/post")
    assert shown["takes"]
    await kenji.offers("sharing:reply", post.id)


async def test_a_day_that_is_not_named_is_asked_for_and_may_be_skipped(health: Stage, sokha: Player) -> None:
    await sokha.says("/share The draft law is out. Comments are welcome")
    await sokha.asks("comments_by")
    await sokha.presses("form:skip")
    await sokha.asks("kind")
    await sokha.presses("form:choice=policy")
    await sokha.presses("form:skip")
    await sokha.presses("form:skip")
    await sokha.presses("form:choice=all")
    await sokha.presses("form:save")
    [post] = await stored_posts(health)
    assert (post.comments_by, post.reminds) == (None, False)


async def test_comments_come_by_reply_and_by_button_and_only_the_silent_are_reminded_once(
    health: Stage, dara: Player, sokha: Player, kenji: Player, vichea: Player
) -> None:
    await asks_for_comments(sokha)
    await replies_to(kenji, "sharing/post", "Article 4 is unclear")
    await kenji.sees("sharing/replied", name="Sokha", day=LAST)
    await sokha.is_told_only("post_replied")
    await dara.presses("sharing:reply")
    await dara.says("Article 7 needs a budget")
    await dara.presses("form:save")
    await dara.sees("sharing/replied", day=LAST)
    assert [each.is_comment for each in await stored_replies(health)] == [True, True]
    await everybody_looks_away(sokha)
    await health.becomes(datetime(2026, 12, 9, 2, tzinfo=UTC))
    await vichea.is_told_only("post_comments_reminder")
    await vichea.sees("sharing/post", heading="reminder")
    for player in (kenji, dara, sokha):
        await player.is_not_told("post_comments_reminder")
    await everybody_looks_away(sokha)
    await health.becomes(datetime(2026, 12, 11, 2, tzinfo=UTC))
    await sokha.is_told_only("post_comments_collected")
    shown = await sokha.shown("sharing/comments")
    assert [(each.author.name, each.text) for each in shown["comments"]] == [
        ("Kenji", "Article 4 is unclear"),
        ("Dara", "Article 7 needs a budget"),
    ]
    await vichea.sees_nothing_new()


async def test_who_is_reminded_can_open_the_file_that_they_have_had_in_a_digest_or_never(
    health: Stage, sokha: Player, kenji: Player
) -> None:
    await chooses(kenji, Pace.DAILY)
    await sokha.sends_file("law.pdf", b"%PDF-1.4 law", caption=LAW)
    await sokha.presses("sharing:take")
    await sokha.presses("form:choice=yes")
    await sokha.presses("form:choice=policy")
    await sokha.presses("form:skip")
    await sokha.presses("form:choice=all")
    await sokha.presses("form:save")
    await health.becomes(datetime(2026, 11, 24, 2, tzinfo=UTC))
    newcomer = await health.member("Anna", Role.DEVELOPMENT_PARTNER, "WHO")
    await everybody_looks_away(kenji)
    await health.becomes(datetime(2026, 12, 9, 2, tzinfo=UTC))
    for reader in (kenji, newcomer):
        await reader.sees("sharing/post", heading="reminder")
        await reader.reads_fact("[law.pdf]")
        await reader.presses("sharing:open", 1)
        assert [message.document.name for message in await reader.new_messages() if message.document] == ["law.pdf"]


async def test_without_the_wish_nobody_is_reminded(health: Stage, sokha: Player, kenji: Player) -> None:
    await asks_for_comments(sokha, reminds=False)
    await health.becomes(datetime(2026, 12, 11, 2, tzinfo=UTC))
    await kenji.is_not_told("post_comments_reminder")
    await sokha.is_told_only("post_comments_collected")
    assert (await sokha.shown("sharing/comments"))["count"] == 0


async def test_a_comment_after_the_last_day_is_offered_to_the_author_alone(
    health: Stage, sokha: Player, kenji: Player, vichea: Player
) -> None:
    post_id = await asks_for_comments(sokha)
    await health.becomes(datetime(2026, 12, 10, 16, 30, tzinfo=UTC))  # 23:30 of the last day
    await replies_to(kenji, "sharing/post", "In time")
    await health.becomes(datetime(2026, 12, 11, 3, tzinfo=UTC))
    await everybody_looks_away(sokha)
    await replies_to(vichea, "sharing/post", "Too late")
    await vichea.sees("sharing/comments_closed")
    assert [each.text for each in await stored_replies(health)] == ["In time"]
    await sokha.sees_nothing_new()
    await vichea.presses("sharing:late", post_id)
    await vichea.sees("sharing/replied", day=None)
    await sokha.is_told_only("post_replied")
    await sokha.reads_fact("Too late")
    assert [(each.text, each.is_comment) for each in await stored_replies(health)] == [
        ("In time", True),
        ("Too late", False),
    ]


async def test_the_author_gets_the_list_also_as_a_word_file_and_nobody_else_does(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    post_id = await asks_for_comments(sokha)
    for number in range(1, 8):
        await replies_to(kenji, "sharing/post", f"Comment number {number}")
    await sokha.forges(f"sharing:open:{post_id}")
    await sokha.presses("sharing:comments", post_id)
    await sokha.reads_fact("Comment number 1", "Comment number 5")
    await sokha.does_not_read_fact("Comment number 6")
    await sokha.presses("sharing:comments", post_id, 2)
    await sokha.reads_fact("Comment number 6", "Comment number 7")
    await sokha.looks_away()
    await sokha.presses("sharing:word", post_id)
    [message] = [each for each in await sokha.new_messages() if each.document]
    document = docx.Document(BytesIO(await sokha.person.downloads(message)))
    assert LAW in [paragraph.text for paragraph in document.paragraphs]
    [table] = document.tables
    assert [row.cells[2].text for row in table.rows][1:] == [f"Comment number {number}" for number in range(1, 8)]
    assert {row.cells[0].text.split("\n")[0] for row in list(table.rows)[1:]} == {"Kenji"}
    for player in (dara, kenji):
        for verb in ("comments", "word"):
            await player.forges(f"sharing:{verb}:{post_id}")
            await player.is_refused("general#not_found")


async def test_reminders_end_with_a_withdrawn_post(health: Stage, dara: Player, sokha: Player) -> None:
    post_id = await asks_for_comments(sokha)
    await Scene(health, dara, dara, sokha).does(sokha, withdrawing.withdraw, post_id, "")
    async with health.assistant.database.read() as session:
        states = set(await session.scalars(select(Reminder.state).where(Reminder.subject_type == "post")))
        assert list(await session.scalars(select(PostReply))) == []
    assert states == {ReminderState.VOID}


async def test_a_day_that_is_past_is_refused(health: Stage, sokha: Player) -> None:
    await sokha.says("/share The draft law is out. Comments are welcome")
    await sokha.says("1/11/2026")
    await sokha.is_refused("general#past_day")
    await sokha.asks("comments_by")
    assert (await message_with(sokha, "forms/ask")).keys


async def test_a_correction_moves_the_last_day_that_it_names_and_leaves_any_other(
    health: Stage, dara: Player, sokha: Player
) -> None:
    post_id = await asks_for_comments(sokha)
    scene = Scene(health, dara, dara, sokha)
    await scene.does(sokha, sharing.correct, post_id, LAW.replace("10", "18"))
    assert (await stored_posts(health))[0].comments_by == date(2026, 12, 18)
    await health.becomes(datetime(2026, 12, 21, 3, tzinfo=UTC))  # when 18 December would be that of 2027
    await scene.does(sokha, sharing.correct, post_id, LAW.replace("10", "18").replace("law", "act"))
    assert (await stored_posts(health))[0].comments_by == date(2026, 12, 18)
