"""A fault in a reader of texts is noticed by what it reads, before any test runs."""

import shutil
from pathlib import Path

from tests.mutants.__main__ import ROOT, write_source
from tests.mutants.kept_readings import read_as_before

MODULE = Path("twg/language/lengths.py")


def test_a_fault_that_changes_what_is_read_is_noticed_and_no_other(tmp_path: Path) -> None:
    for part in ("storage", "twg", "tests/mutants", "tests/parsing"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns("migrations", "readings"))
    shutil.copy(ROOT / "tests/__init__.py", tmp_path / "tests")
    readings = "tests/parsing/readings"
    (tmp_path / readings).mkdir()
    shutil.copy(ROOT / readings / "lengths.toml", tmp_path / readings)
    source = (ROOT / MODULE).read_text(encoding="utf-8")
    assert read_as_before(tmp_path, MODULE)
    for faulty, noticed in ((source.replace("60", "61"), True), (source + "\n_UNUSED = 1\n", False)):
        assert faulty != source
        write_source(tmp_path / MODULE, faulty.encode())
        assert read_as_before(tmp_path, MODULE) is not noticed
