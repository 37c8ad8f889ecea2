"""A form that nobody has gone on with for 30 days is discarded; what was typed in it is sent back, once (U2, U8)."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import select

from bot import forgetting
from storage.core.audit import AuditRow
from storage.core.forms import OpenForm, find_old_form, list_old_forms
from tests.forms.steps import open_forms
from tests.indicators.conftest import defines
from tests.support.cases import one_language
from tests.support.guard import arranged
from tests.support.stage import Player, Stage
from twg import general

TITLES = {"en": "Budget review", "km": "ការពិនិត្យថវិកា"}


async def tidies(stage: Stage, **span: float) -> None:
    """Date all forms back, and do what the leading process does every night."""
    async with arranged(stage.assistant.database) as session:
        for form in await session.scalars(select(OpenForm)):
            form.updated_at -= timedelta(**span)
    await stage.assistant.leader.tidy()
    await stage.settle()


@pytest.mark.parametrize("language", one_language("en"))
async def test_what_was_typed_is_sent_back_once(health: Stage, language: str) -> None:
    dara = await health.member("Dara", "secretariat", language=language)
    await dara.says("/newmeeting", TITLES[language])
    await dara.presses("form:choice=plenary")
    await dara.says("Good morning, see you there")  # kept until its sender says what it is
    await dara.looks_away()
    await tidies(health, days=29)
    await dara.sees_nothing_new()
    await tidies(health, days=2)
    assert await open_forms(health) == []
    await dara.is_told_only("form_discarded")
    await dara.reads_fact(TITLES[language], "Good morning, see you there")
    async with health.assistant.database.read() as session:
        row = (await session.scalars(select(AuditRow).order_by(AuditRow.id.desc()).limit(1))).one()
    assert (row.action, row.data["after"]["form"]) == ("general.discard_form", "plan_meeting")
    await dara.looks_away()
    await tidies(health, days=40)
    await dara.sees_nothing_new()


async def test_lines_values_and_the_answers_about_items_are_sent_back(health: Stage, dara: Player) -> None:
    for number in ("2008-4", "2008-5"):
        await defines(dara, number)
    await dara.says("/jmi 2008-4: 58% from the districts, 2008-5: 61%")
    await dara.looks_away()
    await tidies(health, days=31)
    await dara.is_told_only("form_discarded")
    await dara.reads_fact("58%", "from the districts", "61%")


async def test_a_form_in_which_nothing_was_typed_goes_in_silence(health: Stage, dara: Player) -> None:
    await dara.says("/share")
    await dara.looks_away()
    await tidies(health, days=30)
    [form] = await open_forms(health)
    async with health.assistant.database.read() as session:
        assert await list_old_forms(session, before=form.updated_at, after=0, limit=9) == []
        assert await find_old_form(session, form.id, before=form.updated_at) is None
    await tidies(health, seconds=1)
    assert await open_forms(health) == []
    await dara.sees_nothing_new()


async def test_a_search_and_a_registration_go_in_silence(health: Stage, dara: Player) -> None:
    stranger = await health.person("Vanna")
    await stranger.starts(await health.invites("government"))
    await dara.says("/search")
    await dara.looks_away()
    await stranger.looks_away()
    await tidies(health, days=31)
    assert await open_forms(health) == []
    await dara.sees_nothing_new()
    await stranger.sees_nothing_new()


async def test_one_that_cannot_be_discarded_stops_none_of_the_others(
    health: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    people = [await health.member(name, "secretariat") for name in ("Dara", "Rith", "Chantha")]
    for person in people:
        await person.says("/newmeeting", f"Meeting of {person.person.name}")
        await person.looks_away()
    dara, rith, chantha = people
    real = general.discard_form

    async def failing(session: Any, actor: Any, *rest: Any, **options: Any) -> None:
        await real(session, actor, *rest, **options)  # what it has written is taken back
        if actor.person.name == "Rith":
            raise LookupError("a form of an earlier release")

    with patch.object(general, "discard_form", failing):
        await tidies(health, days=31)
    assert [form.user_id for form in await open_forms(health)] == [rith.person.id]
    assert [record.message for record in caplog.records if record.exc_info] == ["form 2 cannot be discarded"]
    await rith.sees_nothing_new()
    for person in (dara, chantha):
        await person.is_told_only("form_discarded")
    await tidies(health, days=0)
    assert await open_forms(health) == []
    await rith.is_told_only("form_discarded")


async def test_more_than_a_batch_is_discarded(health: Stage, dara: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forgetting, "BATCH", 2)
    for command in ("/newmeeting", "/newaction", "/share", "/search"):
        await dara.says(command)
    before = len(await open_forms(health))
    await tidies(health, days=31)
    assert (before, await open_forms(health)) == (4, [])
