"""Reading a list of members in a process of its own (M5).

The process is `twg.language.rosters.child`. It answers with a roster, or why there is none, as JSON, which is kept with
the list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from storage.core.roles import Role
from twg.language.rosters import refusals
from twg.language.rosters.model import KnownTwg, Remark, Roster, RosterPerson
from twg.language.rosters.refusals import RowRemark
from twg.language.tables.apart import ask_process, check_refused

_PEOPLE = TypeAdapter(list[RosterPerson])


async def read_apart(path: Path, file_name: str, twg: KnownTwg, others: Sequence[KnownTwg] = ()) -> dict[str, Any]:
    """Read a file as `twg.language.rosters.reading.read_roster` does. Returns what `from_json` takes.

    A file that ends its process is refused as `UnsafeWorkbook`.
    """
    asked = {"path": str(path), "name": file_name, "twg": asdict(twg), "others": [asdict(other) for other in others]}
    return await ask_process("twg.language.rosters.child", asked)


def from_json(read: Mapping[str, Any]) -> Roster:
    """Raises: RosterRefusal, TableRefusal."""
    check_refused(read, refusals)
    remarks = []
    for place, cell, name, data in read["remarks"]:
        remark: type[RowRemark] = getattr(refusals, name)
        remarks.append(Remark(place, remark(**_typed(data)), cell))
    return Roster(_PEOPLE.validate_python(read["people"]), remarks)


def _typed(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: Role(value) if name == "role" else value for name, value in data.items()}
