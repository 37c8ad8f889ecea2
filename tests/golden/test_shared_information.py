"""What was shared: its facts, digests, the library, corrections, what is forwarded to partners, office notices."""

from datetime import UTC, date, datetime

from bot.config_sections import TimeSection
from storage.members import Role
from storage.sharing import PostKind
from tests.golden.conftest import Golden
from tests.sharing.test_library import share
from tests.support.guard import arranged
from tests.support.scene import Scene
from tests.support.setup_steps import access_actor, everybody_looks_away
from tests.support.stage import Player, Stage
from twg import sharing
from twg.core.audiences import Audience
from twg.sharing import withdrawing


async def test_facts_of_what_is_shared(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await sokha.says("/share The sector review is being prepared")
    for kind in ("consultation", "programming", "data", "policy", "other_support"):
        await sokha.presses(f"form:choice={kind}")
        await golden.shows(sokha, f"is asked about {kind}")
        if kind != "other_support":
            await sokha.presses("form:back")
    await sokha.says("KOICA, USD 5 million, 2027–2029, at MoH")
    await sokha.presses("form:skip")
    await sokha.presses("form:choice=all")
    await golden.shows(sokha, "sees what was read")
    await sokha.presses("form:change")
    await golden.shows(sokha, "may change each of it")
    await sokha.presses("form:change=period")
    await golden.shows(sokha, "is asked for the days")
    await sokha.says("soon")
    await golden.shows(sokha, "types no days")
    await sokha.says("2027–2028")
    await sokha.presses("form:save")
    await golden.shows(dara, "reads it")


async def test_a_digest(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await dara.says("/settings")
    await golden.shows(dara, "sees the settings")
    await dara.presses("sharing:pace", "daily")
    await golden.shows(dara, "chose a daily digest")
    await share(sokha, "The midwife study is out.", comments_by=date(2026, 12, 20))
    await share(sokha, "The mission of WHO is over.", kind=PostKind.ONGOING_WORK)
    await share(sokha, "It had errors.")
    await health.becomes(datetime(2026, 11, 24, 1, tzinfo=UTC))
    await golden.shows(dara, "gets the digest")
    await everybody_looks_away(sokha)
    await Scene(health, dara, dara, sokha).does(sokha, withdrawing.withdraw, 3, "")
    await golden.shows(dara, "has a digest of which one was withdrawn")
    await share(sokha, "The last one waits.")
    await dara.says("/settings")
    await dara.presses("sharing:pace", "instant")
    await golden.shows(dara, "chose to get all at once")


async def test_a_reply_about_several_posts(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await dara.says("/settings")
    await dara.presses("sharing:pace", "daily")
    for text in ("The midwife study is out.", "The mission of WHO is over.", "It had errors."):
        await share(sokha, text)
    await health.becomes(datetime(2026, 11, 24, 1, tzinfo=UTC))
    await Scene(health, dara, dara, sokha).does(sokha, withdrawing.withdraw, 3, "")
    digest = [seen for seen in await dara.messages() if "sharing/digest" in seen.keys][-1].message
    words = "1. Thank you\n2. See the annex\n3. Noted"
    await dara.sends_file("annex.pdf", b"%PDF-1.4 annex", caption=words, reply_to=digest)
    await golden.shows(dara, "reads what became of each part, and is asked about the file")


async def test_a_digest_with_a_post_that_is_not_open_any_more(
    golden: Golden, health: Stage, sokha: Player, dara: Player
) -> None:
    await dara.says("/settings")
    await dara.presses("sharing:pace", "daily")
    await share(sokha, "The secretariat moves.", audience=Audience.SECRETARIAT)
    await share(sokha, "The midwife study is out.")
    await health.becomes(datetime(2026, 11, 24, 1, tzinfo=UTC))
    async with arranged(health.assistant.database) as session:
        (await access_actor(session, dara)).member.role = Role.GOVERNMENT
    await everybody_looks_away(sokha)
    await Scene(health, sokha, sokha, sokha).does(sokha, sharing.correct, 2, "The midwife study comes out in March.")
    await golden.shows(dara, "has the digest with the correction")


async def test_the_library_of_what_was_shared(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await dara.says("/shared")
    await golden.shows(dara, "finds nothing")
    await share(sokha, "The midwife study is out.", theme="Gender")
    await share(dara, "The mission of WHO is over.", kind=PostKind.ONGOING_WORK)
    await dara.says("/shared")
    await golden.shows(dara, "sees what was shared")
    await dara.presses("sharing:sides", "theme")
    await golden.shows(dara, "chooses a theme")
    await dara.presses("sharing:browse", 1, "t1")
    await golden.shows(dara, "sees what is of the theme")
    await dara.forges("sharing:browse:1:y2020")
    await golden.shows(dara, "finds nothing of that year")
    await dara.forges("sharing:sides:kind:y2020")
    await golden.shows(dara, "has nothing to choose from")
    await dara.forges("sharing:browse:9:-")
    await golden.shows(dara, "turns too far")


async def test_correcting_what_was_shared(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await share(sokha, "The midwife study is out.")
    await sokha.forges("sharing:open:1")
    await golden.shows(sokha, "opens what they shared")
    await sokha.presses("sharing:correct")
    await golden.shows(sokha, "is asked how it should read")
    await sokha.says("The nurse study is out.")
    await golden.shows(sokha, "sees the new text")
    await sokha.presses("form:save")
    await golden.shows(sokha, "has corrected it")
    await golden.shows(dara, "reads it where it stood, and is told")


async def test_what_is_forwarded_to_partners(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    lead = await health.member("Lena", Role.LEAD_FACILITATOR, "GIZ", language=golden.language)
    await lead.says("/shared")
    await lead.forges("sharing:forward_week")
    await golden.shows(lead, "finds nothing to forward")
    await share(sokha, "The midwife study is out.", comments_by=date(2026, 12, 20), theme="Gender")
    await share(dara, "For the Chair and lead facilitators.", audience="leads")
    await lead.forges("sharing:open:1")
    await golden.shows(lead, "opens what was shared")
    await lead.presses("sharing:forward")
    await golden.shows(lead, "gets a message to forward")
    await lead.forges("sharing:forward_week")
    await golden.shows(lead, "gets the week to forward")
    await lead.forges("sharing:forward:2")
    await golden.shows(lead, "wants to forward what is not for all partners")
    await share(sokha, "Talks of partners.", audience=Audience.PARTNERS)
    await lead.forges("sharing:forward:3")
    await golden.shows(lead, "gets a message that is for partners only")
    for number in range(1, 17):
        await share(sokha, f"Study {number} of midwives" + ", with a table of each province" * 9)
    await lead.forges("sharing:forward_week")
    await golden.shows(lead, "gets a week of many")


async def test_what_was_forwarded_is_withdrawn(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    lead = await health.member("Lena", Role.LEAD_FACILITATOR, "GIZ", language=golden.language)
    await share(sokha, "The midwife study is out.")
    await lead.forges("sharing:forward:1")
    await lead.looks_away()
    await sokha.says("withdraw my post")
    await golden.shows(sokha, "asks to withdraw it")
    await sokha.presses("sharing:withdraw", 1)
    await sokha.presses("form:skip")
    await sokha.presses("form:save")
    await golden.shows(sokha, "has withdrawn it, and reads who has forwarded it")
    await golden.shows(lead, "is told that the copy stays")
    await lead.presses("sharing:forward_withdrawal", 1)
    await golden.shows(lead, "gets the withdrawal to forward")


async def test_what_was_told_with_others_is_corrected(
    golden: Golden, health: Stage, dara: Player, sokha: Player
) -> None:
    health.config.time = TimeSection()
    await health.restarts()
    lead = await health.member("Lena", Role.LEAD_FACILITATOR, "GIZ", language=golden.language)
    await health.becomes(datetime(2026, 12, 1, 13, tzinfo=UTC))
    for text, audience in (("First study.", Audience.ALL), ("Second study.", Audience.ALL), ("Talks.", Audience.CORE)):
        await share(sokha, text, audience=audience)
    await health.becomes(datetime(2026, 12, 2, 1, tzinfo=UTC))
    await golden.shows(lead, "reads in the morning what was shared")
    async with arranged(health.assistant.database) as session:
        (await access_actor(session, lead)).member.role = Role.CIVIL_SOCIETY
    scene = Scene(health, dara, dara, sokha)
    await scene.does(sokha, withdrawing.withdraw, 1, "")
    await scene.does(sokha, sharing.correct, 3, "Other talks.")
    await golden.shows(lead, "reads what has become of it")


async def test_an_office_notice(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await dara.says("/notice")
    await golden.shows(dara, "is asked what it is")
    await dara.says("The office is closed on Friday.")
    await golden.shows(dara, "sees to how many it goes")
    await dara.presses("form:save")
    await golden.shows(dara, "has sent it")
    await golden.shows(sokha, "gets it")
