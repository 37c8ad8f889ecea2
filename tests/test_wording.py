"""Wording lives in the golden texts; a conversation test says what happened. This counts the words that are left."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent
#: Where wording is what is tested: of the assistant in golden texts, of the page and of the local Bot API.
APART = {"golden", "browser", "sandbox", "support", "packaging"}
#: How many literals still hold wording, by folder. Lower them with what is converted; they never rise.
MOST: dict[str, int] = {}

#: Methods of a player that take words of ours.
TAKING_WORDS = {"reads", "reads_only", "does_not_read", "finds_text", "taps", "taps_twice"}
#: What a message says, and the names that tests give it.
SAYING = {"text", "html", "labels", "texts", "label"}
#: Questions about a text.
ASKING = {"startswith", "endswith", "count", "index"}


def wordings(tree: ast.AST) -> Iterator[ast.expr]:
    """Every literal with words that a player reads or taps, or that is compared with what a message says."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            asked = node.func.attr in ASKING and _says(node.func.value)
            if node.func.attr in TAKING_WORDS or asked:
                yield from _literals(node.args)
        elif isinstance(node, ast.Compare) and any(map(_says, [node.left, *node.comparators])):
            yield from _literals([node.left, *node.comparators])


def _says(node: ast.expr) -> bool:
    return (isinstance(node, ast.Attribute) and node.attr in SAYING) or (
        isinstance(node, ast.Name) and node.id in SAYING
    )


def _literals(nodes: list[ast.expr]) -> list[ast.expr]:
    """Those that are written out and have a letter in them."""
    return [node for node in nodes if _has_words(node)]


def _has_words(node: ast.expr) -> bool:
    if isinstance(node, ast.JoinedStr | ast.List | ast.Tuple | ast.Set):
        inner = node.values if isinstance(node, ast.JoinedStr) else node.elts
        return any(map(_has_words, inner))
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and any(map(str.isalpha, node.value))


def test_wording_only_leaves_the_conversation_tests() -> None:
    found: Counter[str] = Counter()
    for path in TESTS.rglob("*.py"):
        folder = path.relative_to(TESTS).parts[0]
        if folder not in APART and path != Path(__file__):
            found[folder] += sum(1 for _words in wordings(ast.parse(path.read_text())))
    risen = {folder: count for folder, count in found.items() if count > MOST.get(folder, 0)}
    assert not risen, "the guide in tests/support/stage.py says how to do without"
    fallen = {folder: found[folder] for folder in MOST if found[folder] < MOST[folder]}
    assert not fallen, "well done; now lower MOST"


def test_words_are_found_however_a_test_holds_them() -> None:
    said = """
await sokha.reads("Saved", f"{title} is saved", title)
await sokha.taps("Save")
assert "Saved" in message.text
assert text.startswith("Saved")
assert message.labels == ["Save"]
await sokha.sees("forms/ask")
await sokha.presses("form:save")
assert message.text == ""
"""
    tree = ast.parse(f"async def test():{said.replace(chr(10), chr(10) + '    ')}")
    assert len(list(wordings(tree))) == 6
