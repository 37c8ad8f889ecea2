"""Adding all TWGs of a file: TOML with a table `[[twg]]` for each, or CSV with these names as headings (M12)."""

import csv
import io
import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from storage.members import find_twg
from twg.members.twg_facts import NewTwg, add_twg

#: The TWGs of the guideline of 2016.
EXAMPLE = Path(__file__).with_name("twgs.toml")


#: Facts in which a TWG that is there may differ from the file.
_COMPARED = ("name", "name_km", "host", "email", "chair_confirms")


class UnreadableTwgs(Exception):
    """The file cannot be used; the text says why and where."""


@dataclass
class AddedTwgs:
    """What a file comes to: codes of TWGs that are new, that are as in the file, and that differ, with the fields."""

    new: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    different: dict[str, list[str]] = field(default_factory=dict)


def read_twgs(text: str, *, zone: str) -> list[NewTwg]:
    """The TWGs of a file. Raises: UnreadableTwgs for the first that cannot be used, or whose code stands twice."""
    try:
        rows = _rows(text)
    except (tomllib.TOMLDecodeError, csv.Error) as error:
        raise UnreadableTwgs(str(error)) from None
    if not rows:
        raise UnreadableTwgs(
            "there is no [[twg]] in it, and no row below headings code, name, name_km, host, email, chair_confirms"
        )
    found: dict[str, NewTwg] = {}
    for number, row in enumerate(rows, 1):
        unknown = set(row) - set(NewTwg.model_fields)
        if unknown:
            raise UnreadableTwgs(f"TWG {number}: {', '.join(sorted(unknown))} is not known")
        try:
            read = NewTwg(**{"zone": zone, **row})
        except ValidationError as error:
            wrong = ", ".join(str(each["loc"][0]) for each in error.errors())
            raise UnreadableTwgs(f"TWG {number} ({row.get('code', 'no code')}): {wrong} cannot be used") from None
        if read.code.upper() in found:
            raise UnreadableTwgs(f"TWG {number}: {read.code} stands twice")
        found[read.code.upper()] = read
    return list(found.values())


def _rows(text: str) -> list[dict[str, Any]]:
    if "[[twg]]" in text:
        rows = tomllib.loads(text).get("twg", [])
        return [row for row in rows if isinstance(row, dict)]
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    rows = [{str(name).strip(): (value or "").strip() for name, value in row.items()} for row in reader]
    return [{name: value for name, value in row.items() if value or name != "chair_confirms"} for row in rows]


async def add_twgs(session: AsyncSession, twgs: list[NewTwg], *, now: datetime, dry_run: bool = False) -> AddedTwgs:
    """Add those that are not there yet. Those that are there stay as they are."""
    added = AddedTwgs()
    for args in twgs:
        existing, code = await find_twg(session, args.code), args.code.upper()
        if existing is None:
            added.new.append(code)
            if not dry_run:
                await add_twg(session, args, now=now)
            continue
        differing = [name for name in _COMPARED if _differs(existing, args, name)]
        if differing:
            added.different[code] = differing
        else:
            added.same.append(code)
    return added


def _differs(existing: object, args: NewTwg, name: str) -> bool:
    """Whether the file says something else than is stored; what it leaves out differs from nothing."""
    said = getattr(args, name)
    given = said != "" and name in args.model_fields_set
    return given and said != getattr(existing, name)
