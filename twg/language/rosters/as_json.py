"""A list as JSON, as the process that has read it answers (`child`) and as it is kept.

Apart from `apart`, which starts that process: what `apart` imports would take half of the start of the process.
"""

from dataclasses import asdict
from typing import Any

from twg.core.refusals import BadInput
from twg.language.rosters.model import Roster, RosterPerson


def to_json(read: Roster | BadInput) -> dict[str, Any]:
    """What `apart.from_json` takes."""
    if isinstance(read, BadInput):
        return {"refused": _said(read)}
    remarks = [[remark.place, remark.cell, *_said(remark.what)] for remark in read.remarks]
    return {"people": [_columns(person) for person in read.people], "remarks": remarks}


def _columns(person: RosterPerson) -> dict[str, Any]:
    """The fields of a person, as JSON has them."""
    lists = {name: list(value) for name, value in asdict(person).items() if isinstance(value, tuple)}
    return {**asdict(person), **lists, "role": person.role.value}


def _said(what: BadInput) -> tuple[str, dict[str, Any]]:
    return type(what).__name__, what.data
