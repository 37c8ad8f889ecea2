"""The bytes outlive the chat: fetched once, kept under their own address (D4)."""

import errno
import hashlib
from pathlib import Path

import pytest

from bot.doctor import examine
from scheduler.leadership import inspecting
from storage.core import archive
from storage.core.archive import Archive
from tests.documents.conftest import MEGABYTE, PAPER, circulate, local, stored_files
from tests.support.stage import Player, Stage

PAPER_SHA256 = hashlib.sha256(PAPER).hexdigest()


async def test_a_circulated_file_is_archived_under_its_sha256(health: Stage, dara: Player, sokha: Player) -> None:
    await circulate(dara)
    [file] = await stored_files(health)
    assert file.sha256 == PAPER_SHA256
    assert health.assistant.archive.get(PAPER_SHA256) == PAPER


async def test_the_same_file_twice_is_kept_once(health: Stage, dara: Player, sokha: Player) -> None:
    await circulate(dara)
    await circulate(dara, title="The same again")
    assert [file.sha256 for file in await stored_files(health)] == [PAPER_SHA256, PAPER_SHA256]
    root = health.assistant.archive.root
    assert [path.name for path in root.rglob("*") if path.is_file()] == [PAPER_SHA256]


async def test_a_photo_is_archived_too(health: Stage, dara: Player, sokha: Player) -> None:
    data = b"\xff\xd8\xff a flip chart"
    await dara.does(dara.person.sends_photo(data))
    await dara.presses("documents:take")
    await dara.says("Flip chart")
    for answer in ("choice=other", "choice=all", "skip", "skip", "save"):
        await dara.presses(f"form:{answer}")
    [file] = await stored_files(health)
    assert file.kind == "photo"
    assert health.assistant.archive.get(hashlib.sha256(data).hexdigest()) == data


async def test_a_download_that_fails_is_tried_again_later(health: Stage, dara: Player, sokha: Player) -> None:
    await health.sandbox.fault("502", method="getFile")
    await circulate(dara)
    [file] = await stored_files(health)
    assert (file.sha256, file.attempts) == (None, 1)
    await health.passes(seconds=59)
    assert [file.sha256 for file in await stored_files(health)] == [None]
    await health.passes(seconds=1)
    assert [file.sha256 for file in await stored_files(health)] == [PAPER_SHA256]
    assert health.assistant.archive.get(PAPER_SHA256) == PAPER


async def test_a_download_that_fails_again_waits_longer(health: Stage, dara: Player, sokha: Player) -> None:
    await health.sandbox.fault("502", method="getFile", times=2)
    await circulate(dara)
    await health.becomes(local(23, 9, 1))
    [file] = await stored_files(health)
    assert (file.attempts, file.retry_at) == (2, local(23, 9, 6))
    await health.becomes(local(23, 9, 6))
    assert [file.sha256 for file in await stored_files(health)] == [PAPER_SHA256]


async def test_the_circulation_does_not_wait_for_the_archive(health: Stage, dara: Player, sokha: Player) -> None:
    await health.sandbox.fault("502", method="getFile", times=None)
    await circulate(dara)
    await sokha.is_told_only("document_circulated")
    await sokha.reads_fact("Health budget 2027", "[health-budget-2027.pdf]")


async def test_a_file_not_yet_archived_is_archived_after_a_restart(health: Stage, dara: Player, sokha: Player) -> None:
    await health.sandbox.fault("502", method="getFile")
    await circulate(dara)
    await health.restarts()
    await health.passes(minutes=1)
    assert [file.sha256 for file in await stored_files(health)] == [PAPER_SHA256]


async def test_a_file_too_big_is_refused_in_the_chat(health: Stage, dara: Player) -> None:
    await dara.sends_file("atlas.pdf", PAPER, declared_size=51 * MEGABYTE)
    await dara.is_refused("general#file_too_big", size_mb=51, limit_mb=20)
    await dara.sees_only()
    await dara.offers_only()
    assert await stored_files(health) == []


