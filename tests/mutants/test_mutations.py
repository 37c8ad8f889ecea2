"""The faults that `make mutants` puts into code."""

import pytest

from tests.mutants.mutations import mutations_of


def mutated(code: str) -> list[str]:
    """The code with each of its faults, without parentheses around what was replaced."""
    source = code.encode()
    return [mutation.apply(source).decode().replace("(", "").replace(")", "") for mutation in mutations_of(source)]


@pytest.mark.parametrize(
    ("code", "faulty"),
    [
        ("a < b", ["a <= b"]),
        ("a >= b", ["a > b"]),
        ("a == b", ["a != b"]),
        ("a is None", ["a is not None"]),
        ("a not in b", ["a in b"]),
        ("a and b", ["a or b"]),
        ("not a", ["a"]),
        ("a - b", ["a + b"]),
        ('a + "b"', []),
        ("x = 30", ["x = 31"]),
        ("x = True", ["x = False"]),
        ("min(a, b)", ["pass", "max a, b".replace(" ", "", 1)]),
        ("await save(row)", ["pass"]),
        ("log.info(row)", []),
        ("Permission.ACTION_RECORD", ["Permission.SEE"]),
        ("Permission.SEE", []),
        ("def f(a: Literal[1]) -> Literal[2]: ...", []),
        ('f"{a + b}"', []),
        ("x = zip(a, b, strict=True)", []),
        ("@lru_cache(maxsize=64)\ndef f(): ...", []),
        ("@dataclass(frozen=True)\nclass A: ...", []),
        ("if TYPE_CHECKING:\n    f()", []),
        ("កំណត់ = 'ខ'; x = a < b", ["កំណត់ = 'ខ'; x = a <= b"]),
    ],
)
def test_the_faults_of_a_piece_of_code(code: str, faulty: list[str]) -> None:
    assert mutated(code) == faulty
