"""Nobody gets by any way what they may not see of what was shared: a table over all roles (S2, S3, R4, D5, T6)."""

from datetime import UTC, date, datetime
from itertools import product

from storage.members import Pace, Role
from tests.export.conftest import makes_token, sent_zips, table_in
from tests.export.conftest import served as served
from tests.sharing.test_digests import chooses, in_digest
from tests.sharing.test_library import listed, share
from tests.support.assisting import bind
from tests.support.cases import all_cases
from tests.support.scene import Scene
from tests.support.stage import Player, Stage
from tests.visibility.conftest import exported
from twg import sharing
from twg.core.audiences import Audience
from twg.sharing import replying

S, C, L, G, D, B = (
    Role.SECRETARIAT,
    Role.CHAIR,
    Role.LEAD_FACILITATOR,
    Role.GOVERNMENT,
    Role.DEVELOPMENT_PARTNER,
    Role.CRDB,
)
F, T, N, P = Role.FOCAL_POINT, Role.TECHNICAL_ADVISER, Role.CIVIL_SOCIETY, Role.PRIVATE_SECTOR
#: Whom a post for each audience reaches. Written out by hand. Source: Guideline 2016, Part Four (ii).
SEEN_BY = {
    Audience.ALL: {S, C, L, G, D, B, F, T, N, P},
    Audience.PARTNERS: {L, D},
    Audience.GOVERNMENT: {S, C, G, B, F},
    Audience.CORE: {S, C, L},
    Audience.LEADS: {C, L},
    Audience.SECRETARIAT: {S},
}
#: By which ways a role gets what it may see: every one the first, some the others too.
EVERY = {"library", "filtered", "search", "words", "digest", "opened", "comment", "reminder"}
BESIDE = {S: {"export", "tables", "feed"}, B: {"export", "tables", "feed"}, C: {"export", "tables"}}
#: What the lead facilitator forwards to all partners.
FORWARDED = {Audience.ALL, Audience.PARTNERS}
#: By which ways nobody but its author gets anything.
NOBODY = {"comments", "word", "withdrawal"}
#: What a development partner wrote to the author alone.
REMARK = "The minister will not like it"
LAST = date(2026, 11, 27)


def words_of(audience: Audience) -> str:
    """What the post for an audience says, and nothing else."""
    return f"Study for {audience.value.replace('_', ' ')} only"


async def test_each_role_gets_by_each_way_what_the_table_names(served: Stage, sokha: Player) -> None:
    readers = {role: await served.member(role.name, role) for role in Role}
    for reader in readers.values():
        await chooses(reader, Pace.DAILY)
    posts = {
        audience: await share(sokha, words_of(audience), audience=audience, comments_by=LAST, reminds=True)
        for audience in SEEN_BY
    }
    await served.passes(days=1)
    digests = {role: str(await in_digest(reader)) for role, reader in readers.items()}
    await served.becomes(datetime(2026, 11, 26, 2, tzinfo=UTC))
    reminders = {role: await read_by(reader) for role, reader in readers.items()}
    await Scene(served, sokha, sokha, sokha).does(readers[D], replying.reply, posts[Audience.ALL], REMARK)
    with all_cases() as case:
        for role, reader in readers.items():
            got = await ways_of(reader, role, posts)
            got |= {"digest": among(posts, digests[role]), "reminder": among(posts, reminders[role])}
            with case(role, REMARK):
                assert not got.pop("remark")
            ways = {*EVERY, *NOBODY, "export", "tables", "feed", "forward", "week"}
            assert set(got) == ways
            for audience, way in product(SEEN_BY, ways):
                may = EVERY | BESIDE.get(role, set())
                may |= {"forward", "week"} if role is L and audience in FORWARDED else set()
                with case(role, way, audience):
                    assert (audience in got[way]) == (role in SEEN_BY[audience] and way in may)


