"""Installed from a wheel, away from the checkout, the program does all that it does in it."""

import re
import signal
import subprocess
import threading
import urllib.request
import zipfile
from pathlib import Path

import pytest

from bot import __version__
from tests.bot.conftest import TOKEN
from tests.packaging.conftest import PACKAGES, PROJECT, Installed

WITHIN_S = 60


def test_the_wheel_has_all_that_lies_in_the_packages(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    lying = {
        str(path.relative_to(PROJECT))
        for package in PACKAGES
        for path in (PROJECT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert lying - names == set()
    assert {f"{package}/py.typed" for package in PACKAGES} | {"bot/config.example.toml"} <= names


def test_the_wheel_has_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.partition("/")[0] for name in names} == {*PACKAGES, f"twgbot-{__version__}.dist-info"}


def test_it_runs_from_the_wheel_alone(installed: Installed) -> None:
    assert installed("--version") == f"twgbot {__version__}\n"
    where = [installed.environment / "bin" / "python", "-c", "import bot, sys; print(bot.__file__, *sys.path)"]
    out = subprocess.run(where, cwd=installed.folder, check=True, capture_output=True, text=True).stdout
    module, *path = out.split()
    assert Path(module).is_relative_to(installed.environment)
    assert not any(Path(folder).is_relative_to(PROJECT) for folder in path)


def test_init_writes_a_configuration_to_work_with(installed: Installed) -> None:
    assert "config.toml is written" in installed("init", typed=f"{TOKEN}\n")
    written = (installed.folder / "config.toml").read_text(encoding="utf-8")
    assert written == (PROJECT / "config.example.toml").read_text(encoding="utf-8").replace('""', f'"{TOKEN}"', 1)
    assert "HLT is added" in installed("twg", "add", "HLT", "--name", "Health")
    assert "Health" in installed("twg", "list")


@pytest.mark.soak  # twenty seconds; from the checkout the suite plays it too
def test_the_demo_plays(installed: Installed) -> None:
    assert "Done." in installed("demo")
    kept = {path.suffix for path in (installed.folder / "demo-output").iterdir()}
    assert kept == {".txt", ".xlsx", ".ics", ".pdf"}


def test_the_sandbox_opens_its_page_and_ends_when_asked(installed: Installed) -> None:
    with installed.start("sandbox", "--empty", "--port", "0") as process:
        overdue = threading.Timer(WITHIN_S, process.kill)
        overdue.start()
        try:
            url = _announced(process)
            for path in ("/", "/app.js", "/style/base.css"):
                with urllib.request.urlopen(url + path, timeout=WITHIN_S) as answer:  # noqa: S310 - on this machine
                    assert answer.status == 200
                    assert answer.read()
            process.send_signal(signal.SIGTERM)
            out, err = process.communicate()
        finally:
            process.kill()
            overdue.cancel()
    assert (process.returncode, err) == (0, "")
    assert "The sandbox is closed." in out


def _announced(process: subprocess.Popen[str]) -> str:
    """The address of the page, once the assistant behind it is ready."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if found := re.search(r"Open (http://[\w.:]+)", line):
            return found[1]
    pytest.fail(f"the sandbox named no address: {said}")
