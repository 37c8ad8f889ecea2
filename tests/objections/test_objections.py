"""No-objection between meetings: asked, answered, reminded, confirmed by the Chair, in the register (G16)."""

import pytest

from tests.meetings.conftest import local
from tests.objections.conftest import TEXT, asks, confirms, given, register
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage
from twg.language.objections import read_objecting

READ = {
    "no objection": (True, ""),
    "We have no objection, thank you.": (True, ""),
    "agreed": (True, ""),
    "គ្មានជំទាស់": (True, ""),
    "មិនជំទាស់ទេ": (True, ""),
    "we object because the figures are missing": (False, "the figures are missing"),
    "ជំទាស់ ព្រោះថវិកាខ្វះ": (False, "ថវិកាខ្វះ"),
    "I object": (False, ""),
    "We object assuming the table is old": (False, "assuming the table is old"),
    "Do you object?": None,
    "no objection but please add a line": None,
}


def test_words_of_objecting() -> None:
    read = {text: read_objecting(text) for text in READ}
    assert {text: said and (said.agrees, said.reason) for text, said in read.items()} == READ


OUTRIGHT = {
    "No objection from our side": True,
    "we don't object": True,
    "យើងមិនជំទាស់ទេ": True,
    "I object, the table is old": True,
    "យើងជំទាស់ ព្រោះថវិកាខ្វះ": True,
    "agreed": False,
    "យល់ព្រម": False,
    "Objections were raised at the plenary": False,
}


def test_what_may_be_about_something_else_is_no_answer_by_itself() -> None:
    read = {text: read_objecting(text) for text in OUTRIGHT}
    assert {text: said is not None and said.outright for text, said in read.items()} == OUTRIGHT


@pytest.fixture
async def asked(health: Stage, dara: Player, chan: Player, sokha: Player, kenji: Player) -> int:
    """The id of what Dara asks of everybody until 10 December."""
    return await asks(dara)


async def test_the_form_asks_with_its_last_day(health: Stage, dara: Player, sokha: Player) -> None:
    await dara.says("how do I decide without a meeting?")
    await dara.sees("general/how")
    await dara.says("/decisions")
    await dara.presses("objections:list")
    await dara.presses("objections:new")
    await dara.says(TEXT)
    await dara.says("DPs")
    await dara.says("10 December")
    await dara.presses("form:choice=no")
    await dara.presses("form:save")
    await dara.sees("objections/standing")
    await sokha.is_told("objection_asked")
    await sokha.reads_fact(TEXT)


async def test_it_is_answered_reminded_and_confirmed_despite_an_objection(
    health: Stage, dara: Player, chan: Player, sokha: Player, kenji: Player, asked: int
) -> None:
    await chan.is_not_told("objection_asked")
    await dara.forges(f"objections:open:{asked}")
    await sokha.presses("objections:object", asked)
    await sokha.says("The figures are missing")
    await health.passes(seconds=3)
    assert len((await dara.shown("objections/standing"))["found"].objecting) == 1
    await chan.forges(f"objections:confirm:{asked}")
    await chan.is_refused("objections#answers_due")
    await everybody_looks_away(dara)
    await health.becomes(local(7, 9))
    await kenji.is_told("objection_reminder")
    await sokha.is_not_told("objection_reminder")
    await kenji.says("no objection")
    assert await given(health) == [(False, "The figures are missing"), (True, "")]
    await health.becomes(local(11, 9))
    await chan.is_told("objection_to_confirm")
    await kenji.forges(f"objections:agree:{asked}")
    await kenji.is_refused("objections#answers_over")
    await sokha.forges(f"objections:confirm:{asked}")
    await sokha.is_refused("general#not_allowed")
    await chan.presses("objections:confirm", asked)
    await chan.says("The figures follow in January")
    await chan.presses("form:save")
    assert await register(health) == [("D-2026-01", TEXT)]
    await kenji.is_told("objection_confirmed")
    await kenji.reads_fact("D-2026-01", "The figures follow in January")
    await kenji.presses("decisions:open", 1)
    await kenji.says("/search budget annex")
    await kenji.presses("decisions:open", 1)


async def test_everybody_agrees_and_the_chair_confirms_at_once(
    health: Stage, dara: Player, chan: Player, sokha: Player, kenji: Player, asked: int
) -> None:
    await sokha.says("agreed")
    assert await given(health) == []
    await sokha.says("គ្មានជំទាស់")
    assert await given(health) == [(True, "")]
    await kenji.presses("objections:agree", asked)
    await chan.forges(f"objections:confirm:{asked}")
    assert await register(health) == [("D-2026-01", TEXT)]
    await sokha.is_told("objection_confirmed")
    await sokha.says("we object because it is late", reply_to=(await sokha.finds("objections/card")).message)
    await sokha.is_refused("objections#ended")


async def test_the_chair_withdraws_what_the_secretariat_asked(
    health: Stage, dara: Player, chan: Player, sokha: Player
) -> None:
    made_id = await asks(dara)
    await chan.says(f"/search {TEXT}")
    await chan.presses("objections:open", made_id)
    await chan.presses("objections:withdraw", made_id)
    await chan.says("It is decided at the plenary")
    await chan.presses("form:save")
    await sokha.is_told("objection_withdrawn")
    await dara.is_told("objection_withdrawn")
    await dara.forges(f"objections:withdraw:{made_id}")
    await dara.is_refused("objections#ended")


async def test_it_is_withdrawn_by_who_asked_and_seen_by_those_asked_alone(
    health: Stage, dara: Player, chan: Player, sokha: Player, kenji: Player
) -> None:
    made_id = await asks(chan, audience="role:secretariat")
    await sokha.forges(f"objections:open:{made_id}")
    await sokha.is_refused("general#not_found")
    await dara.forges(f"objections:withdraw:{made_id}")
    await dara.is_refused("general#not_allowed")
    await chan.forges(f"objections:withdraw:{made_id}")
    await chan.says("Asked again with the figures")
    await chan.presses("form:save")
    await dara.is_told("objection_withdrawn")
    assert await register(health) == []


async def test_an_objection_in_words_is_kept_or_told_what_became_of_the_text(
    health: Stage, dara: Player, chan: Player, sokha: Player, kenji: Player, asked: int
) -> None:
    await sokha.says("I object")
    await sokha.asks("reason")
    await sokha.says("The figures are missing")
    assert await given(health) == [(False, "The figures are missing")]
    second = await asks(dara, text="The survey form is adopted")
    await everybody_looks_away(dara)
    await kenji.says("we object because it is late")
    await kenji.sees("objections/which")
    await kenji.presses("objections:words", second)
    assert await given(health) == [(False, "The figures are missing"), (False, "it is late")]
    await everybody_looks_away(dara)
    await health.becomes(local(11, 9))
    await everybody_looks_away(dara)
    await kenji.says("I object, the table is old")
    await kenji.is_refused("objections#answers_over")
    await confirms(chan, second, "It is urgent")
    await everybody_looks_away(dara)
    await kenji.says("យើងជំទាស់ ព្រោះថវិកាខ្វះ")
    await kenji.is_refused("objections#ended")
    assert len(await given(health)) == 2
