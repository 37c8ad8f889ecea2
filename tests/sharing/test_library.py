"""The library of what was shared, and what is forwarded to all partners (S2, S3)."""

from datetime import UTC, datetime

from sqlalchemy import select

from storage.core.audit import AuditRow
from storage.members import Institution, Role
from storage.sharing import Post, PostKind
from tests.sharing.conftest import shares
from tests.sharing.test_replying import replies_to
from tests.sharing.test_search import found
from tests.support.guard import arranged
from tests.support.scene import Scene
from tests.support.setup_steps import access_actor, everybody_looks_away
from tests.support.stage import Player, Stage
from twg import sharing
from twg.core.audiences import Audience
from twg.sharing import withdrawing
from twg.sharing.themes import access_themes


async def share(player: Player, text: str, **facts: object) -> int:
    stage = player.stage
    async with stage.assistant.database.begin() as session:
        args = sharing.NewPost(**{"kind": PostKind.DATA, "text": text, **facts})
        actor = await access_actor(session, player)
        post, _notification = await sharing.share(session, actor, args, now=stage.clock.now())
        post_id = post.id
    await stage.settle()
    await everybody_looks_away(player)
    return post_id


async def listed(player: Player) -> list[str]:
    posts: list[Post] = (await player.shown("sharing/list"))["posts"]
    return [post.text for post in posts]


