"""Reading a table of indicators in a process of its own.

The process is `twg.language.indicator_sheets.child`. It answers with what the table says, or why it cannot be read, as
JSON, which is kept with the file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from twg.core.refusals import BadInput
from twg.language.indicator_sheets import refusals
from twg.language.indicator_sheets.model import IndicatorSheet, Remark, SheetIndicator
from twg.language.indicator_sheets.refusals import SheetRemark
from twg.language.rosters.model import KnownTwg
from twg.language.tables.apart import ask_process, check_refused

_INDICATORS = TypeAdapter(list[SheetIndicator])


async def read_indicators_apart(
    path: Path, file_name: str, twg: KnownTwg, others: Sequence[KnownTwg] = ()
) -> dict[str, Any]:
    """Read a file as `read_indicators` does. Returns what `from_json` takes.

    A file that ends its process is refused as `UnsafeWorkbook`.
    """
    asked = {"path": str(path), "name": file_name, "twg": asdict(twg), "others": [asdict(other) for other in others]}
    return await ask_process("twg.language.indicator_sheets.child", asked)


def to_json(read: IndicatorSheet | BadInput) -> dict[str, Any]:
    """Args: `read`: what the table says, or why it cannot be read."""
    if isinstance(read, BadInput):
        return {"refused": [type(read).__name__, read.data]}
    remarks = [[remark.place, type(remark.what).__name__, remark.what.data] for remark in read.remarks]
    return {"indicators": _INDICATORS.dump_python(read.indicators, mode="json"), "remarks": remarks}


def from_json(read: Mapping[str, Any]) -> IndicatorSheet:
    """Raises: the refusal of the table."""
    check_refused(read, refusals)
    remarks = []
    for place, name, data in read["remarks"]:
        remark: type[SheetRemark] = getattr(refusals, name)
        remarks.append(Remark(place, remark(**data)))
    return IndicatorSheet(_INDICATORS.validate_python(read["indicators"]), remarks)
