"""A reply about several posts at once: each author reads what is for them, and nothing that is for another (S2)."""

from datetime import date

from storage.members import Pace, Role
from storage.sharing import PostKind, list_replies
from tests.sharing.test_digests import chooses, local
from tests.sharing.test_digests import office as office
from tests.sharing.test_library import share
from tests.sharing.test_replying import message_with, replies_to
from tests.support.scene import Scene
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage
from twg.sharing import withdrawing

LAST = date(2026, 12, 4)


async def told(stage: Stage) -> list[tuple[str, str]]:
    """To whom each reply went, and what it says; the name of its file where it has one."""
    async with stage.assistant.database.read() as session:
        found = await list_replies(session, 1)
        return [(each.to.name, each.text or (each.file.name if each.file else "")) for each in found]


async def test_each_author_reads_only_the_part_about_their_post(
    office: Stage, dara: Player, sokha: Player, kenji: Player, vichea: Player
) -> None:
    """Also where the time for comments on one is over, and where another was withdrawn meanwhile."""
    await chooses(kenji, Pace.DAILY)
    await share(sokha, "A study of midwives")
    await share(dara, "Draft law on blood", kind=PostKind.POLICY, comments_by=LAST)
    await share(vichea, "A workshop")
    await office.becomes(local(8, 9))
    await Scene(office, dara, dara, vichea).does(vichea, withdrawing.withdraw, 3, "")
    await everybody_looks_away(kenji)
    await replies_to(kenji, "sharing/digest", "1. Between us: it is late\n2. Article 4 is unclear\n3. Thank you")
    await kenji.sees("sharing/replied", name="Sokha")
    [(number, refusal)] = (await kenji.shown("sharing/part_not_sent"))["kept"]
    assert (number, refusal.key) == (3, "sharing#was_withdrawn")
    await kenji.presses("sharing:late", 2, 2, 3)
    await kenji.sees("sharing/replied", name="Dara")
    assert await told(office) == [("Sokha", "Between us: it is late"), ("Dara", "Article 4 is unclear")]
    await vichea.sees_nothing_new()
    await everybody_looks_away(kenji)
    await replies_to(kenji, "sharing/digest", "3. Thank you")
    await kenji.is_refused("sharing#was_withdrawn")


async def test_a_file_beside_several_parts_goes_to_nobody_before_it_is_said_to_whom(
    office: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await chooses(kenji, Pace.DAILY)
    await share(sokha, "A study of midwives")
    await share(dara, "Draft law on blood")
    await office.becomes(local(2, 8))
    shown = (await message_with(kenji, "sharing/digest")).message
    await kenji.sends_file("annex.pdf", b"%PDF-1.4 annex", caption="1. Thank you\n2. See the annex", reply_to=shown)
    await kenji.sees("sharing/which_file")
    assert await told(office) == [("Sokha", "Thank you"), ("Dara", "See the annex")]
    await everybody_looks_away(sokha)
    await kenji.presses("sharing:send_file", 2)
    assert (await told(office))[2:] == [("Dara", "annex.pdf")]
    await dara.reads_fact("[annex.pdf]")
    await sokha.sees_nothing_new()
    await kenji.sends_file("tables.pdf", b"%PDF-1.4 tables", caption="2. And the tables", reply_to=shown)
    await dara.reads_fact("And the tables", "[tables.pdf]")


async def test_a_comment_after_its_day_on_a_post_of_the_week_is_asked_about(
    office: Stage, dara: Player, sokha: Player
) -> None:
    lena = await office.member("Lena", Role.LEAD_FACILITATOR, "GIZ")
    await share(sokha, "Draft law on blood", kind=PostKind.POLICY, comments_by=LAST)
    await share(dara, "A workshop")
    await lena.forges("sharing:forward_week")
    await office.becomes(local(5, 9))
    await replies_to(lena, "sharing/forward_week", "Article 4 is unclear")
    await lena.presses("sharing:send", 1)
    await lena.sees("sharing/comments_closed")
    assert await told(office) == []
    await lena.presses("sharing:late", 1)
    assert await told(office) == [("Sokha", "Article 4 is unclear")]
