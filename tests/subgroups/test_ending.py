"""A sub-group ends by its last day, or is closed; it reports back before a plenary (M4)."""

from datetime import date

from storage.meetings import MeetingKind
from storage.subgroups import Lasting
from tests.meetings.conftest import local
from tests.subgroups.steps import sets_up, stored
from tests.support.setup_steps import announce_meeting, cancel_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience


async def test_before_and_after_its_last_day_its_leaders_and_the_secretariat_are_told(
    health: Stage, dara: Player, sokha: Player, kenji: Player, vichea: Player
) -> None:
    group_id = await sets_up(dara, chair=sokha, secretary=kenji, members=(vichea,), until=date(2026, 12, 30))
    await health.becomes(local(16, 7))
    await everybody_looks_away(dara)
    await health.becomes(local(16, 8))
    for player in (dara, sokha, kenji):
        await player.is_told_only("subgroup_ending")
    await vichea.sees_nothing_new()
    assert (await dara.shown("subgroups/ending"))["active"]
    await dara.offers("subgroups:change", group_id)
    await sokha.does_not_offer("subgroups:change", group_id)
    await everybody_looks_away(dara)
    await health.becomes(local(31, 8))
    for player in (dara, sokha, kenji):
        await player.is_told_only("subgroup_ending")
    assert not (await dara.shown("subgroups/ending"))["active"]
    await vichea.sees_nothing_new()


async def test_one_that_has_ended_is_kept_and_addressed_no_more(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    group_id = await sets_up(dara, chair=sokha, members=(kenji,), until=date(2026, 12, 30))
    meeting = {"kind": MeetingKind.SUB_GROUP, "title": "Last one", "audience": f"subgroup_{group_id}"}
    await announce_meeting(sokha, **meeting)
    await health.becomes(local(31, 9))
    await everybody_looks_away(dara)
    await sokha.says("/newmeeting")
    await sokha.is_refused("subgroups#leads_none")
    await kenji.says("/search last one")
    assert [found.entry.title for found in (await kenji.shown("search/results"))["found"]] == ["Last one"]
    await dara.says("/subgroups")
    assert (await dara.shown("subgroups/list"))["listed"] == []
    await dara.presses("subgroups:list")
    assert [each.group.name for _name, each in (await dara.shown("subgroups/list"))["listed"]] == ["Gender"]
    await dara.says("/share Figures of the year")
    await dara.presses("form:choice=data")
    await dara.presses("form:skip")
    await dara.presses("form:skip")
    await dara.asks("audience")
    await dara.does_not_offer(f"form:choice=subgroup_{group_id}")


async def test_a_later_last_day_lets_it_go_on(health: Stage, dara: Player, sokha: Player) -> None:
    group_id = await sets_up(dara, chair=sokha, until=date(2026, 12, 30))
    await health.becomes(local(31, 9))
    await dara.presses("subgroups:change", group_id)
    await dara.asks("until")
    await dara.says("31/3/2027")
    await dara.presses("form:save")
    assert (await dara.shown("subgroups/card"))["active"]
    await sokha.says("/newmeeting")
    await sokha.asks("title")


async def test_what_was_changed_meanwhile_is_not_said(health: Stage, dara: Player, sokha: Player) -> None:
    group_id = await sets_up(dara, chair=sokha, until=date(2026, 12, 30))
    await dara.says("/subgroups")
    await dara.presses("subgroups:open", group_id)
    await dara.presses("subgroups:change", group_id)
    await dara.presses("form:change")
    await dara.presses("form:change=lasts")
    await dara.presses(f"form:choice={Lasting.PERMANENT}")
    await dara.presses("form:save")
    assert (await stored(health, group_id)).until is None
    await health.becomes(local(16, 7))
    await everybody_looks_away(dara)
    await health.becomes(local(16, 8))
    await sokha.sees_nothing_new()
    await dara.sees_nothing_new()


async def test_it_is_closed_with_a_reason_and_that_is_undone(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    group_id = await sets_up(dara, chair=sokha, members=(kenji,))
    await dara.says("/subgroups")
    await dara.presses("subgroups:open", group_id)
    await dara.presses("subgroups:close", group_id)
    await dara.says("Its work is done")
    await dara.presses("form:save")
    await dara.sees("subgroups/card", active=False)
    await dara.presses("general:undo")
    await dara.sees("subgroups/card", active=True)
    for player in (sokha, kenji):
        await player.looks_away()
    await health.passes(minutes=11)
    await sokha.sees_nothing_new()
    await dara.presses("subgroups:close", group_id)
    await dara.says("Its work is done")
    await dara.presses("form:save")
    await health.passes(minutes=11)
    for player in (sokha, kenji):
        await player.is_told_only("subgroup_closed")
        await player.sees("subgroups/told", reason="Its work is done")
    assert (await stored(health, group_id)).closed_at is not None
    await dara.forges(f"subgroups:add:{group_id}")
    await dara.is_refused("subgroups#closed")


async def test_before_a_plenary_its_leaders_are_reminded_once_to_report_back(
    health: Stage, dara: Player, sokha: Player, kenji: Player, vichea: Player
) -> None:
    await sets_up(dara, chair=sokha, secretary=kenji, members=(vichea,))
    await sets_up(dara, "Nutrition", chair=sokha)
    await announce_meeting(dara)
    await health.becomes(local(8, 7))
    await everybody_looks_away(dara)
    await health.becomes(local(8, 8))
    for player in (sokha, kenji):
        await player.is_told_only("subgroups_report_back")
    shown = await sokha.shown("meetings/report_back")
    assert [group.name for group in shown["groups"]] == ["Gender", "Nutrition"]
    await vichea.sees_nothing_new()
    await dara.sees_nothing_new()
    await everybody_looks_away(dara)
    await health.becomes(local(11, 8))
    await sokha.sees_nothing_new()


async def test_no_other_meeting_is_reported_to(health: Stage, dara: Player, sokha: Player) -> None:
    await sets_up(dara, chair=sokha)
    await announce_meeting(dara, kind=MeetingKind.RETREAT)
    cancelled = await announce_meeting(dara, title="Another plenary")
    await cancel_meeting(dara, cancelled)
    await announce_meeting(dara, title="A plenary of others", audience=Audience.GOVERNMENT)
    await health.becomes(local(8, 7))
    await everybody_looks_away(dara)
    await health.becomes(local(8, 9))
    await sokha.sees_nothing_new()
