"""The faults that can be put into a source file, one at a time."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
}
_CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}
#: Arguments that change nothing anybody sees: they refuse what no part of the program does, assigning to a field or
#: joining what differs in length, or say how much is kept to be quick.
_GUARDS = {"frozen", "maxsize", "strict"}
#: Without these a program does the same.
_LOGS = {"log", "logger", "logging"}


@dataclass(frozen=True)
class Mutation:
    """One fault in a file.

    Attributes:
        start, end: the bytes of the file that it replaces.
        code: what it puts there.
        line: of the file, from 1.
    """

    start: int
    end: int
    code: str
    line: int

    def apply(self, source: bytes) -> bytes:
        return source[: self.start] + self.code.encode() + source[self.end :]


def mutations_of(source: bytes) -> list[Mutation]:
    """All faults that can be put into a module: in comparisons, conditions, numbers, sums, calls and permissions."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return [
        Mutation(
            starts[node.lineno - 1] + node.col_offset,
            starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0),
            code,
            node.lineno,
        )
        for node in _walk(ast.parse(source))
        for code in _faults(node)
    ]


def _walk(node: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    """The nodes whose code runs: without annotations, texts and what is only imported for types."""
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "type_comment"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if not isinstance(child, ast.AST) or isinstance(child, ast.JoinedStr | ast.Import | ast.ImportFrom):
                continue
            if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
                continue
            if isinstance(child, ast.keyword) and child.arg in _GUARDS:
                continue
            if isinstance(child, ast.expr | ast.stmt):
                yield child
            yield from _walk(child)


def _faults(node: ast.expr | ast.stmt) -> Iterator[str]:
    """The code of each fault that can take the place of this node."""
    match node:
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            yield f"({ast.unparse(ast.Compare(left, [_COMPARED[type(op)]()], [right]))})"
        case ast.BoolOp(op=op, values=values):
            yield f"({ast.unparse(ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values))})"
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield f"({ast.unparse(operand)})"
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _COMPUTED and not _is_text(left, right):
            yield f"({ast.unparse(ast.BinOp(left, _COMPUTED[type(op)](), right))})"
        case ast.Constant(value=bool(value)):
            yield str(not value)
        case ast.Constant(value=int(value)):
            yield str(value + 1)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=keywords) if name in _CALLED:
            yield ast.unparse(ast.Call(ast.Name(_CALLED[name]), args, keywords))
        case ast.Expr(value=ast.Await() | ast.Call() as value) if not _logs(value):
            yield "pass"
        case ast.Attribute(value=ast.Name(id="Permission"), attr=name) if name != "SEE":
            yield "Permission.SEE"


def _is_text(*nodes: ast.expr) -> bool:
    return any(
        isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))
        for node in nodes
    )


def _logs(call: ast.expr) -> bool:
    target = call.value if isinstance(call, ast.Await) else call
    names = {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}
    return bool(names & _LOGS)
