"""Under which licences all this is, in the files that people read and in the metadata of the wheel."""

import zipfile
from email import message_from_bytes
from email.message import Message
from pathlib import Path

import pytest

from tests.packaging.conftest import PROJECT, locked_names
from tests.packaging.notices import FILE, render_notices


@pytest.fixture
def fields(wheel: Path) -> Message:
    """The metadata of the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        [name] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        return message_from_bytes(archive.read(name))


def test_every_runtime_dependency_is_named_with_its_licence() -> None:
    rows = [line.split(" | ") for line in FILE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    licences = {name.removeprefix("| "): licence for name, licence, _ in rows}
    assert [name for name in locked_names() if not licences.get(name)] == []


def test_the_notices_say_what_the_distributions_say() -> None:
    assert FILE.read_text(encoding="utf-8") == render_notices(), "run `make notices`"


def test_the_wheel_brings_its_licence_and_the_notices(wheel: Path, fields: Message) -> None:
    assert fields["License-Expression"] == "MIT"
    assert fields.get_all("License-File") == ["LICENSE", "THIRD-PARTY.md"]
    with zipfile.ZipFile(wheel) as archive:
        shipped = {name.rpartition("/")[2]: archive.read(name) for name in archive.namelist() if "/licenses/" in name}
    assert shipped == {name: (PROJECT / name).read_bytes() for name in ("LICENSE", "THIRD-PARTY.md")}


def test_the_wheel_says_what_it_is(fields: Message) -> None:
    assert fields["Requires-Python"] == ">=3.11"
    assert "Typing :: Typed" in fields.get_all("Classifier", [])
    labels = {line.partition(",")[0] for line in fields.get_all("Project-URL", [])}
    assert {"Homepage", "Documentation", "Issues", "Changelog"} == labels
