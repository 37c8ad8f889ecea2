"""Nobody gets by any way what they may not see of what was shared: a table over all roles (S2, S3, R4, D5, T6)."""

from itertools import product

from storage.members import Pace, Role
from tests.export.conftest import makes_token, sent_zips, table_in
from tests.export.conftest import served as served
from tests.sharing.conftest import shares
from tests.sharing.test_digests import chooses, in_digest
from tests.sharing.test_library import listed
from tests.support.cases import all_cases
from tests.support.stage import Player, Stage
from tests.visibility.conftest import exported
from twg.core.audiences import Audience

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
EVERY = {"library", "search", "words", "digest", "opened", "comment"}
BESIDE = {S: {"export", "tables", "feed"}, B: {"export", "tables", "feed"}, C: {"export", "tables"}}
#: What the lead facilitator forwards to all partners.
FORWARDED = {Audience.ALL, Audience.PARTNERS}


def words_of(audience: Audience) -> str:
    """What the post for an audience says, and nothing else."""
    return f"Study for {audience.value.replace('_', ' ')} only"


async def test_each_role_gets_by_each_way_what_the_table_names(served: Stage, sokha: Player) -> None:
    readers = {role: await served.member(role.name, role) for role in Role}
    for reader in readers.values():
        await chooses(reader, Pace.DAILY)
    posts = {audience: await shares(sokha, words_of(audience), audience=audience) for audience in SEEN_BY}
    await served.passes(days=1)
    with all_cases() as case:
        for role, reader in readers.items():
            got = await ways_of(reader, role, posts)
            for audience, way in product(SEEN_BY, {*EVERY, "export", "tables", "feed", "forward", "week"}):
                may = EVERY | BESIDE.get(role, set())
                may |= {"forward", "week"} if role is L and audience in FORWARDED else set()
                with case(role, way, audience):
                    assert (audience in got[way]) == (role in SEEN_BY[audience] and way in may)


async def ways_of(reader: Player, role: Role, posts: dict[Audience, int]) -> dict[str, set[Audience]]:
    """By way, the audiences whose posts reach a reader by it."""

    def among(told: object) -> set[Audience]:
        return {audience for audience in posts if words_of(audience) in str(told)}

    got = {"digest": among(await in_digest(reader))}
    await reader.says("/shared")
    got["library"] = among(await listed(reader))
    await reader.says("/search study")
    got["search"] = among([hit.entry.title for hit in (await reader.shown("search/results"))["found"]])
    got |= {"words": set(), "opened": set(), "comment": set(), "forward": set()}
    for audience, post_id in posts.items():
        await reader.says(f'/search "{words_of(audience)}"')
        if (await reader.shown("search/results"))["found"]:
            got["words"].add(audience)
        for way, data in (("opened", "open"), ("comment", "reply"), ("forward", "forward")):
            await reader.forges(f"sharing:{data}:{post_id}")
            if not await reader.refusals():
                got[way].add(audience)
        await reader.says("/cancel")
    await reader.forges("sharing:forward_week")
    got["week"] = among([message.text for message in await reader.new_messages()])
    got["export"] = among(await exported(reader, "posts"))
    await reader.says("/export csv")
    zips = await sent_zips(reader)
    got["tables"] = among([table_in(each, name) for each in zips for name in each.namelist()])
    got["feed"] = set()
    if role in {S, B}:
        got["feed"] = among(await (await makes_token(reader)).gets("/posts.json"))
    else:
        await reader.says("/feed")
        await reader.is_refused("general#not_allowed")
    return got
