"""The Chair signs exactly what a report says; what was signed is locked, and amended with a reason (J6)."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import select

from messages.rendering.charts import Chart
from storage.members import Role
from storage.reports import Progress, ReportFile, ReportSnapshot, SnapshotState
from tests.indicators.conftest import defines, reports
from tests.reports.conftest import files_of, opens, round_with_reports, rows_of, words_of
from tests.support.assisting import bind
from tests.support.guard import arranged
from tests.support.setup_steps import access_actor, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.reports import signing
from twg.reports.contents import Contents
from twg.reports.snapshots import SnapshotDamaged, contents_of


@pytest.fixture
async def chair(health: Stage) -> Player:
    return await health.member("Sovann", "chair", "MoH")


async def stored(stage: Stage, table: type[ReportSnapshot] | type[ReportFile]) -> list[ReportSnapshot | ReportFile]:
    async with stage.assistant.database.read() as session:
        return list(await session.scalars(select(table).order_by(table.id)))


async def snapshots(stage: Stage) -> list[tuple[int, SnapshotState, str]]:
    """Edition, state and reason of each."""
    found = [one for one in await stored(stage, ReportSnapshot) if isinstance(one, ReportSnapshot)]
    return [(one.edition, one.state, one.reason) for one in found]


async def signs(chair: Player, number: int = 1) -> None:
    await chair.presses("reports:sign", number)
    assert (await chair.shown("reports/ask_sign"))["outstanding"].is_open
    await chair.presses("reports:sign_now", number)


async def test_the_chair_is_asked_only_once_there_is_something_to_sign(
    health: Stage, dara: Player, sokha: Player, chair: Player, drawn: list[Chart]
) -> None:
    """What could only be refused is not offered; who asks for it in words reads why."""
    await defines(dara, "2008-4", source="HIS")
    await opens(dara)
    await dara.forges("reports/draft:1")
    await dara.does_not_offer("reports:ask_sign_off")
    await dara.says("ask the Chair to sign the report")
    await dara.is_refused("reports#no_reports")
    await reports(sokha, "2008-4 58,5% counted in all districts")
    await dara.says("has the Chair signed?")
    await dara.does_not_offer("reports:ask_sign_off")
    await dara.forges("indicators/accept:1")
    await dara.says("has the Chair signed?")
    await dara.presses("reports:ask_sign_off", 1)
    await dara.says("/report")
    await dara.does_not_offer("reports:ask_sign_off")
    await dara.offers("reports:show", 1)


async def test_signed_locked_and_amended(
    health: Stage, dara: Player, sokha: Player, chair: Player, drawn: list[Chart]
) -> None:
    crdb = await health.member("Kunthea", Role.CRDB, "CRDB")
    await round_with_reports(dara, sokha)
    await dara.says("/report")
    await dara.presses("reports:ask_sign_off", 1)
    await dara.sees("reports/asked")
    await health.settle()
    await chair.is_told("report_to_sign")
    outstanding = (await chair.shown("reports/to_sign"))["outstanding"]
    assert (outstanding.is_open, outstanding.waiting) == (True, 1)  # before signing, the Chair reads what is to come
    await chair.presses("reports:show", 1)
    assert (await chair.shown("reports/to_sign"))["outstanding"] == outstanding
    assert "71" not in words_of((await files_of(chair))["docx"])  # what is not accepted is not signed
    await signs(chair)
    await chair.sees("reports/signed")
    await health.settle()
    await dara.is_told("report_signed")
    # What went to the GDCC: its data, and its files by their hash, in both languages.
    await crdb.says("/tracker")
    assert [one.progress for one in (await crdb.shown("reports/tracker"))["tracking"].twgs] == [Progress.SIGNED]
    [snapshot] = await stored(health, ReportSnapshot)
    assert isinstance(snapshot, ReportSnapshot)
    assert snapshot.sha256 == Contents.model_validate(snapshot.contents).sha256
    files = [one for one in await stored(health, ReportFile) if isinstance(one, ReportFile)]
    names = [f"HLT-JMI-1-edition-1-{locale}.{ending}" for locale in ("en", "km") for ending in ("docx", "xlsx")]
    assert [one.name for one in files] == ["HLT-JMI-1-edition-1.json", *names]
    assert files[0].sha256 == snapshot.sha256  # the data, as the Chair signed them
    kept = {one.name: health.assistant.archive.get(one.sha256) for one in files}
    assert {name: hashlib.sha256(data).hexdigest() for name, data in kept.items()} == {
        one.name: one.sha256 for one in files
    }
    await sokha.says("/report")  # a member gets what was signed, with no word of what has changed since
    assert (await files_of(sokha))["docx"] == kept[names[0]]
    # A later change is an amendment: refused without a reason, and it says what it changes.
    await dara.forges("reports/amend:1")
    await dara.is_refused("reports#nothing_to_amend")
    await dara.forges("reports/ask_sign_off:1")
    await dara.is_refused("reports#nothing_to_amend")
    await reports(sokha, "2008-4 60%")
    await dara.forges("indicators/accept:3")
    await health.settle()
    await dara.is_told("report_behind")
    assert [one.new for one in (await dara.shown("reports/behind"))["changes"]][:1] == [60]
    await dara.offers("reports:amend", 1)
    await everybody_looks_away(dara)
    await dara.forges("indicators/accept:2")
    await health.settle()
    await dara.is_not_told("report_behind")  # once for each edition
    await crdb.says("/tracker")
    assert [one.progress for one in (await crdb.shown("reports/tracker"))["tracking"].twgs] == [Progress.CHANGED]
    await sokha.says("/report")
    assert (await files_of(sokha))["docx"] == kept[names[0]]
    await dara.says("/report")
    await dara.presses("reports:draft", 1)
    changes = (await dara.shown("reports/made"))["changes"]
    assert [(one.number, one.old) for one in changes if one.new == 60] == [("2008-4", changes[0].old)]
    await dara.forges("reports/ask_sign_off:1")
    await dara.is_refused("reports#reason_for_amendment")
    await dara.forges("reports/amend:1")
    await dara.says("The ministry has corrected its figure")
    await dara.presses("form:save")
    await health.settle()
    await chair.sees("reports/to_sign")
    await signs(chair, 2)
    await health.settle()
    assert await snapshots(health) == [
        (1, SnapshotState.SIGNED, ""),
        (2, SnapshotState.SIGNED, "The ministry has corrected its figure"),
    ]
    await sokha.says("/report")
    found = await files_of(sokha)
    rows = rows_of(found["xlsx"], 2)
    [amended] = [row for row in rows if (row["Number"], row["Fact"]) == ("2008-4", "Value")]
    assert (amended["Edition"], amended["Number"], amended["Before"], amended["Now"]) == (
        2,
        "2008-4",
        "58.5 %",
        "60 %",
    )
    words = words_of(found["docx"])
    assert "Amendments to what was signed" in words
    assert "The ministry has corrected its figure" in words
    assert health.assistant.archive.get(files[1].sha256) == kept[names[0]]  # the first edition is as it was


async def test_a_signature_after_a_change_is_refused_with_what_changed(
    health: Stage, dara: Player, sokha: Player, chair: Player, drawn: list[Chart]
) -> None:
    await round_with_reports(dara, sokha)
    await dara.forges("reports/ask_sign_off:1")
    await dara.forges("reports/ask_sign_off:1")
    await dara.is_refused("reports#already_asked")
    await chair.presses("reports:sign", 1)
    await dara.forges("indicators/accept:2")  # between the question and the answer
    await chair.presses("reports:sign_now", 1)
    await chair.is_refused("reports#contents_changed")
    [refusal] = await chair.refusals()
    assert [(one.number, one.label, one.new) for one in refusal.data["changes"]][:1] == [("2008-10", "Value", 71)]
    assert await snapshots(health) == [(1, SnapshotState.ASKED, "")]
    await health.settle()
    await dara.is_told("report_behind")
    await dara.offers("reports:ask_sign_off", 1)
    await everybody_looks_away(dara)
    await chair.presses("reports:sign", 1)
    await chair.is_refused("reports#contents_changed")
    await health.settle()
    await dara.is_not_told("report_behind")
    # The secretariat asks again; the one before is not signed any more.
    await dara.forges("reports/ask_sign_off:1")
    await health.settle()
    await chair.forges("reports/sign_now:1")
    await chair.is_refused("reports#overtaken")
    await signs(chair, 2)
    await chair.forges("reports/sign_now:2")
    await chair.is_refused("reports#already_signed")
    assert [state for _edition, state, _reason in await snapshots(health)] == [
        SnapshotState.REPLACED,
        SnapshotState.SIGNED,
    ]


async def test_what_the_chair_replies_goes_to_the_secretariat(
    health: Stage, dara: Player, sokha: Player, chair: Player, drawn: list[Chart]
) -> None:
    """Words sign nothing: a yes gets the button, anything else is asked of the secretariat."""
    await round_with_reports(dara, sokha)
    await dara.forges("reports/ask_sign_off:1")
    await health.settle()
    asked = (await chair.finds("reports/to_sign")).message
    for words in ("ok", "i sign", "is the JMI report ready for me to sign?"):
        await chair.says(words, reply_to=asked)
        await chair.offers("reports:sign", 1)
    await everybody_looks_away(dara)
    await chair.says("not yet, JICA figure is missing, please ask Kenji first", reply_to=asked)
    await chair.sees("requests/card")
    await health.becomes(health.clock.now() + timedelta(minutes=10))  # it may be taken back for a while
    await dara.is_told("request_made")
    await dara.reads_fact("not yet, JICA figure is missing, please ask Kenji first")
    assert await snapshots(health) == [(1, SnapshotState.ASKED, "")]


async def test_a_report_that_says_the_same_again_changes_nothing(
    health: Stage, dara: Player, sokha: Player, chair: Player, drawn: list[Chart]
) -> None:
    """Neither the signature is refused, nor is there an amendment of what nobody can read."""
    await round_with_reports(dara, sokha)
    await dara.forges("reports/ask_sign_off:1")
    await reports(sokha, "2008-4 58,5% counted in all districts")
    await dara.forges("indicators/accept:3")
    await chair.forges("reports/sign_now:1")
    await chair.sees("reports/signed")
    await reports(sokha, "2008-4 58,5% counted in all districts")
    await dara.forges("indicators/accept:4")
    await dara.forges("reports/amend:1")
    await dara.is_refused("reports#nothing_to_amend")


async def test_days_that_pass_change_nothing(
    health: Stage, dara: Player, sokha: Player, chair: Player, drawn: list[Chart]
) -> None:
    """Ratings move with the days; what is signed are those of the day on which it was put to the Chair."""
    await round_with_reports(dara, sokha)
    await dara.forges("reports/ask_sign_off:1")
    await health.becomes(health.clock.now().replace(year=2027, month=3))
    await chair.forges("reports/sign_now:1")
    await chair.sees("reports/signed")


async def test_who_may_sign_and_who_sees_what_is_not_signed(
    health: Stage, dara: Player, sokha: Player, chair: Player, drawn: list[Chart]
) -> None:
    await round_with_reports(dara, sokha)
    await dara.forges("reports/ask_sign_off:1")
    lead = await health.member("Maria", Role.LEAD_FACILITATOR, "UNICEF")
    for player in (sokha, lead):
        await player.forges("reports/show:1")
        await player.is_refused("general#not_found")
        await player.forges("reports/sign_now:1")
        await player.is_refused("general#not_allowed")
    await dara.forges("reports/sign_now:1")
    await dara.is_refused("general#not_allowed")
    assistant = await health.person("Theary")  # nobody signs in the Chair's place
    await bind(chair, assistant)
    for press in ("reports/sign:1", "reports/sign_now:1"):
        await assistant.forges(press)
        await assistant.is_refused("general#not_allowed")
    await health.adds_twg("EDU", "Education", "MoEYS")
    other = await health.member("Bopha", "chair", "MoEYS", code="EDU")
    for press in ("reports/show:1", "reports/sign:1", "reports/sign_now:1", "reports/make:1", "reports/draft:1"):
        await other.forges(press)
        await other.is_refused("general#not_found")
    await chair.forges("reports/sign_now:1")
    await lead.forges("reports/show:1")
    await lead.sees("reports/signed")
    async with arranged(health.assistant.database) as session:
        snapshot = (await session.scalars(select(ReportSnapshot))).one()
        snapshot.contents = {**snapshot.contents, "title": "Another title"}
        with pytest.raises(SnapshotDamaged):  # what was signed is told from what somebody has written in its place
            contents_of(snapshot)


async def test_who_is_chair_by_now_is_asked_too(health: Stage, dara: Player, sokha: Player, drawn: list[Chart]) -> None:
    await round_with_reports(dara, sokha)
    await dara.forges("reports/ask_sign_off:1")
    await dara.is_refused("reports#nobody_to_sign")
    assert await snapshots(health) == []
    first = await health.member("Sovann", "chair", "MoH")
    await dara.forges("reports/ask_sign_off:1")
    await health.settle()
    await first.is_told("report_to_sign")
    await health.leaves("Sovann")
    second = await health.member("Vanna", "chair", "MoH")
    await dara.forges("reports/ask_sign_off:1")
    await dara.sees("reports/asked")
    await health.settle()
    await second.is_told("report_to_sign")
    await dara.forges("reports/ask_sign_off:1")
    await dara.is_refused("reports#already_asked")
    assert await snapshots(health) == [(1, SnapshotState.ASKED, "")]
    await signs(second)
    await second.sees("reports/signed")


async def test_what_was_replaced_offers_no_signature(
    health: Stage, dara: Player, sokha: Player, chair: Player, drawn: list[Chart]
) -> None:
    await round_with_reports(dara, sokha)
    await dara.forges("reports/ask_sign_off:1")
    await chair.forges("reports/show:1")
    await chair.offers("reports:sign", 1)
    await dara.forges("indicators/accept:2")
    await dara.forges("reports/ask_sign_off:1")
    await chair.forges("reports/show:1")
    await chair.does_not_offer("reports:sign", 1)
    for reason in ("", "  ", "\u200b"):
        await _amends(health, dara, reason)


async def _amends(stage: Stage, secretary: Player, reason: str) -> None:
    """What was signed is not amended without a reason that can be read."""
    async with arranged(stage.assistant.database) as session:
        snapshot = (await session.scalars(select(ReportSnapshot).order_by(ReportSnapshot.id.desc()))).first()
        assert snapshot is not None
        snapshot.state, snapshot.signed_at, snapshot.signed_by_id = SnapshotState.SIGNED, snapshot.asked_at, 1
        other = Contents.model_validate(snapshot.contents).model_copy(update={"title": "Another title"})
        snapshot.contents, snapshot.sha256 = other.model_dump(mode="json"), other.sha256
    async with stage.assistant.database.begin() as session:
        actor = await access_actor(session, secretary)
        with pytest.raises(signing.ReasonForAmendment):
            await signing.ask_sign_off(session, actor, 1, signing.SignOff(reason=reason), now=stage.clock.now())