async def test_it_is_narrowed_by_kind_theme_year_and_institution(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await share(sokha, "First study", kind=PostKind.ONGOING_WORK, theme="Gender")
    await share(kenji, "Second study", theme="gender")
    await health.becomes(datetime(2027, 1, 4, 2, tzinfo=UTC))
    await share(kenji, "Third study", theme="Climate")
    await dara.says("/shared")
    assert await listed(dara) == ["Third study", "Second study", "First study"]
    await dara.presses("sharing:sides", "theme")
    [gender, climate] = await _choices(dara)
    assert (gender, climate) == ("gender (2)", "Climate (1)")
    await dara.taps(gender)
    assert await listed(dara) == ["Second study", "First study"]
    await dara.presses("sharing:sides", "year")
    [year] = await _choices(dara)
    assert year == "2026 (2)"
    await dara.taps(year)
    await dara.presses("sharing:sides", "institution")
    [jica, unfpa] = sorted(await _choices(dara))
    assert (jica, unfpa) == ("JICA (1)", "UNFPA (1)")
    await dara.taps(unfpa)
    assert await listed(dara) == ["First study"]
    await dara.presses("sharing:sides", "kind")
    [kind] = await _choices(dara)
    await dara.taps(kind)
    assert await listed(dara) == ["First study"]
    await dara.presses("sharing:browse", 1, "-")
    assert len(await listed(dara)) == 3
    for code in ("x1", "kx", "y1e9", "t99999"):
        await dara.forges(f"sharing:browse:1:{code}")
        await dara.is_refused("general#not_found")


async def _choices(player: Player) -> list[str]:
    """The labels of the values to choose from."""
    [seen] = [seen for seen in await player.on_screen() if "sharing/choices" in seen.keys]
    return [button.button.label for button in seen.buttons][:-1]


async def test_it_is_turned_by_pages_and_lists_no_notice_of_the_office(
    health: Stage, dara: Player, sokha: Player
) -> None:
    for number in range(1, 13):
        await shares(sokha, f"Study {number:02}")
    await dara.says("/notice The office is closed on Friday")
    await dara.presses("form:save")
    await sokha.says("/shared")
    assert (await listed(sokha))[0] == "Study 12"
    await sokha.presses("sharing:browse", 2)
    assert await listed(sokha) == ["Study 02", "Study 01"]
    await sokha.presses("sharing:sides", "kind")
    [office_notice] = [choice for choice in await _choices(sokha) if choice.endswith("(1)")]
    await sokha.taps(office_notice)
    assert await listed(sokha) == ["The office is closed on Friday"]


async def test_an_empty_library_says_so(health: Stage, sokha: Player) -> None:
    await sokha.says("/shared")
    assert await listed(sokha) == []


async def test_it_is_found_by_author_institution_and_theme(health: Stage, sokha: Player, kenji: Player) -> None:
    await share(sokha, "First study", theme="Gender", place="Kampot")
    for words in ("Sokha", "UNFPA", "gender", "kampot"):
        await kenji.says(f"/search {words}")
        assert await found(kenji) == ["First study"]


async def test_the_lead_facilitator_forwards_one_message_without_buttons(
    health: Stage, sokha: Player, kenji: Player
) -> None:
    lead = await health.member("Lena", Role.LEAD_FACILITATOR, "GIZ")
    await sokha.sends_file("study.pdf", b"%PDF-1.4 study", caption="/share A study of midwives")
    await sokha.presses("form:choice=ongoing_work")
    await sokha.presses("form:skip")
    await sokha.presses("form:choice=all")
    await sokha.presses("form:save")
    await lead.forges("sharing:open:1")
    await lead.looks_away()
    await lead.presses("sharing:forward", 1)
    [message] = await lead.new_messages()
    assert message.document is not None
    assert not message.buttons
    facts = ["A study of midwives", "Sokha", "UNFPA", "HLT"]
    assert [fact for fact in facts if fact in message.text] == facts
    await lead.says("/shared")
    await lead.looks_away()
    await lead.presses("sharing:forward_week")
    [message] = await lead.new_messages()
    assert facts[0] in message.text
    assert not message.buttons
    for reader in (sokha, kenji):
        await reader.forges("sharing:open:1")
        await reader.does_not_offer("sharing:forward")
        for data in ("sharing:forward:1", "sharing:forward_week"):
            await reader.forges(data)
            await reader.is_refused("general#not_allowed")


async def test_the_week_is_one_message_of_as_many_as_fit_and_the_rest_are_the_next(
    health: Stage, sokha: Player, kenji: Player
) -> None:
    """Partners read of each whether it is for them only; nobody else can make such a message."""
    lead = await health.member("Lena", Role.LEAD_FACILITATOR, "GIZ")
    await share(sokha, f"Talks of partners, see https://example.org/{'x' * 300}", audience=Audience.PARTNERS)
    await share(sokha, "For the core group", audience=Audience.CORE)
    await lead.forges("sharing:forward_week")
    [message] = await lead.new_messages()
    shown = await lead.shown("sharing/forward_week")
    assert ([post.id for post in shown["posts"]], shown["more"], shown["closed"]) == ([1], 0, {1})
    await lead.reads_fact(f"https://example.org/{'x' * 300}")  # no link is cut
    async with arranged(health.assistant.database) as session:
        [body] = await session.scalars(select(Institution).where(Institution.name == "UNFPA"))
        body.name = body.short_name = "A body with a long name " * 6
    for number in range(24):
        await share(sokha, f"{number:02} " + "ការសិក្សា " * 100, party="x" * 200)
    before, found = "", list[int]()
    for _page in range(8):
        await lead.forges(f"sharing:forward_week{before}")
        shown = await lead.shown("sharing/forward_week")
        [message, *below] = await lead.new_messages()
        assert len(message.text) <= 4096
        assert not message.buttons
        found = [post.id for post in shown["posts"]] + found
        assert len(found) + shown["more"] == 25
        if not below:
            break
        assert len(message.text) > 3300  # as many as fit
        await lead.sees("sharing/left_out", more=shown["more"])
        before = f":{shown['posts'][0].id}"
        await lead.offers("sharing:forward_week", shown["posts"][0].id)
        await kenji.forges(f"sharing:forward_week{before}")
        await kenji.is_refused("general#not_allowed")
    assert found == [1, *range(3, 27)]
    async with health.assistant.database.read() as session:
        written = select(AuditRow.subject_id).where(AuditRow.action == "sharing.forward")
        assert sorted(await session.scalars(written)) == [1, *found]


async def test_what_is_to_be_forwarded_is_changed_when_a_post_of_it_is(
    health: Stage, dara: Player, sokha: Player
) -> None:
    """The message of a post with its file, that of the week, and each in the chat of the lead facilitator alone."""
    lead = await health.member("Lena", Role.LEAD_FACILITATOR, "GIZ")
    await sokha.sends_file("study.pdf", b"%PDF-1.4 study", caption="/share A study of midwives")
    await sokha.presses("form:choice=ongoing_work")
    await sokha.presses("form:skip")
    await sokha.presses("form:choice=all")
    await sokha.presses("form:save")
    await share(sokha, "Second study")
    await lead.looks_away()
    made = []
    for data in ("sharing:forward_week", "sharing:forward:1"):
        await lead.forges(data)
        made += [message.id for message in await lead.new_messages()]

    async def now_shown() -> list[str]:
        found = {message.id: message for message in await lead.person.messages()}
        here = [found[message_id] for message_id in made]
        assert not any(message.buttons for message in here)
        return [f"{message.text} [{message.document.name if message.document else ''}]" for message in here]

    await replies_to(lead, "sharing/forward", "DPs ask for the annex")
    await sokha.reads_fact("A study of midwives", "DPs ask for the annex")
    await replies_to(lead, "sharing/forward_week", "2. And the tables")
    await sokha.reads_fact("Second study", "And the tables")
    await replies_to(lead, "sharing/forward_week", "Which year is it?")
    await lead.sees("general/which")
    await lead.presses("sharing:send", 1)
    await sokha.reads_fact("A study of midwives", "Which year is it?")
    [week, one] = await now_shown()
    assert ("A study of midwives" in one, "study.pdf" in one, "A study of midwives" in week) == (True, True, True)
    scene = Scene(health, dara, dara, sokha)
    await scene.does(sokha, sharing.correct, 1, "A study of nurses")
    [week, one] = await now_shown()
    for shown in (one, week):
        assert "A study of nurses" in shown
        assert "midwives" not in shown
    assert "study.pdf" in one
    await scene.does(sokha, withdrawing.withdraw, 1, "")
    [week, one] = await now_shown()
    for shown in (one, week):
        assert "nurses" not in shown
    assert "study.pdf" not in one
    assert "Second study" in week


async def test_a_filter_that_leaves_nothing_is_named_and_taken_off_by_a_button(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await share(sokha, "First study", theme="Gender")
    await share(kenji, "Second study")
    for number in range(3, 13):
        await share(kenji, f"Study {number:02}", theme="Climate")
    await dara.says("/shared")
    await dara.presses("sharing:sides", "author")
    [kenji_s, sokha_s] = await _choices(dara)
    assert (kenji_s, sokha_s) == ("Kenji (11)", "Sokha (1)")
    await dara.taps(kenji_s)
    assert len(await listed(dara)) == 10
    await dara.presses("sharing:browse", 2)
    assert await listed(dara) == ["Second study"]
    await dara.presses("sharing:sides", "theme")
    await dara.taps(*(await _choices(dara))[:1])
    assert len(await listed(dara)) == 10
    await Scene(health, dara, dara, sokha).does(sokha, withdrawing.withdraw, 1, "")
    await dara.forges("sharing:browse:1:t1.a2")  # of buttons that were made before
    await dara.sees("sharing/list", posts=[], chosen=["Gender", "Sokha"])
    await dara.reads_fact("Gender", "Sokha")
    await dara.does_not_offer("sharing:sides")
    await dara.presses("sharing:browse", 1, "a2")
    await dara.sees("sharing/list", posts=[], chosen=["Sokha"])
    await dara.presses("sharing:browse", 1, "-")
    assert len(await listed(dara)) == 10
    await dara.forges("sharing:browse:1:a1")  # who has shared nothing
    await dara.is_refused("general#not_found")
    await dara.forges("sharing:browse:1:kdata")  # as buttons were written earlier
    assert len(await listed(dara)) == 10


async def test_a_theme_narrows_the_list_though_the_post_that_had_it_was_withdrawn(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await share(sokha, "First study", theme="Gender")
    await share(sokha, "Second study", theme="gender")
    await kenji.says("/shared")
    await kenji.presses("sharing:sides", "theme")
    await kenji.presses("sharing:browse", 1, "t2")
    await Scene(health, dara, dara, sokha).does(sokha, withdrawing.withdraw, 2, "")
    await kenji.presses("sharing:sides", "year")
    await kenji.presses("sharing:browse", 1, "t2.y2026")
    assert await listed(kenji) == ["First study"]


async def test_a_theme_is_offered_once_as_its_focal_point_or_the_newest_post_spells_it(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    async def themes(player: Player) -> list[str]:
        async with health.assistant.database.read() as session:
            return await access_themes(session, await access_actor(session, player))

    assert await themes(dara) == []
    await share(sokha, "First study", theme="Gender")
    await health.passes(minutes=1)
    await share(kenji, "Second study", theme="gender")
    await share(kenji, "Third study", theme="Climate", audience=Audience.PARTNERS)
    await share(kenji, "Fourth study")
    assert sorted(await themes(kenji)) == ["Climate", "gender"]
    assert await themes(dara) == ["gender"]


async def test_a_link_that_is_cut_off_stands_below_the_text_in_the_week_for_partners(
    health: Stage, sokha: Player
) -> None:
    """Who gets it forwarded cannot open the post."""
    lead = await health.member("Lena", Role.LEAD_FACILITATOR, "GIZ")
    link = "https://moh.gov.kh/plan.pdf?lang=km&part=2"
    await share(sokha, f"{'The plan is out. ' * 15}Read it: {link} and {link}")
    await share(sokha, f"Short, with https://moh.gov.kh/short.pdf; {'more words ' * 40}")
    await lead.forges("sharing:forward_week")
    [week] = [seen.message.text for seen in await lead.fresh()]
    assert (week.count(link), week.count("/short.pdf")) == (1, 1)
    await sokha.forges("sharing:correct:1")
    await sokha.says(f"{'The plan is out again. ' * 12}{' '.join(f'https://moh.gov.kh/{n}.pdf' for n in range(90))}")
    await sokha.presses("form:save")
    [week] = [seen.message.text for seen in await lead.messages() if "sharing/forward_week" in seen.keys]
    assert [f"/{n}.pdf" in week for n in range(5)] == [True, True, True, False, False]
