"""Put a sample of faults into the core and let the tests look for each: `make mutants seed=1 count=60`.

A mutant is run against the tests of its capability first, those that name it before the others, and against all other
tests when these passed. It takes as long as the whole suite for each mutant that survives, so it is not a part of CI.
Faults that change nothing that anybody can see count as survivors; each survivor is printed, to be looked at. At the
end the tests that noticed a fault run once without any, to show that they pass.
"""

import argparse
import ast
import os
import random
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

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


def by_relevance(mutant: Mutant, folders: Sequence[str]) -> list[str]:
    """The files of tests in these folders, those first that name the module or what it defines most often."""
    module = mutant.path.stem
    defined = {
        node.name
        for node in ast.parse((ROOT / mutant.path).read_bytes()).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_")
    }

    def distance(file: Path) -> tuple[bool, int]:
        words = Counter(re.findall(r"\w+", file.read_text(encoding="utf-8")))
        return module not in file.stem, -words[module] - sum(words[name] for name in defined)

    files = [file for folder in folders for file in sorted((ROOT / folder).rglob("test_*.py"))]
    return [str(file.relative_to(ROOT)) for file in sorted(files, key=distance)]


def find_noticing(mutant: Mutant, copy: Path, *, own_only: bool) -> str:
    """Run the tests, or only those of its capability, on a copy of the project with this fault, until one fails.

    Returns:
        The id of the test that fails; empty if none does.
    """
    target = copy / mutant.path
    source = target.read_bytes()
    write_source(target, mutant.mutation.apply(source))
    try:
        own = own_tests(mutant)
        noticing = find_failing(copy, ["-n", "0", *by_relevance(mutant, own)]) if own else ""
        if noticing or own_only:
            return noticing
        return find_failing(copy, ["tests", *(f"--ignore={folder}" for folder in own)])
    finally:
        write_source(target, source)


def write_source(file: Path, source: bytes) -> None:
    """Write a module and delete its bytecode: Python takes that for current if size and second are the same."""
    for compiled in file.parent.glob(f"__pycache__/{file.stem}.*"):
        compiled.unlink()
    file.write_bytes(source)


def find_failing(copy: Path, arguments: Sequence[str], *, stop: bool = True) -> str:
    """The tests that fail, without their parameters, one a line, only the first if `stop`; empty if none does.

    A run of more than `LONGEST_S`, or that ends in another way, counts as failing too, with a word on it as the id.
    """
    options = ["--tb=no", "-rfE", "-p", "no:cacheprovider", *(["-x"] if stop else [])]
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    # Without bytecode each run would compile everything, and rewrite the assertions of all tests.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        done = subprocess.run(  # noqa: S603 - our own tests
            [sys.executable, "-m", "pytest", *options, *arguments],
            cwd=copy,
            env=environment,
            capture_output=True,
            timeout=LONGEST_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "takes too long"
    failed = re.findall(r"^(?:FAILED|ERROR) (\S+?\.py(?:::\w+)?)", done.stdout.decode(), re.MULTILINE)
    if done.returncode and not failed:
        return f"ends with {done.returncode}"
    return "\n".join(failed)


def copy_project(folder: Path) -> None:
    """Copy what is committed, so that the faults are put into a copy."""
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=True)  # noqa: S607
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive.stdout, check=True)  # noqa: S603, S607


def write(*lines: str) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()


def judge(sample: Sequence[Mutant], *, own_only: bool, jobs: int) -> dict[Mutant, str]:
    """The test that notices each mutant, empty where none does; each is printed when it is known."""
    noticing: dict[Mutant, str] = {}
    with ExitStack() as stack, ThreadPoolExecutor(jobs) as pool:
        free = Queue[Path]()
        for _number in range(jobs):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            copy_project(folder)
            free.put(folder)

        def judge_one(mutant: Mutant) -> None:
            copy = free.get()
            noticing[mutant] = find_noticing(mutant, copy, own_only=own_only)
            free.put(copy)
            write(f"killed    {mutant}  by {noticing[mutant]}" if noticing[mutant] else f"SURVIVED  {mutant}")

        list(pool.map(judge_one, sample))
        write(*_unfounded(free.get(), {test for test in noticing.values() if test.startswith("tests/")}))
    return noticing


def _unfounded(copy: Path, tests: Collection[str]) -> list[str]:
    """Lines about those of the tests that fail without any fault, so that they show nothing."""
    failing = find_failing(copy, ["-n", "0", *sorted(tests)], stop=False) if tests else ""
    return [f"NO JUDGE  {test} fails without any fault" for test in failing.splitlines()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--own", action="store_true", help="run only the tests of each one's capability")
    parser.add_argument("--jobs", type=int, default=1, help="how many mutants are judged at once")
    parser.add_argument("--part", default="", help="only faults in files whose path begins so")
    parser.add_argument("--list", action="store_true", help="only print the sample")
    options = parser.parse_args()
    sample = draw(options.seed, options.count, options.part)
    if options.list:
        write(*map(str, sample))
        return
    noticing = judge(sample, own_only=options.own, jobs=options.jobs)
    killed = Counter(mutant.part for mutant in sample if noticing[mutant])
    survived = Counter(mutant.part for mutant in sample if not noticing[mutant])
    write(f"\n{'part':32}killed survived")
    for part in sorted({*killed, *survived}):
        write(f"{part:32}{killed[part]:6} {survived[part]:8}")
    write(f"{'all':32}{killed.total():6} {survived.total():8}  {killed.total() / len(sample):.0%} killed")


if __name__ == "__main__":
    main()
