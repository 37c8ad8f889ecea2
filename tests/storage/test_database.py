"""Transactions, moments and values, the same on both databases."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from storage.core.audit import AuditRow
from storage.core.inbox import Acceptance, InboxRow, accept_update, forget_old_updates
from storage.engine.database import Database
from storage.indicators import Indicator, Submission, SubmissionState, TargetRevision
from storage.members import Account, Institution, Invite, Person, Role, Twg, access_institution, find_twg, list_invites
from tests.storage.conftest import NOW
from tests.support.guard import arranged


async def test_a_naive_moment_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="naive datetime"):
        async with database.begin() as session:
            session.add(Twg(code="HLT", name="Health", created_at=NOW.replace(tzinfo=None)))


async def test_a_naive_moment_is_refused_in_a_question_too(database: Database) -> None:
    async with database.read() as session:
        with pytest.raises(StatementError, match="naive datetime"):
            await session.scalars(select(Twg).where(Twg.created_at > NOW.replace(tzinfo=None)))


async def test_moments_are_read_in_utc_whatever_zone_they_were_written_in(database: Database) -> None:
    phnom_penh = datetime(2026, 12, 7, 9, 0, tzinfo=ZoneInfo("Asia/Phnom_Penh"))
    async with arranged(database) as session:
        session.add(Twg(code="HLT", name="Health", created_at=phnom_penh))
    async with database.read() as session:
        read = (await session.scalars(select(Twg.created_at))).one()
    assert (read, read.tzinfo) == (phnom_penh, UTC)


async def test_moments_are_compared_across_zones(database: Database, twg: Twg) -> None:
    just_before = (NOW - timedelta(minutes=1)).astimezone(ZoneInfo("America/New_York"))
    async with database.read() as session:
        assert await session.scalar(select(Twg.id).where(Twg.created_at > just_before)) == twg.id
        assert await session.scalar(select(Twg.id).where(Twg.created_at < just_before)) is None


async def test_an_error_takes_everything_back(database: Database) -> None:
    async def begin_and_fail() -> None:
        async with database.begin() as session:
            session.add(Twg(code="HLT", name="Health", created_at=NOW))
            await session.flush()
            raise RuntimeError("half-way")

    with pytest.raises(RuntimeError):
        await begin_and_fail()
    async with database.read() as session:
        assert await find_twg(session, "HLT") is None


async def test_a_commit_that_fails_is_in_nobody_s_way(database: Database) -> None:
    async def commit_what_cannot_be() -> None:
        async with database.begin() as session:
            if database.is_sqlite:
                await session.execute(text("PRAGMA defer_foreign_keys = ON"))
            else:
                await session.execute(text("ALTER TABLE invite ALTER CONSTRAINT fk_invite_twg_id DEFERRABLE"))
                await session.execute(text("SET CONSTRAINTS ALL DEFERRED"))
            session.add(Invite(twg_id=999, role=Role.CHAIR, token_hash="x", expires_at=NOW, created_at=NOW))
            await session.flush()

    with pytest.raises(IntegrityError):
        await commit_what_cannot_be()
    async with arranged(database) as session:
        session.add(Twg(code="HLT", name="Health", created_at=NOW))
    async with database.read() as session:
        assert await find_twg(session, "HLT") is not None
        assert await session.scalar(select(func.count()).select_from(Invite)) == 0


async def test_many_writers_at_once_lose_nothing(database: Database) -> None:
    async def write(number: int) -> None:
        async with database.begin() as session:
            before = await session.scalar(select(func.count()).select_from(InboxRow))
            session.add(InboxRow(update_id=number, received_at=NOW))
            assert before is not None

    await asyncio.gather(*(write(number) for number in range(40)))
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(InboxRow)) == 40


async def test_reading_goes_on_while_somebody_writes(database: Database, twg: Twg) -> None:
    async with arranged(database) as writing, database.read() as reading:
        (await writing.get_one(Twg, twg.id)).name = "Health and nutrition"
        await writing.flush()
        assert await reading.scalar(select(Twg.name)) == "Health"


async def test_rows_that_others_rely_on_cannot_be_deleted(database: Database, twg: Twg) -> None:
    async with arranged(database) as session:
        session.add(
            Invite(twg_id=twg.id, role=Role.CHAIR, token_hash="a" * 64, expires_at=NOW, created_at=NOW, themes=[])
        )
    with pytest.raises(IntegrityError):
        async with database.begin() as session:
            await session.delete(await session.get_one(Twg, twg.id))


async def test_choices_lists_and_figures_come_back_as_they_were(database: Database, twg: Twg) -> None:
    async with arranged(database) as session:
        person = Person(name="សុខ សុខា 🎉 <b>", created_at=NOW)
        session.add(Account(telegram_id=7_000_000_000, person=person, created_at=NOW))
        indicator = Indicator(
            twg_id=twg.id,
            number="2008-4",
            statement="Facilities with a midwife",
            unit="%",
            created_at=NOW,
            targets=[TargetRevision(value=Decimal("100000000.25"), due_on=date(2026, 12, 31), set_at=NOW)],
        )
        session.add(indicator)
        session.add(
            Invite(
                twg_id=twg.id,
                role=Role.FOCAL_POINT,
                themes=["gender", "សុខភាព"],
                token_hash="b" * 64,
                expires_at=NOW + timedelta(days=1),
                created_at=NOW,
            )
        )
        await session.flush()
        session.add(
            Submission(
                twg_id=twg.id,
                indicator_id=indicator.id,
                version=1,
                value=Decimal("58.5"),
                note="",
                submitted_by_id=person.id,
                submitted_at=NOW,
            )
        )
        session.add(
            AuditRow(
                at=NOW, source="chat", action="test", subject_type="person", subject_id=1, data={"day": "2026-12-07"}
            )
        )
    async with database.read() as session:
        [invite] = await list_invites(session, twg.id, now=NOW)
        assert (invite.role, invite.themes) == (Role.FOCAL_POINT, ["gender", "សុខភាព"])
        submission = (await session.scalars(select(Submission))).one()
        assert (submission.value, submission.state) == (Decimal("58.5"), SubmissionState.SUBMITTED)
        target = (await session.scalars(select(TargetRevision))).one()
        assert (target.value, target.due_on) == (Decimal("100000000.25"), date(2026, 12, 31))
        assert (await session.scalars(select(Person))).one().name == "សុខ សុខា 🎉 <b>"
        assert (await session.scalars(select(AuditRow.data))).one() == {"day": "2026-12-07"}


async def test_an_update_is_accepted_once(database: Database) -> None:
    async with database.begin() as session:
        assert await accept_update(session, 2**40, chat_id=1, now=NOW) is Acceptance.NEW
        assert await accept_update(session, 2**40, chat_id=1, now=NOW) is Acceptance.REPEATED
    async with database.begin() as session:
        assert await accept_update(session, 2**40, chat_id=1, now=NOW) is Acceptance.REPEATED
        assert await accept_update(session, 2**40 + 1, chat_id=1, now=NOW) is Acceptance.NEW


async def test_an_update_that_was_taken_back_is_accepted_again(database: Database) -> None:
    async def accept_and_fail() -> None:
        async with database.begin() as session:
            assert await accept_update(session, 5, chat_id=1, now=NOW) is Acceptance.NEW
            raise RuntimeError("a bug")

    with pytest.raises(RuntimeError):
        await accept_and_fail()
    async with database.begin() as session:
        assert await accept_update(session, 5, chat_id=1, now=NOW) is Acceptance.NEW


async def test_updates_are_forgotten_after_days_not_hours(database: Database) -> None:
    async with database.begin() as session:
        await accept_update(session, 1, chat_id=1, now=NOW - timedelta(days=4))
        await accept_update(session, 2, chat_id=1, now=NOW - timedelta(days=2))
        await forget_old_updates(session, now=NOW)
        assert list(await session.scalars(select(InboxRow.update_id))) == [2]


async def test_two_spellings_of_an_institution_are_one(database: Database) -> None:
    async with arranged(database) as session:
        first = await access_institution(session, " Ministry  of Health\u200b")
        for other in (
            "ministry of HEALTH ",
            "Ministry\u200bof Health",
            "Ministry of\u00a0Health",
            "ＭＩＮＩＳＴＲＹ of Health",
        ):
            assert (await access_institution(session, other)).id == first.id
        khmer = await access_institution(session, "ក្រសួង\u200bបណ្ដុះបណ្ដាល")
        assert (await access_institution(session, "ក្រសួង បណ្តុះបណ្តាល")).id == khmer.id
        assert (await access_institution(session, "ក្រសួងសុខាភិបាល")).id == first.id  # the same known body
        assert (await access_institution(session, "ក្រសួងផែនការ")).id not in {first.id, khmer.id}
    async with database.read() as session:
        names = (await session.scalars(select(Institution.name).order_by(Institution.id))).all()
    assert names == ["Ministry  of Health\u200b", "ក្រសួង\u200bបណ្ដុះបណ្ដាល", "ក្រសួងផែនការ"]


async def test_a_key_is_no_longer_than_its_column(database: Database) -> None:
    async with arranged(database) as session:
        first = await access_institution(session, "ﷺ" * 200)
        assert (await access_institution(session, "ﷺ" * 200)).id == first.id


@pytest.mark.parametrize("code", ["HLT", "hlt", " HLT\u200b", "ＨＬＴ", "H\u00adLT"])
async def test_a_twg_is_found_however_its_code_is_typed(database: Database, twg: Twg, code: str) -> None:
    async with database.read() as session:
        found = await find_twg(session, code)
    assert found is not None
    assert found.id == twg.id
