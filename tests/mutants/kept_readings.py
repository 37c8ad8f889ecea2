"""A quick look at the kept readings of texts before the tests: `python -m tests.mutants.kept_readings NEAR`.

It ends with 1 where a text is read otherwise than before. That takes two seconds, without pytest and without importing
more than `twg/language`.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

#: What is read by these readers, and the test that looks at them too.
OF, TEST = "twg/language", "tests/parsing/test_readings.py"
_LONGEST_S = 60


def read_as_before(copy: Path, module: Path) -> bool:
    """Whether the program in this folder reads all texts as before. Args: `module`: that whose readers come first."""
    near = ".".join(module.relative_to(OF).with_suffix("").parts)
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-m", __name__, near],
            cwd=copy,
            env={**os.environ, "PYTHONPATH": str(copy)},
            capture_output=True,
            timeout=_LONGEST_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def find_changes(near: str = "") -> Iterator[str]:
    """The names of readers with each text that they read otherwise than before."""
    from tests.parsing.reading import read_kept, reader_of, reading

    kept = read_kept()
    for name in sorted(kept, key=lambda name: not name.startswith(f"{near}.")):
        reader = reader_of(name)
        yield from (f"{name}: {text!r}" for text, read in kept[name].items() if reading(reader, text) != read)


if __name__ == "__main__":
    sys.exit(next(find_changes(sys.argv[1]), None))
