"""Put a sample of faults into the core and let the tests look for each: `make mutants seed=1 count=60`.

First all tests run once on a copy of the program with marks, one case of each test function, to record which tests run
which lines. A mutant is then run against the tests that run its line, the nearest and smallest first, until one fails,
as far as `--most-s` goes. Faults that change nothing that anybody can see count as survivors; each survivor is printed,
to be looked at. At the end the tests that noticed a fault run once without any, to show that they pass.
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
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from time import monotonic

from tests.mutants import kept_readings
from tests.mutants.choosing import Choice, choose, marks_for, who_runs
from tests.mutants.marking import Function, mark_project
from tests.mutants.mutations import Mutation, mutations_of
from tests.mutants.recording import read

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
#: Tests that are not recorded: they start programs and browsers, or judge the source.
UNRECORDED = ("packaging", "browser", "mutants", "soak")
#: A test that takes longer hangs, which counts as noticed; so does a run that takes so much longer than it should.
LONGEST_TEST_S = 90
PATIENCE_S, PATIENCE = 120, 8


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


#: The tests for each mutant.
Choices = Mapping[Mutant, Choice]


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


def record(jobs: int, folder: Path) -> dict[str, list[Function]]:
    """Record which tests run what, in this folder, unless it has been done. Returns the functions with their marks."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        copy_project(copy)
        functions = mark_project(copy)
        if not any(folder.glob("*.pickle")):
            ignored = [f"--ignore=tests/{part}" for part in UNRECORDED]
            run_tests(copy, ["-n", str(jobs), "-p", "tests.mutants.recording", f"--record={folder}", *ignored])
    if not any(folder.glob("*.pickle")):
        sys.exit("no test passes on a copy of the project")
    return functions


def choose_for(
    sample: Sequence[Mutant], recorded: Path, functions: dict[str, list[Function]], most_s: float
) -> Choices:
    """The tests for each mutant."""
    everywhere = [function for found in functions.values() for function in found]
    wanted: dict[str, set[int]] = {}
    for mutant in sample:
        path = str(mutant.path)
        own = functions.get(path, [])
        line = mutant.mutation.line
        wanted[f"{path}:{line}"] = marks_for(line, (ROOT / path).read_bytes(), own, everywhere)
        wanted[path] = {mark.number for function in own for mark in function.marks}
    running = who_runs(wanted, read(recorded))
    return {
        mutant: choose(
            running.get(f"{mutant.path}:{mutant.mutation.line}", []),
            running.get(str(mutant.path), []),
            near_names(mutant),
            ROOT,
            most_s,
        )
        for mutant in sample
    }


def near_names(mutant: Mutant) -> tuple[str, ...]:
    """Names of what a fault is in: its folders of tests, its module, and what that defines."""
    folders = TESTS.get(mutant.part) or TESTS.get(mutant.path.parts[0]) or (mutant.part.rpartition("/")[2],)
    defined = [
        node.name
        for node in ast.parse((ROOT / mutant.path).read_bytes()).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_")
    ]
    return (*folders, mutant.path.stem, *defined)


def find_noticing(mutant: Mutant, copy: Path, choice: Choice) -> str:
    """Run the chosen tests on a copy of the project with this fault, until one fails; the kept readings before them.

    Returns:
        The id of the test that fails; empty if none does.
    """
    target = copy / mutant.path
    source = target.read_bytes()
    write_source(target, mutant.mutation.apply(source))
    try:
        if mutant.part == kept_readings.OF and not kept_readings.read_as_before(copy, mutant.path):
            return kept_readings.TEST
        return find_failing(copy, ["-n", "0", *choice.cases], takes_s=choice.took_s) if choice.cases else ""
    finally:
        write_source(target, source)


def write_source(file: Path, source: bytes) -> None:
    """Write a module and delete its bytecode: Python takes that for current if size and second are the same."""
    for compiled in file.parent.glob(f"__pycache__/{file.stem}.*"):
        compiled.unlink()
    file.write_bytes(source)


