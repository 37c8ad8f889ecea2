"""When people are reminded: set by a TWG in the chat, by an installation in its configuration (T2)."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.capabilities import registry
from bot.config import ConfigError, load_config
from bot.config_sections import RuleSection, TimeSection, TwgSection
from messages.reminders import distance
from storage.documents import Document
from storage.reminders import ReminderState
from tests.delivery.conftest import Office, sets_rule
from tests.documents.conftest import circulate
from tests.forms.steps import asks_for
from tests.meetings.conftest import local, reminders_of
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player
from twg.core.rules import Rule


@pytest.fixture
async def meeting_id(office: Office) -> int:
    """A meeting on Tuesday 15 December at nine, announced."""
    return await announce_meeting(office.dara)


async def due(office: Office, subject_id: int, table: str = "meeting") -> dict[str, datetime]:
    """When each reminder that still counts is due, by rule."""
    found = await reminders_of(office.stage, subject_id, table)
    return {rule: at for rule, (at, state) in found.items() if state is ReminderState.PENDING}


async def circulation_of(office: Office, document_id: int) -> int:
    async with office.stage.assistant.database.read() as session:
        return (await session.get_one(Document, document_id)).circulation_id


async def rules_of(player: Player) -> dict[str, Rule]:
    """The rules in the list that is on the screen."""
    return {rule.name: rule for rule in (await player.shown("reminders/list"))["rules"]}


async def listed(player: Player) -> dict[str, tuple[timedelta, time | None] | None]:
    """Each rule as the list shows it: how far from its moment, and at what time; nothing for one that is off."""
    rules = await rules_of(player)
    return {name: (rule.offset, rule.at) if rule.enabled else None for name, rule in rules.items()}


async def test_the_list_shows_every_rule_as_it_is_in_force(office: Office) -> None:
    await office.dara.says("/reminders")
    await office.dara.sees("reminders/list", twg__code="HLT")
    rules = await listed(office.dara)
    assert rules["meeting_3_days"] == (timedelta(days=-3), time(8))
    assert rules["meeting_2_hours"] == (timedelta(hours=-2), None)
    assert rules["document_2_days"] == (timedelta(days=2), time(8))
    assert rules["document_last_day"] == (timedelta(), time(8))
    assert rules["round_7_days"] == (timedelta(days=-7), time(8))
    buttons = (await office.dara.finds("reminders/list")).buttons
    assert [button.args for button in buttons] == [(rule,) for rule in rules]


async def test_a_rule_set_anew_counts_for_what_was_announced_before(office: Office, meeting_id: int) -> None:
    await sets_rule(office.dara, "meeting_3_days", "5", "14:00")
    assert (await listed(office.dara))["meeting_3_days"] == (timedelta(days=-5), time(14))
    assert (await due(office, meeting_id))["meeting_3_days"] == local(10, 14)
    await office.stage.becomes(local(10, 13, 59))
    await everybody_looks_away(office.dara)
    await office.stage.becomes(local(10, 14))
    await office.sokha.is_told_only("meeting_reminder")
    await office.sokha.sees("meetings/card", heading="reminder", now=local(10, 14))
    await everybody_looks_away(office.dara)
    await office.stage.becomes(local(12, 9))
    await office.sokha.sees_nothing_new()


async def test_the_form_says_what_it_counts_and_which_way(office: Office) -> None:
    await office.dara.says("/reminders")
    rules, names = await rules_of(office.dara), (await office.dara.shown("reminders/list"))["names"]
    await office.dara.presses("reminders:change", "meeting_3_days")
    await asks_for(office.dara, "switch", 1, 1)
    await office.dara.presses("form:choice=on")
    await asks_for(office.dara, "span", 2, 3)
    before = (await office.dara.shown("forms/ask"))["question"]
    await office.dara.presses("form:choice=4")
    await asks_for(office.dara, "at", 3, 3)
    await office.dara.presses("form:choice=3")
    summary = await office.dara.summary()
    assert (list(summary), summary["at"]) == (["switch", "span", "at"], "14:00")
    assert summary["span"] == distance(replace(rules["meeting_3_days"], offset=timedelta(days=-5))).render("en")
    [note] = (await office.dara.shown("forms/confirm"))["notes"]
    assert note == names["meeting_3_days"]
    await office.dara.says("/reminders")
    await office.dara.presses("reminders:change", "document_2_days")
    await office.dara.presses("form:choice=on")
    assert (await office.dara.shown("forms/ask"))["question"] != before
    await office.dara.presses("form:choice=1")
    await office.dara.presses("form:choice=2")
    after = distance(replace(rules["document_2_days"], offset=timedelta(days=1)))
    assert (await office.dara.summary())["span"] == after.render("en")


async def test_a_rule_of_hours_asks_for_no_time_of_day(office: Office, meeting_id: int) -> None:
    await office.dara.says("/reminders")
    await office.dara.presses("reminders:change", "meeting_2_hours")
    await asks_for(office.dara, "switch", 1, 1)
    await office.dara.presses("form:choice=on")
    await asks_for(office.dara, "span", 2, 2)
    await office.dara.presses("form:choice=2")
    assert list(await office.dara.summary()) == ["switch", "span"]
    await office.dara.presses("form:save")
    assert (await listed(office.dara))["meeting_2_hours"] == (timedelta(hours=-3), None)
    assert (await due(office, meeting_id))["meeting_2_hours"] == local(15, 6)


async def test_a_rule_that_follows_something_stays_after_it(office: Office) -> None:
    await sets_rule(office.dara, "document_2_days", "5", "09:00")
    assert (await listed(office.dara))["document_2_days"] == (timedelta(days=5), time(9))
    document_id = await circulate(office.dara, acknowledge_by=None)
    assert (await due(office, await circulation_of(office, document_id), "circulation"))["document_2_days"] == local(
        28, 9, month=11
    )


async def test_a_rule_that_is_switched_off_says_nothing_until_it_is_on_again(office: Office, meeting_id: int) -> None:
    await office.dara.says("/reminders")
    await office.dara.presses("reminders:change", "meeting_3_days")
    await office.dara.presses("form:choice=off")
    await office.dara.presses("form:save")
    assert (await listed(office.dara))["meeting_3_days"] is None
    assert "meeting_3_days" not in await due(office, meeting_id)
    other_id = await announce_meeting(office.dara, title="Third plenary meeting")
    assert "meeting_3_days" not in await due(office, other_id)
    await office.stage.becomes(local(12, 8))
    await office.sokha.sees_nothing_new()
    await office.stage.becomes(local(12, 9))
    await sets_rule(office.dara, "meeting_3_days", "2", "08:00")
    assert (await due(office, meeting_id))["meeting_3_days"] == local(13, 8)


async def test_a_day_that_is_already_past_reminds_nobody(office: Office, meeting_id: int) -> None:
    await sets_rule(office.dara, "meeting_3_days", "60", "08:00")
    assert "meeting_3_days" not in await due(office, meeting_id)
    await office.sokha.sees_nothing_new()


async def test_another_twg_keeps_its_own(office: Office) -> None:
    await office.stage.adds_twg("EDU", "Education", "Ministry of Education")
    rithy = await office.stage.member("Rithy", "secretariat", "MoEYS", code="EDU")
    await sets_rule(office.dara, "meeting_3_days", "5", "14:00")
    await rithy.says("/reminders")
    await rithy.sees("reminders/list", twg__code="EDU")
    assert (await listed(rithy))["meeting_3_days"] == (timedelta(days=-3), time(8))


@pytest.mark.parametrize("typed", ["many", "61", "-1", "2.5", "0x2"])
async def test_what_is_no_number_of_days_is_refused_and_asked_again(office: Office, typed: str) -> None:
    await office.dara.says("/reminders")
    await office.dara.presses("reminders:change", "meeting_3_days")
    await office.dara.presses("form:choice=on")
    await office.dara.says(typed)
    await office.dara.is_refused("reminders#unreadable_span", highest=60)
    await office.dara.asks("span")


async def test_what_has_no_number_at_all_is_kept_with_the_buttons_of_the_question(office: Office) -> None:
    await office.dara.says("/reminders")
    await office.dara.presses("reminders:change", "meeting_3_days")
    await office.dara.presses("form:choice=on")
    await office.dara.says("…")
    await office.dara.sees("forms/is_answer")
    await office.dara.is_refused("reminders#unreadable_span", highest=60)
    await office.dara.presses("form:choice=4")
    await office.dara.asks("at")


async def test_more_hours_than_three_days_are_refused(office: Office) -> None:
    await office.dara.says("/reminders")
    await office.dara.presses("reminders:change", "meeting_2_hours")
    await office.dara.presses("form:choice=on")
    await office.dara.says("73")
    await office.dara.is_refused("reminders#unreadable_span", highest=72)
    await office.dara.says("72")
    await office.dara.presses("form:save")
    assert (await listed(office.dara))["meeting_2_hours"] == (timedelta(hours=-72), None)


async def test_numbers_and_times_are_read_in_khmer_too(office: Office) -> None:
    await office.dara.says("/reminders")
    await office.dara.presses("reminders:change", "meeting_3_days")
    await office.dara.presses("form:choice=on")
    await office.dara.says("៤", "25:00")
    await office.dara.is_refused("general#unreadable_time")
    await office.dara.says("១៤:៣០")
    await office.dara.presses("form:save")
    assert (await listed(office.dara))["meeting_3_days"] == (timedelta(days=-4), time(14, 30))


async def test_whoever_organises_no_meetings_may_neither_look_nor_change(office: Office) -> None:
    await office.sokha.says("/reminders")
    await office.sokha.is_refused("general#not_allowed")
    await office.sokha.does_not_see("reminders/list")
    await office.sokha.says("/me")
    await office.sokha.forges("reminders/change:meeting_3_days")
    await office.sokha.is_refused("general#not_allowed")
    await office.sokha.does_not_ask()


async def test_a_forged_button_changes_no_rule_that_there_is_not(office: Office) -> None:
    await office.dara.forges("reminders/change:meeting_9_days")
    await office.dara.is_refused("general#not_found")


# The configuration


async def configured(office: Office, *, hlt: dict[str, RuleSection] | None = None, **rules: RuleSection) -> None:
    """The assistant starts again with these rules in its configuration, and those of the HLT TWG."""
    office.stage.config.rules = rules
    office.stage.config.twg = {} if hlt is None else {"HLT": TwgSection(rules=hlt)}
    await office.stage.restarts()
    await office.stage.settle()


async def test_a_configured_rule_counts_for_what_was_announced_before(office: Office, meeting_id: int) -> None:
    await configured(office, meeting_3_days=RuleSection(days=-5, at=time(14)))
    assert (await due(office, meeting_id))["meeting_3_days"] == local(10, 14)
    await office.dara.says("/reminders")
    assert (await listed(office.dara))["meeting_3_days"] == (timedelta(days=-5), time(14))
    await configured(office)
    assert (await due(office, meeting_id))["meeting_3_days"] == local(12, 8)


async def test_a_rule_switched_off_in_the_configuration_says_nothing_until_it_is_on_again(
    office: Office, meeting_id: int
) -> None:
    await configured(office, meeting_3_days=RuleSection(enabled=False))
    left = {
        rule
        for rule in await due(office, meeting_id)
        if not rule.startswith(("papers_", "brief_", "updates_", "actions_"))
    }
    assert left == {"meeting_1_day", "meeting_2_hours", "plenary_7_days"}
    await office.dara.says("/reminders")
    assert (await listed(office.dara))["meeting_3_days"] is None
    await configured(office)
    assert (await due(office, meeting_id))["meeting_3_days"] == local(12, 8)


async def test_what_a_twg_set_counts_before_the_configuration(office: Office, meeting_id: int) -> None:
    await sets_rule(office.dara, "meeting_3_days", "2", "09:00")
    await configured(office, meeting_3_days=RuleSection(days=-5, at=time(14)))
    assert (await due(office, meeting_id))["meeting_3_days"] == local(13, 9)


async def test_what_is_configured_for_a_twg_counts_before_what_is_configured_for_all(
    office: Office, meeting_id: int
) -> None:
    await office.stage.adds_twg("EDU", "Education", "Ministry of Education")
    rithy = await office.stage.member("Rithy", "secretariat", "MoEYS", code="EDU")
    everywhere = RuleSection(days=-5, at=time(14))
    await configured(office, meeting_3_days=everywhere, hlt={"meeting_3_days": RuleSection(days=-4)})
    assert (await due(office, meeting_id))["meeting_3_days"] == local(11, 14)
    await rithy.says("/reminders")
    assert (await listed(rithy))["meeting_3_days"] == (timedelta(days=-5), time(14))
    await configured(office, meeting_3_days=everywhere)
    assert (await due(office, meeting_id))["meeting_3_days"] == local(10, 14)


async def test_a_rule_can_be_on_for_one_twg_alone(office: Office, meeting_id: int) -> None:
    off, on = RuleSection(enabled=False), RuleSection(enabled=True)
    await configured(office, meeting_3_days=off)
    assert "meeting_3_days" not in await due(office, meeting_id)
    await configured(office, meeting_3_days=off, hlt={"meeting_3_days": on})
    assert (await due(office, meeting_id))["meeting_3_days"] == local(12, 8)


@pytest.mark.parametrize("section", [RuleSection(days=-5), RuleSection(enabled=False)])
async def test_what_a_twg_set_in_the_chat_counts_before_what_is_configured_for_it(
    office: Office, meeting_id: int, section: RuleSection
) -> None:
    await configured(office, hlt={"meeting_3_days": section})
    await sets_rule(office.dara, "meeting_3_days", "2", "09:00")
    assert (await listed(office.dara))["meeting_3_days"] == (timedelta(days=-2), time(9))
    assert (await due(office, meeting_id))["meeting_3_days"] == local(13, 9)
    await configured(office, hlt={"meeting_3_days": section})
    assert (await due(office, meeting_id))["meeting_3_days"] == local(13, 9)


async def test_a_section_for_a_twg_that_there_is_not_is_refused_at_the_start(office: Office) -> None:
    with pytest.raises(ConfigError, match=r"^twg\.HTL: no TWG has this code; there are: HLT$"):
        await _starts_with_typing_error(office)
    await configured(office, hlt={})


async def _starts_with_typing_error(office: Office) -> None:
    office.stage.config.twg = {"HTL": TwgSection()}
    await office.stage.restarts()


@pytest.mark.parametrize(("grace_hours", "said"), [(36, True), (2, False)])
async def test_how_late_it_may_be_said_can_be_set(
    office: Office, meeting_id: int, grace_hours: float, said: bool
) -> None:
    await configured(office, hlt={"meeting_3_days": RuleSection(grace_hours=grace_hours)})
    await office.stage.becomes(local(12, 7))
    await everybody_looks_away(office.dara)
    await office.stage.assistant.stop()
    office.stage.clock.set(local(12, 11))
    await office.stage.restarts()
    await office.stage.settle()
    assert bool(await office.sokha.new_messages()) is said
    await office.dara.is_told_only("meeting_reminder" if said else "reminders_missed")


@pytest.mark.parametrize("urgent", [True, False])
async def test_whether_it_is_said_at_night_can_be_set(office: Office, urgent: bool) -> None:
    office.stage.config.time = TimeSection(days_off=[], holidays="")
    await configured(office, meeting_3_days=RuleSection(at=time(20), urgent=urgent))
    await announce_meeting(office.dara)
    await office.stage.becomes(local(12, 20))
    assert bool(await office.sokha.new_messages()) is urgent
    await office.stage.becomes(local(13, 7))
    await office.sokha.is_told_only("meeting_reminder")


async def test_a_rule_that_follows_something_stays_after_it_when_it_was_set_to_the_day_itself(office: Office) -> None:
    for days in (0, 5):
        await sets_rule(office.dara, "document_2_days", str(days), "09:00")
        assert (await listed(office.dara))["document_2_days"] == (timedelta(days=days), time(9))


async def test_a_restart_drops_no_reminder_that_was_due_meanwhile(office: Office, meeting_id: int) -> None:
    await office.stage.assistant.stop()
    office.stage.clock.set(local(12, 10))
    await configured(office)
    await office.stage.settle()
    await office.sokha.is_told_only("meeting_reminder")
    await office.sokha.sees("meetings/card", heading="reminder", now=local(12, 10))
    await everybody_looks_away(office.dara)
    await configured(office)
    await office.stage.settle()
    await office.sokha.sees_nothing_new()


def test_hours_and_days_are_read_from_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # away from what somebody keeps in their checkout
    path = tmp_path / "config.toml"
    path.write_text("[rules.meeting_2_hours]\nhours = -3\n[rules.round_7_days]\ndays = -10\nat = '07:30'\n")
    rules = {rule.name: rule for rule in load_config(path).timekeeping(registry().domains.rules.values()).rules}
    meeting = datetime(2026, 12, 15, 2, 0, tzinfo=UTC)
    zone = local(15, 9).tzinfo
    assert rules["meeting_2_hours"].due_at(meeting, zone) == local(15, 6)  # type: ignore[arg-type]
    assert rules["round_7_days"].due_at(meeting, zone) == local(5, 7, 30)  # type: ignore[arg-type]
    assert rules["meeting_3_days"].due_at(meeting, zone) == local(12, 8)  # type: ignore[arg-type]