async def test_a_file_too_big_is_refused_in_the_form_which_goes_on(health: Stage, dara: Player) -> None:
    await dara.says("/documents")
    await dara.presses("documents:new")
    await dara.sends_file("atlas.pdf", PAPER, declared_size=51 * MEGABYTE)
    await dara.is_refused("general#file_too_big", size_mb=51, limit_mb=20)
    await dara.asks("file")
    await dara.sends_file("atlas-small.pdf", PAPER)
    await dara.asks("title")
    await dara.reads_fact("[Atlas-small]")
    assert await stored_files(health) == []


async def test_a_file_just_small_enough_is_taken(health: Stage, dara: Player) -> None:
    await dara.sends_file("atlas.pdf", PAPER, declared_size=20 * MEGABYTE)
    await dara.sees_only("general/offer")
    await dara.offers("documents:take")


async def test_an_archive_that_cannot_be_written_is_told_and_goes_on_when_it_can(
    health: Stage, dara: Player, sokha: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[bytes] = []

    def full(_archive: Archive, data: bytes) -> str:
        tries.append(data)
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(Archive, "put", full)
        await circulate(dara)
        await sokha.is_told_only("document_circulated")
        await health.passes(seconds=30)
        await health.passes(hours=3)
        [file] = await stored_files(health)
        assert (file.sha256, file.attempts, len(tries)) == (None, 0, 2)
        found = await health.assistant.health()
        assert (found.problems, found.files_waiting) == ((), 1)
        assert "the archive cannot be written: [Errno 28] No space left on device" in found.warnings[0]
    await health.passes(minutes=1)
    assert [file.sha256 for file in await stored_files(health)] == [PAPER_SHA256]
    found = await health.assistant.health()
    assert (found.warnings, found.files_waiting, found.archive_problem) == ((), 0, "")


async def test_every_file_is_compared_each_week_and_what_is_lost_is_told_until_it_is_there_again(
    health: Stage, dara: Player, sokha: Player, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    leader, kept = health.assistant.leader, health.assistant.archive
    another = b"%PDF-1.4 another"
    await circulate(dara)
    await circulate(dara, name="plan.pdf", data=another, title="Plan")
    assert await leader.inspect_archive() == 0
    kept.path(PAPER_SHA256).unlink()
    await health.passes(days=6)
    assert await leader.inspect_archive() == 0
    await health.passes(days=1, minutes=1)
    monkeypatch.setattr(inspecting, "AT_ONCE", 1)
    assert [await leader.inspect_archive() for _time in range(3)] == [1, 1, 0]
    assert (await health.assistant.health()).files_lost == 1
    assert "the archive has lost files: 1" in (await health.assistant.health()).warnings[0]
    assert [record.args for record in caplog.records if record.levelname == "ERROR"] == [(PAPER_SHA256, "missing")]
    await examine(health.assistant.database, kept, fetch_again=True, now=health.clock.now())
    assert (await health.assistant.health()).files_lost == 1
    await health.passes(seconds=10)
    assert (await health.assistant.health()).files_lost == 0
    assert kept.get(PAPER_SHA256) == PAPER
    kept.path(PAPER_SHA256).write_bytes(b"something else")
    await health.passes(days=8)
    assert [await leader.inspect_archive() for _time in range(3)] == [1, 1, 0]
    assert (await health.assistant.health()).files_lost == 1
    kept.put(PAPER)  # copied back from a backup
    found = await examine(health.assistant.database, kept, fetch_again=False, now=health.clock.now())
    assert (found.lost, (await health.assistant.health()).files_lost) == ((), 0)


async def test_an_archive_that_will_not_take_a_file_is_told_before_one_comes(
    health: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await health.assistant.health()).archive_problem == ""
    with monkeypatch.context() as disk:
        disk.setattr(archive, "LITTLE_SPACE", 2**80)
        assert "MB are left" in (await health.assistant.health()).archive_problem
    with monkeypatch.context() as disk:
        disk.setattr(archive.os, "access", lambda *_args: False)
        assert "cannot be written" in (await health.assistant.health()).archive_problem
    (tmp_path / "in the way").touch()
    health.assistant.archive.root = tmp_path / "in the way"
    assert "is not a folder" in (await health.assistant.health()).warnings[0]