def find_failing(copy: Path, arguments: Sequence[str], *, takes_s: float, stop: bool = True) -> str:
    """The tests that fail, without their parameters, one a line, only the first if `stop`; empty if none does.

    A run that takes too long, or that ends in another way, counts as failing too, with a word on it as the id.

    Args:
        takes_s: processor time that these tests take.
    """
    limit = ["-o", f"hang_limit_s={LONGEST_TEST_S}"]
    options = ["--tb=no", "-rfE", "-p", "no:cacheprovider", *limit, *(["-x"] if stop else [])]
    try:
        done = run_tests(copy, [*options, *arguments], timeout_s=PATIENCE_S + PATIENCE * takes_s)
    except subprocess.TimeoutExpired:
        return "takes too long"
    failed = re.findall(r"^(?:FAILED|ERROR) (\S+?\.py(?:::\w+)?)", done.stdout.decode(), re.MULTILINE)
    if done.returncode and not failed:
        return f"ends with {done.returncode}"
    return "\n".join(failed)


def run_tests(
    copy: Path, arguments: Sequence[str], *, timeout_s: float | None = None
) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    # Without bytecode each run would compile everything, and rewrite the assertions of all tests.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.run(  # noqa: S603 - our own tests
        [sys.executable, "-m", "pytest", f"--rootdir={copy}", *arguments],
        cwd=copy,
        env=environment,
        capture_output=True,
        timeout=timeout_s,
        check=False,
    )


def copy_project(folder: Path) -> None:
    """Copy what is committed, so that the faults are put into a copy."""
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=True)  # noqa: S607
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive.stdout, check=True)  # noqa: S603, S607


def write(*lines: str) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()


def judge(choices: Choices, jobs: int) -> dict[Mutant, str]:
    """The test that notices each mutant, empty where none does; each is printed when it is known."""
    noticing: dict[Mutant, str] = {}
    with ExitStack() as stack, ThreadPoolExecutor(jobs) as pool:
        free = Queue[Path]()
        for _number in range(jobs):
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            copy_project(folder)
            free.put(folder)

        def judge_one(mutant: Mutant) -> None:
            copy, choice, begun = free.get(), choices[mutant], monotonic()
            noticing[mutant] = find_noticing(mutant, copy, choice)
            free.put(copy)
            took = f"{monotonic() - begun:.0f} s"
            if noticing[mutant]:
                write(f"killed    {mutant}  by {noticing[mutant]}, {took}")
            else:
                left_out = f", {choice.left_out} left out" if choice.left_out else ""
                write(f"SURVIVED  {mutant}  {took}, {len(choice.cases)} tests{left_out}")

        list(pool.map(judge_one, choices))
        write(*_unfounded(free.get(), {test for test in noticing.values() if test.startswith("tests/")}))
    return noticing


def _unfounded(copy: Path, tests: Collection[str]) -> list[str]:
    """Lines about those of the tests that fail without any fault, so that they show nothing."""
    takes_s = LONGEST_TEST_S * len(tests)
    failing = find_failing(copy, ["-n", "0", *sorted(tests)], takes_s=takes_s, stop=False) if tests else ""
    return [f"NO JUDGE  {test} fails without any fault" for test in failing.splitlines()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--most-s", type=float, default=60, help="processor time of the tests for one mutant")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="how many mutants are judged at once")
    parser.add_argument("--part", default="", help="only faults in files whose path begins so")
    parser.add_argument(
        "--record", type=Path, help="a folder to keep the record in, for further samples of this commit"
    )
    parser.add_argument("--list", action="store_true", help="only print the sample")
    options = parser.parse_args()
    sample = draw(options.seed, options.count, options.part)
    if options.list:
        write(*map(str, sample))
        return
    with tempfile.TemporaryDirectory() as folder:
        recorded = options.record or Path(folder)
        recorded.mkdir(parents=True, exist_ok=True)
        functions = record(options.jobs, recorded)
        choices = choose_for(sample, recorded, functions, options.most_s)
    noticing = judge(choices, options.jobs)
    killed = Counter(mutant.part for mutant in sample if noticing[mutant])
    survived = Counter(mutant.part for mutant in sample if not noticing[mutant])
    write(f"\n{'part':32}killed survived")
    for part in sorted({*killed, *survived}):
        write(f"{part:32}{killed[part]:6} {survived[part]:8}")
    write(f"{'all':32}{killed.total():6} {survived.total():8}  {killed.total() / len(sample):.0%} killed")


if __name__ == "__main__":
    main()
