"""What is typed for the contact of a delegate and is none (G2)."""

import pytest
from sqlalchemy import select

from storage.meetings import Attendance
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Stage


@pytest.mark.parametrize("text", ["ask my secretary", "Telegram @vanna", "សួរលេខារបស់ខ្ញុំ"])
async def test_it_is_said_what_is_expected_and_nothing_is_lost(health: Stage, text: str) -> None:
    dara = await health.member("Chan Dara", "secretariat", "MoH")
    sokha = await health.member("Sok Sokha", "government", "MoH")
    await announce_meeting(dara)
    await sokha.forges("meetings:answer:1:delegate:2026-12-15")
    await sokha.says("Dr Keo Vanna, Deputy Director")
    await sokha.says(text)
    await sokha.sees("forms/is_answer", text=text)
    await sokha.is_refused("members#unreadable_contact")
    await sokha.says("012 345 678")
    await sokha.presses("form:save")
    async with health.assistant.database.read() as session:
        [given] = await session.scalars(select(Attendance).where(Attendance.rsvp.is_not(None)))
    assert (given.delegate_name, given.delegate_contact) == ("Dr Keo Vanna, Deputy Director", "012 345 678")
