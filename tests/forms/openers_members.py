"""Openers of the forms about members, seats, sub-groups, joining and the lead facilitator."""

from collections.abc import Awaitable, Callable

from tests.joining.conftest import gathered, somebody_asks
from tests.members.steps import memberships
from tests.subgroups.steps import sets_up
from tests.support.stage import Player, Stage

Opener = Callable[[Stage, Player], Awaitable[None]]


def pressing(data: str) -> Opener:
    async def opens(_health: Stage, dara: Player) -> None:
        await dara.forges(data)

    return opens


async def fills_a_seat(_health: Stage, dara: Player) -> None:
    await dara.forges("members:add_seat")
    await dara.presses("form:choice=government")
    await dara.says("Ministry of Planning")
    await dara.presses("form:save")
    await dara.says("/menu")
    await dara.forges("members:fill_seat:1")


async def names_an_alternate(health: Stage, dara: Player) -> None:
    await health.member("Anna", "focal_point", "WHO")
    [anna] = await memberships(health, "Anna")
    await dara.forges(f"members:alternate:{anna.id}")


def on_joining(verb: str) -> Opener:
    async def opens(health: Stage, dara: Player) -> None:
        await somebody_asks(health, "Lim")
        await gathered(health)
        await dara.says("/menu")
        await dara.forges(f"joining:{verb}:1")

    return opens


def on_sub_group(verb: str) -> Opener:
    async def opens(_health: Stage, dara: Player) -> None:
        group_id = await sets_up(dara)
        await dara.says("/menu")
        await dara.forges(f"subgroups:{verb}:{group_id}")

    return opens


#: Forms that the member of the secretariat whom these tests play cannot open: those of the Chair, of a lead
#: facilitator, of a development partner and of strangers. They are filled in by tests/joining, tests/facilitators,
#: tests/objections and tests/members/test_cap.py.
OF_OTHERS = {
    "admit_with_reason",
    "advise_on_joining",
    "answer_join_question",
    "ask_to_join",
    "decide_despite_objections",
    "hand_over_lead",
    "nominate_lead",
    "object_to_lead",
    "propose_cap",
}
#: Forms that begin at their summary, where an answer is said otherwise; tests/subgroups fills them in.
AT_SUMMARY = {"close_subgroup", "change_subgroup", "correct_indicator"}
OPENERS: dict[str, Opener] = {
    "add_seat": pressing("members:add_seat"),
    "fill_seat": fills_a_seat,
    "name_alternate": names_an_alternate,
    "into_core_group": pressing("members:into_core"),
    "decline_to_join": on_joining("decline"),
    "ask_who_joins": on_joining("question"),
    "recognise_member": on_joining("recognise"),
    "new_subgroup": pressing("subgroups:new"),
    "add_to_subgroup": on_sub_group("add"),
    "lead_subgroup": on_sub_group("lead"),
}
