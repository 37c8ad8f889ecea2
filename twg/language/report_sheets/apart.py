"""Reading a returned sheet for reports in a process of its own.

The process is `twg.language.report_sheets.child`. It answers with what the sheet says, or why it is refused, as JSON,
which is kept with the file.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from twg.core.refusals import BadInput
from twg.language.report_sheets import refusals
from twg.language.report_sheets.layout import Binding
from twg.language.report_sheets.reading import FilledRow, ReturnedSheet
from twg.language.report_sheets.refusals import RowRefusal
from twg.language.tables.apart import ask_process, check_refused

_BINDING, _ROWS = TypeAdapter(Binding), TypeAdapter(list[FilledRow])


async def read_report_sheet_apart(path: Path, *_others: Any) -> dict[str, Any]:
    """Read a file as `read_report_sheet` does. Returns what `from_json` takes."""
    return await ask_process("twg.language.report_sheets.child", {"path": str(path)})


def to_json(read: ReturnedSheet | BadInput) -> dict[str, Any]:
    """Args: `read`: what the sheet says, or why it is refused."""
    if isinstance(read, BadInput):
        return {"refused": [type(read).__name__, read.data]}
    return {
        "binding": _BINDING.dump_python(read.binding, mode="json"),
        "rows": _ROWS.dump_python(read.rows, mode="json"),
        "errors": [[cell, row, type(what).__name__, what.data] for cell, row, what in read.errors],
    }


def from_json(read: Mapping[str, Any]) -> ReturnedSheet:
    """Raises: the refusal of the sheet."""
    check_refused(read, refusals)
    errors = []
    for cell, row, name, data in read["errors"]:
        remark: type[RowRefusal] = getattr(refusals, name)
        errors.append((cell, row, remark(**data)))
    return ReturnedSheet(_BINDING.validate_python(read["binding"]), _ROWS.validate_python(read["rows"]), errors)
