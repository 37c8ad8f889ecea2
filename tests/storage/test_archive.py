"""Bytes under their own address (D4)."""

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.core.archive import Archive


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_bytes_come_back_by_their_sha256(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    address = archive.put(b"%PDF a paper")
    assert address == hashlib.sha256(b"%PDF a paper").hexdigest()
    assert archive.get(address) == b"%PDF a paper"


def test_an_archive_that_is_made_is_for_its_own_user_alone(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "files")
    archive.put(b"paper")
    assert archive.root.stat().st_mode & 0o777 == 0o700


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    assert archive.put(b"paper") == archive.put(b"paper")
    assert len(files(tmp_path)) == 1
    archive.put(b"another")
    assert len(files(tmp_path)) == 2


def test_a_crash_while_writing_leaves_no_half_file_at_the_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = Archive(tmp_path)
    address = hashlib.sha256(b"paper").hexdigest()

    def power_cut(_descriptor: int) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", power_cut)
        with pytest.raises(OSError, match="no space"):
            archive.put(b"paper")
    assert not archive.path(address).exists()
    assert files(tmp_path) == []
    assert archive.get(archive.put(b"paper")) == b"paper"


def test_what_is_missing_or_changed_is_told_and_bytes_that_come_again_mend_it(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    address = archive.put(b"paper")
    assert archive.check(address) == ""
    archive.path(address).write_bytes(b"papers")
    assert archive.check(address) == "changed"
    assert archive.put(b"paper") == address
    assert (archive.check(address), archive.get(address)) == ("", b"paper")
    archive.path(address).unlink()
    assert archive.check(address) == "missing"
    archive.path(address).mkdir()
    assert archive.check(address) == "unreadable"


def test_nothing_else_lies_beside_what_is_kept(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    address = archive.put(b"paper")
    assert files(tmp_path) == [archive.path(address)]


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Archive(tmp_path).get("0" * 64)


@given(st.lists(st.binary(max_size=50)))
def test_whatever_was_put_is_got(tmp_path_factory: pytest.TempPathFactory, everything: list[bytes]) -> None:
    archive = Archive(tmp_path_factory.mktemp("archive"))
    addresses = [archive.put(data) for data in everything]
    assert [archive.get(address) for address in addresses] == everything
    assert len(files(archive.root)) == len(set(everything))