async def test_who_is_no_member_of_the_twg_gets_nothing_by_any_way(health: Stage, dara: Player, sokha: Player) -> None:
    """Strangers, members of another TWG, who left before the digest came, and the assistant of who did."""
    await health.adds_twg("EDU", "Education", "MoEYS")
    stranger, helper = await health.person("Stranger"), await health.person("Helper")
    others = [await health.member(f"{role} of EDU", role, code="EDU") for role in (S, L)]
    former = await health.member("Former", D)
    await bind(former, helper)
    for reader in (former, *others):
        await chooses(reader, Pace.DAILY)
    posts = {
        audience: await share(sokha, words_of(audience), audience=audience, comments_by=LAST, reminds=True)
        for audience in SEEN_BY
    }
    await health.leaves("Former")
    await health.becomes(datetime(2026, 11, 26, 2, tzinfo=UTC))
    scene = Scene(health, dara, dara, sokha)
    await scene.does(sokha, sharing.correct, posts[Audience.ALL], words_of(Audience.ALL) + ", corrected")
    verbs = ("open", "reply", "forward", "withdraw", "withdraw_other", "correct", "comments", "word", "late")
    with all_cases() as case:
        for reader in (stranger, former, helper, *others):
            read = [await read_by(reader)]
            pressed = [
                f"sharing:{verb}:{post_id}"
                for verb, post_id in product(verbs, (posts[Audience.ALL], posts[Audience.PARTNERS]))
            ]
            for data in (
                *pressed,
                "sharing:forward_week",
                "sharing:browse:1:-",
                "sharing:browse:1:a2",
                "sharing:sides:author:-",
            ):
                await reader.forges(data)
                read.append(await read_by(reader))
            for words in ("/shared", "/search study"):
                await reader.says(words)
                read.append(await read_by(reader))
            read += [message.text for message in await reader.person.messages() if not message.mine]
            with case(reader.person.name):
                assert among(posts, read) == set()


async def said_to(player: Player) -> list[str]:
    """What the assistant has newly said to somebody, with the labels of buttons and the boxes over the chat."""
    await player.stage.settle()
    found = await player.new_messages()
    labels = [label for message in found for label in message.labels]
    return [message.text for message in found] + labels + [str(box) for box in await player.boxes()]


async def read_by(player: Player) -> str:
    return "\n".join(await said_to(player))


def among(posts: dict[Audience, int], told: object) -> set[Audience]:
    """The audiences whose posts something tells of."""
    return {audience for audience in posts if words_of(audience) in str(told)}


async def ways_of(reader: Player, role: Role, posts: dict[Audience, int]) -> dict[str, set[Audience]]:
    """By way, the audiences whose posts reach a reader by it; `remark`: anything, where they read that."""
    await reader.says("/shared")
    got = {"library": among(posts, await listed(reader))}
    await reader.forges("sharing:browse:1:kda.y2026")
    got["filtered"] = among(posts, await listed(reader))
    await reader.says("/search study")
    got["search"] = among(posts, [hit.entry.title for hit in (await reader.shown("search/results"))["found"]])
    got |= {way: set() for way in ("words", "opened", "comment", "forward", *NOBODY)}
    for audience, post_id in posts.items():
        await reader.says(f'/search "{words_of(audience)}"')
        if (await reader.shown("search/results"))["found"]:
            got["words"].add(audience)
        for way, data in (
            ("opened", "open"),
            ("comment", "reply"),
            ("forward", "forward"),
            ("comments", "comments"),
            ("word", "word"),
            ("withdrawal", "forward_withdrawal"),
        ):
            await reader.forges(f"sharing:{data}:{post_id}")
            if not await reader.refusals():
                got[way].add(audience)
        await reader.says("/cancel")
    await reader.forges("sharing:forward_week")
    got["week"] = among(posts, [message.text for message in await reader.new_messages()])
    got["export"] = among(posts, await exported(reader, "posts"))
    await reader.says("/export csv")
    zips = await sent_zips(reader)
    tables = str([table_in(each, name) for each in zips for name in each.namelist()])
    got["tables"], told = among(posts, tables), tables
    got["feed"] = set()
    if role in {S, B}:
        token = await makes_token(reader)
        got["feed"] = among(posts, await token.gets("/posts.json"))
        told += str(await token.gets("/post_replies.json"))
    else:
        await reader.says("/feed")
        await reader.is_refused("general#not_allowed")
    await reader.says(f'/search "{REMARK}"')
    told += str((await reader.shown("search/results"))["found"])
    got["remark"] = {Audience.ALL} if REMARK in told else set()
    return got
