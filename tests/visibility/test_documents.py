"""A document, its versions and its recall leak by no way in: each audience, each role, against a table (D3, D5, T6)."""

from collections.abc import Awaitable, Callable

import pytest

from storage.documents import find_document
from storage.members import Role
from tests.reading import files
from tests.search.conftest import circulates
from tests.support.cases import all_cases
from tests.support.setup_steps import access_actor, everybody_looks_away
from tests.support.stage import Player, Stage
from tests.visibility.conftest import TITLE, Members, exported, make_document
from twg.core.audiences import Audience
from twg.core.files import SentFile
from twg.documents import recalling, replacing

R, A = Role, Audience
#: Of a document, of its first version, and of what it was circulated with.
Ids = tuple[int, int, int]
#: Who is in each audience. Source: Guideline, Part Three (a), Part Four (ii). Written out, not taken from the code.
INCLUDED = {
    A.ALL: set(R),
    A.CORE: {R.CHAIR, R.LEAD_FACILITATOR, R.SECRETARIAT},
    A.GOVERNMENT: {R.CHAIR, R.SECRETARIAT, R.GOVERNMENT, R.CRDB, R.FOCAL_POINT},
    A.PARTNERS: {R.LEAD_FACILITATOR, R.DEVELOPMENT_PARTNER},
    A.LEADS: {R.CHAIR, R.LEAD_FACILITATOR},
    A.SECRETARIAT: {R.SECRETARIAT},
}
AUTHOR = R.SECRETARIAT
#: Who sees a document for each audience that stands: those in it, and who circulated it.
READ = {audience: included | {AUTHOR} for audience, included in INCLUDED.items()}
#: Of those, who may use a way in, while it stands; and whether it was recalled.
WAYS: dict[str, set[Role]] = {
    "list": set(R),
    "count": set(R),
    "card": set(R),
    "old version": set(R),
    "versions": set(R),
    "search": set(R),
    "misspelt": set(R),
    "kind": set(R),
    "circulation": set(R),
    "replace": {R.SECRETARIAT, R.CHAIR},
    "recall": {R.SECRETARIAT, R.CHAIR},
    "receipts": {R.SECRETARIAT, R.CHAIR},
    "history": {R.SECRETARIAT},
    "export": {R.SECRETARIAT, R.CHAIR, R.CRDB},
}
#: Who still reaches a recalled document: those who run documents, and of these only who saw it before.
RUNNERS = {R.SECRETARIAT, R.CHAIR}
#: Nobody changes what was recalled.
CHANGES = {"replace", "recall"}
TITLES = {audience: f"{TITLE} {number}" for number, audience in enumerate(Audience, start=1)}


@pytest.fixture
async def documents(health: Stage, members: Members) -> dict[Audience, Ids]:
    """A document for each audience, with two versions."""
    made = {}
    author = members[AUTHOR]
    for audience, title in TITLES.items():
        document_id = await make_document(author, audience, title)
        await author.sends_file(f"{title} v2.pdf", b"%PDF-1.4 another")
        sent = [message for message in await author.person.messages() if message.document is not None][-1]
        assert sent.document is not None
        async with health.assistant.database.begin() as session:
            actor = await access_actor(session, author)
            args = replacing.NewVersion(file=SentFile(handle=sent.document.file_id, name=sent.document.name))
            await replacing.replace(session, actor, document_id, args, now=health.clock.now())
        async with health.assistant.database.read() as session:
            document = await find_document(session, document_id)
        assert document is not None
        made[audience] = document_id, document.versions[0].id, document.circulation_id
    await health.settle()
    for player in members.values():
        await player.looks_away()
    return made


async def listed(player: Player, title: str, _ids: Ids) -> bool:
    await player.says("/documents")
    return title in [each.title for each in (await player.shown("documents/list"))["documents"]]


def searched(words: str) -> Callable[[Player, str, Ids], Awaitable[bool]]:
    """Searching for words; {title} stands for the title."""

    async def search(player: Player, title: str, _ids: Ids) -> bool:
        await player.says(f"/search {words.format(title=title, number=title[-1])}")
        shown = await player.shown("search/results")
        found = title in [each.entry.title for each in shown["found"]]
        screen = (await player.screen()).replace(f"“{title}”", "")
        assert (title in screen) == found
        return found

    return search


def reached(verb: str, place: int) -> Callable[[Player, str, Ids], Awaitable[bool]]:
    """Pressing a button with the id of the document, or of its first version."""

    async def reach(player: Player, title: str, ids: Ids) -> bool:
        await player.forges(f"{verb}:{ids[place]}")
        refused = [refusal.key for refusal in await player.refusals()]
        if refused:
            assert title not in "".join(message.text for message in await player.new_messages())
        else:
            assert title in await player.screen()
        return not refused

    return reach


async def in_export(player: Player, title: str, _ids: Ids) -> bool:
    return title in await exported(player, "documents")


REACHES: dict[str, Callable[[Player, str, Ids], Awaitable[bool]]] = {
    "list": listed,
    "card": reached("documents:open", 0),
    "old version": reached("documents:version", 1),
    "versions": reached("documents:versions", 0),
    "search": searched("{title}"),
    "misspelt": searched("confidentail matter {number}"),
    "kind": searched("kind:paper matter {number}"),
    "circulation": reached("documents:open_set", 2),
    "replace": reached("documents:replace", 0),
    "recall": reached("documents:recall", 0),
    "receipts": reached("documents:receipts", 0),
    "history": reached("history:show:document", 0),
    "export": in_export,
}


