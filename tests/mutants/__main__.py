"""Put a sample of faults into the core and let the tests look for each: `make mutants seed=1 count=60`.

A mutant is run against the tests of its capability first, and against all others when these passed. It takes as long
as the whole suite for each mutant that survives, so it is not a part of CI. Faults that change nothing that anybody can
see count as survivors; each survivor is printed, to be looked at.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.mutations import Mutation, mutations_of

ROOT = Path(__file__).parents[2]
#: What the sample is drawn from.
CORE = (
    "storage/core",
    "storage/engine",
    "twg",
    "scheduler",
    "handlers/routing",
    "handlers/forms",
    "bot/intake.py",
    "bot/outbound.py",
    "bot/polling.py",
    "bot/leader.py",
)
#: Folders of tests for parts of the core that have another name than theirs.
TESTS = {
    "scheduler/delivery": ("delivery",),
    "scheduler/leadership": ("replicas", "delivery"),
    "scheduler/reminding": ("delivery", "actions"),
    "handlers/routing": ("intake", "forms", "general"),
    "storage/core": ("storage", "delivery"),
    "storage/engine": ("storage",),
    "twg/core": ("visibility", "delivery"),
    "twg/language": ("parsing", "understanding"),
    "bot": ("bot", "delivery"),
}
#: A run that takes longer hangs, which counts as noticed.
LONGEST_S = 1800


@dataclass(frozen=True)
class Mutant:
    """A fault in a file, whose path counts from the root."""

    path: Path
    mutation: Mutation

    @property
    def part(self) -> str:
        """Floor and capability, such as "twg/meetings"."""
        return str(Path(*self.path.parts[:2]).with_suffix(""))

    def __str__(self) -> str:
        source = (ROOT / self.path).read_bytes()
        old = source[self.mutation.start : self.mutation.end].decode()
        return f"{self.path}:{self.mutation.line}  {_short(old)}  ->  {_short(self.mutation.code)}"


def _short(code: str) -> str:
    line = " ".join(code.split())
    return line if len(line) <= 90 else f"{line[:89]}…"


def draw(seed: int, count: int, part: str = "") -> list[Mutant]:
    """The sample: the same for the same seed and the same sources; of it, what is in files whose path begins so."""
    files = [file for part in CORE for file in ([ROOT / part] if part.endswith(".py") else (ROOT / part).rglob("*.py"))]
    mutants = [
        Mutant(file.relative_to(ROOT), mutation)
        for file in sorted(files)
        for mutation in mutations_of(file.read_bytes())
    ]
    sample = random.Random(seed).sample(mutants, count)
    return [mutant for mutant in sample if str(mutant.path).startswith(part)]


def own_tests(mutant: Mutant) -> list[str]:
    """The folders of tests that are most likely to notice."""
    names = TESTS.get(mutant.part) or TESTS.get(mutant.path.parts[0]) or (mutant.part.rpartition("/")[2],)
    return [f"tests/{name}" for name in names if (ROOT / "tests" / name).is_dir()]


def is_noticed(mutant: Mutant, copy: Path, *, own_only: bool) -> bool:
    """Run the tests, or only those of its capability, on a copy of the project with this fault, until one fails."""
    target = copy / mutant.path
    source = target.read_bytes()
    target.write_bytes(mutant.mutation.apply(source))
    try:
        own = own_tests(mutant)
        if own and fails(copy, ["-n", "0", *own]):
            return True
        return not own_only and fails(copy, ["tests", *(f"--ignore={folder}" for folder in own)])
    finally:
        target.write_bytes(source)


def fails(copy: Path, arguments: list[str]) -> bool:
    """Whether a test fails, or all together take longer than `LONGEST_S`."""
    command = [sys.executable, "-m", "pytest", "-x", "-p", "no:cacheprovider", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(  # noqa: S603 - our own tests
            command, cwd=copy, env=environment, capture_output=True, timeout=LONGEST_S, check=False
        )
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def copy_project(folder: Path) -> None:
    """Copy what is committed, so that the faults are put into a copy."""
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=True)  # noqa: S607
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive.stdout, check=True)  # noqa: S603, S607


def write(*lines: str) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--own", action="store_true", help="run only the tests of each one's capability")
    parser.add_argument("--part", default="", help="only faults in files whose path begins so")
    parser.add_argument("--list", action="store_true", help="only print the sample")
    options = parser.parse_args()
    sample = draw(options.seed, options.count, options.part)
    if options.list:
        write(*map(str, sample))
        return
    killed, survived = Counter[str](), Counter[str]()
    with tempfile.TemporaryDirectory() as name:
        copy_project(Path(name))
        everything = sorted({folder for mutant in sample for folder in own_tests(mutant)}) if options.own else ["tests"]
        if fails(Path(name), everything):
            sys.exit("The tests fail without any fault: no mutant can be judged.")
        for mutant in sample:
            noticed = is_noticed(mutant, Path(name), own_only=options.own)
            (killed if noticed else survived)[mutant.part] += 1
            write(f"{'killed  ' if noticed else 'SURVIVED'} {mutant}")
    write(f"\n{'part':32}killed survived")
    for part in sorted({*killed, *survived}):
        write(f"{part:32}{killed[part]:6} {survived[part]:8}")
    write(f"{'all':32}{killed.total():6} {survived.total():8}  {killed.total() / len(sample):.0%} killed")


if __name__ == "__main__":
    main()
