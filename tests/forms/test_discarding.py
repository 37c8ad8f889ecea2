"""A form that nobody has gone on with for 30 days is discarded; what was typed in it is sent back, once (U2, U8)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from storage.core.audit import AuditRow
from storage.core.forms import OpenForm
from tests.forms.steps import open_forms
from tests.indicators.conftest import defines
from tests.support.guard import arranged
from tests.support.stage import Player, Stage

TITLES = {"en": "Budget review", "km": "ការពិនិត្យថវិកា"}


async def tidies(stage: Stage, days: int) -> None:
    """Date all forms back, and do what the leading process does every night."""
    async with arranged(stage.assistant.database) as session:
        for form in await session.scalars(select(OpenForm)):
            form.updated_at -= timedelta(days=days)
    await stage.assistant.leader.tidy()
    await stage.settle()


@pytest.mark.parametrize("language", ["en", "km"])
async def test_what_was_typed_is_sent_back_once(health: Stage, language: str) -> None:
    dara = await health.member("Dara", "secretariat", language=language)
    await dara.says("/newmeeting", TITLES[language])
    await dara.presses("form:choice=plenary")
    await dara.says("Where is it held?")  # kept until its sender says what it is
    await dara.looks_away()
    await tidies(health, days=29)
    await dara.sees_nothing_new()
    await tidies(health, days=2)
    assert await open_forms(health) == []
    await dara.is_told_only("form_discarded")
    await dara.reads_fact(TITLES[language], "Where is it held?")
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
    await tidies(health, days=31)
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
