"""Asking a process to read a table: it takes seconds of processor time, and may be hostile (M5, J1, J7).

The process answers (`child`) with what the table says, or why it cannot be read, as JSON, which is kept with the file.
"""

import json
import logging
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from storage.engine.child_process import TooMuch, answer_of
from twg.core.refusals import BadInput
from twg.language.tables import refusals
from twg.language.tables.refusals import UnsafeWorkbook

log = logging.getLogger(__name__)

#: Seconds after which the process is killed.
KILLED_AFTER_S = 300
#: Most bytes of what is handed back: 2,000 rows of full cells in Khmer.
_MOST_BYTES = 64_000_000


async def ask_process(module: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What a process answers that is given this as JSON. A file that ends it is refused as `UnsafeWorkbook`."""
    try:
        answer = await answer_of(
            module, given=json.dumps(asked).encode(), most_bytes=_MOST_BYTES, killed_after_s=KILLED_AFTER_S
        )
    except (TimeoutError, TooMuch) as error:
        log.warning("a table could not be read by %s: %s", module, type(error).__name__)
        return {"refused": [UnsafeWorkbook.__name__, {}]}
    if answer.code:
        log.warning("reading a table by %s ended with %s", module, answer.code)
        return {"refused": [UnsafeWorkbook.__name__, {}]}
    read: dict[str, Any] = json.loads(answer.data)
    return read


def check_refused(read: Mapping[str, Any], of_kind: ModuleType, **typed: Any) -> None:
    """Raises: the refusal that a process has answered, of this kind of table or of any."""
    if "refused" in read:
        name, data = read["refused"]
        refusal: type[BadInput] = getattr(of_kind, name, None) or getattr(refusals, name)
        raise refusal(**{**data, **typed})
