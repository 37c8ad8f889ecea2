"""Reading a list of members in a process of its own: it takes seconds of processor time, and may be hostile (M5).

The process is `twg.language.rosters.child`. It answers with a roster, or why there is none, as JSON, which is kept with
the list.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from storage.core.roles import Role
from storage.engine.child_process import TooMuch, answer_of
from twg.language.rosters import refusals
from twg.language.rosters.as_json import to_json
from twg.language.rosters.model import KnownTwg, Remark, Roster, RosterPerson
from twg.language.rosters.refusals import RosterRefusal, RowRemark, UnsafeWorkbook

log = logging.getLogger(__name__)

#: Seconds after which the process is killed.
KILLED_AFTER_S = 300
#: Most bytes of what is handed back: 2,000 rows of full cells in Khmer.
_MOST_BYTES = 64_000_000
_PEOPLE = TypeAdapter(list[RosterPerson])


async def read_apart(path: Path, file_name: str, twg: KnownTwg, others: Sequence[KnownTwg] = ()) -> dict[str, Any]:
    """Read a file as `twg.language.rosters.reading.read_roster` does. Returns what `from_json` takes.

    A file that ends its process is refused as `UnsafeWorkbook`.
    """
    asked = {"path": str(path), "name": file_name, "twg": asdict(twg), "others": [asdict(other) for other in others]}
    read = await ask_process("twg.language.rosters.child", asked)
    return to_json(UnsafeWorkbook()) if read is None else read


async def ask_process(module: str, asked: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a process answers that is given this as JSON; None where it ended otherwise: the file is to blame."""
    try:
        answer = await answer_of(
            module, given=json.dumps(asked).encode(), most_bytes=_MOST_BYTES, killed_after_s=KILLED_AFTER_S
        )
    except (TimeoutError, TooMuch) as error:
        log.warning("a list could not be read by %s: %s", module, type(error).__name__)
        return None
    if answer.code:
        log.warning("reading a list by %s ended with %s", module, answer.code)
        return None
    read: dict[str, Any] = json.loads(answer.data)
    return read


def from_json(read: Mapping[str, Any]) -> Roster:
    """Raises: RosterRefusal."""
    if "refused" in read:
        name, data = read["refused"]
        refusal: type[RosterRefusal] = getattr(refusals, name)
        raise refusal(**_typed(data))
    remarks = []
    for place, cell, name, data in read["remarks"]:
        remark: type[RowRemark] = getattr(refusals, name)
        remarks.append(Remark(place, remark(**_typed(data)), cell))
    return Roster(_PEOPLE.validate_python(read["people"]), remarks)


def _typed(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: Role(value) if name == "role" else value for name, value in data.items()}
