"""Fixtures: the program built as a wheel and installed in an environment that does not see this checkout."""

import os
import re
import subprocess
import sys
import tomllib
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
#: Packages in the wheel.
PACKAGES: list[str] = PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]


def locked_names(lock: str = "requirements.lock") -> list[str]:
    """The distributions that a lock file names, each once: some are locked in several versions of Python."""
    named = re.findall(r"^([\w.-]+)==", (PROJECT / lock).read_text(encoding="utf-8"), re.MULTILINE)
    return list(dict.fromkeys(named))


@dataclass(frozen=True)
class Installed:
    """The installed program, run in a folder outside of the checkout."""

    environment: Path
    folder: Path

    def start(self, *words: str) -> subprocess.Popen[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("TWGBOT_", "PYTHON"))}
        return subprocess.Popen(
            [self.environment / "bin" / "twgbot", *words],
            cwd=self.folder,
            env=kept | {"TWGBOT_TELEGRAM__BASE_URL": "http://127.0.0.1:9/bot"},  # no server listens there
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def __call__(self, *words: str, typed: str = "") -> str:
        """Run it to its end, assert that it succeeded, and return its standard output.

        Args:
            typed: standard input.
        """
        process = self.start(*words)
        out, err = process.communicate(typed)
        assert process.returncode == 0, (words, out, err)
        assert "Traceback" not in err
        return out


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=PROJECT, check=True, capture_output=True)
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with only the wheel and the locked runtime dependencies.

    The dependencies are symbolic links into the environment of the tests, which has the same versions.
    """
    root = tmp_path_factory.mktemp("environment")
    venv.create(root, symlinks=True, with_pip=False)
    [site_packages] = root.glob("lib/python*/site-packages")
    for installed in _locked_files():
        (site_packages / installed.name).symlink_to(installed)
    python = str(root / "bin" / "python")
    with_pip = [sys.executable, "-m", "pip", "--python", python, "install"]
    with_uv = ["uv", "pip", "install", "--python", python]
    install = with_pip if find_spec("pip") else with_uv
    subprocess.run([*install, "--quiet", "--no-index", "--no-deps", wheel], check=True)
    return root


def _locked_files() -> Iterator[Path]:
    """The folders and modules in site-packages that belong to the locked runtime dependencies."""
    for name in locked_names():
        try:
            found = distribution(name)
        except PackageNotFoundError:  # locked for another system
            continue
        for top in {file.parts[0] for file in found.files or []} - {"..", "__pycache__"}:
            yield Path(str(found.locate_file(top)))


@pytest.fixture
def installed(environment: Path, tmp_path: Path) -> Installed:
    return Installed(environment, tmp_path)