#: Ways that leave everything as it was share a stage.
STAGES = [
    ("list", "search", "misspelt", "kind"),
    ("card", "old version", "versions", "circulation", "receipts", "history", "export"),
    ("replace",),
    ("recall",),
]


def test_every_way_is_tried() -> None:
    assert sorted(way for ways in STAGES for way in ways) == sorted(REACHES)


@pytest.mark.every_case
@pytest.mark.parametrize("whole", [False, pytest.param(True, marks=pytest.mark.soak)], ids=["a third", "all audiences"])
@pytest.mark.parametrize("ways", STAGES, ids=", ".join)
async def test_a_document_is_reached_by_exactly_those_of_the_table(
    health: Stage, members: Members, documents: dict[Audience, Ids], ways: tuple[str, ...], whole: bool
) -> None:
    """Once it was recalled, by those alone who run documents. In the suite, each way is tried with a third of them."""
    tried = [
        (way, role, audience)
        for way in ways
        for role in members
        for audience in (Audience if whole else list(Audience)[list(REACHES).index(way) % 3 :: 3])
    ]
    with all_cases() as case:
        for way, role, audience in tried:
            with case(way, role, audience):
                reaches = await REACHES[way](members[role], TITLES[audience], documents[audience])
                assert reaches == (role in READ[audience] & WAYS[way])
    for document_id, *_others in documents.values():
        await recalls(health, members[AUTHOR], document_id)
    for player in members.values():
        await player.looks_away()
    with all_cases() as case:
        for way, role, audience in tried:
            with case(way, role, audience, "after the recall"):
                reaches = await REACHES[way](members[role], TITLES[audience], documents[audience])
                assert reaches == (role in READ[audience] & WAYS[way] & RUNNERS and way not in CHANGES)


async def test_the_text_of_a_file_is_found_and_quoted_to_those_alone_who_may_see_the_document(
    health: Stage, members: Members
) -> None:
    for number, (audience, title) in enumerate(TITLES.items()):
        text = files.word([f"The zirconium of number {number} is a secret, ថវិកាសម្ងាត់{'កខគឃងច'[number]}"])
        await circulates(members[AUTHOR], f"{number}.docx", text, title, audience=audience)
    with all_cases() as case:
        for role, player in members.items():
            seen = [title for audience, title in TITLES.items() if role in READ[audience]]
            for words in ("zirconium", "zircnium", "zirconi", '"zirconium of number"', "ថវិកាសម្ងាត់", "ថវកាសម្ងាត់"):
                with case(role, words):
                    await player.says(f"/search {words}")
                    shown = await player.shown("search/results")
                    assert [each.entry.title for each in shown["found"]] == seen[::-1]
                    assert (await player.screen()).count("is a secret") == len(seen)
            for number, audience in enumerate(TITLES):
                with case(role, audience):
                    await player.says(f'/search "zirconium of number {number}"')
                    shown = await player.shown("search/results")
                    assert (len(shown["found"]), shown["instead"], shown["more"], shown["bounded"]) == (
                        int(role in READ[audience]),
                        {},
                        False,
                        False,
                    )


async def recalls(health: Stage, author: Player, document_id: int) -> None:
    async with health.assistant.database.begin() as session:
        actor = await access_actor(session, author)
        await recalling.recall(session, actor, document_id, "Wrong table", now=health.clock.now())
    await health.settle()


async def test_counts_tell_of_nothing_that_one_may_not_see(
    health: Stage, members: Members, documents: dict[Audience, Ids]
) -> None:
    async def counts(player: Player) -> list[str]:
        await player.says("/documents")
        found = []
        for side in ("kind", "year"):
            await player.forges(f"documents:sides:{side}:-")
            [seen] = await player.on_screen()
            labels = [each.button.label for each in seen.buttons if each.name == "documents:browse"]
            found += [text for text in labels if "(" in text]
        return found

    with all_cases() as case:
        for role, player in members.items():
            many = sum(role in READ[audience] for audience in Audience)
            with case(role):
                assert await counts(player) == [f"Meeting paper ({many})", f"2026 ({many})"]
        await recalls(health, members[AUTHOR], documents[Audience.ALL][0])
        for role, player in members.items():
            many = sum(role in READ[audience] for audience in Audience) - (role not in RUNNERS)
            with case(role, "after a recall"):
                expected = [f"Meeting paper ({many})", f"2026 ({many})"] if many else []
                assert await counts(player) == expected


async def test_the_notice_of_a_recall_reaches_those_who_have_it_alone(
    health: Stage, members: Members, documents: dict[Audience, Ids]
) -> None:
    for document_id, *_others in documents.values():
        await recalls(health, members[AUTHOR], document_id)
    await everybody_looks_away(members[AUTHOR])
    await health.passes(minutes=11)
    with all_cases() as case:
        for role, player in members.items():
            text = "\n".join(message.text for message in await player.new_messages())
            for audience, title in TITLES.items():
                with case(role, audience):
                    assert (title in text) == (role in INCLUDED[audience] - {AUTHOR})
