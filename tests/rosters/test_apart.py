"""What a process reads is handed back whole: every refusal and remark, with what its sentence needs (M5)."""

from pathlib import Path
from types import ModuleType

import pytest

from storage.members import Role
from tests.rosters.files import HEALTH, OTHERS, read, text, workbook
from twg.core.refusals import BadInput
from twg.language.rosters import refusals
from twg.language.rosters.apart import from_json, read_apart
from twg.language.rosters.as_json import to_json
from twg.language.rosters.model import Remark, Roster, RosterPerson
from twg.language.tables import refusals as of_tables

HEAD = ["Name", "Sex", "Institution", "Phone", "E-mail", "Category"]
ROWS = [
    HEAD,
    ["H.E. Dr. SOK Sokha", "M", "MoH", 12345678, "sokha@moh.gov.kh", "Government"],
    ["លោកជំទាវ ចាន់ ធី", "F", "MEF", "twelve", None, "something"],
    ["TBC", None, "MEF", None, None, "Government"],
    [None, None, "MEF", "012 345 679", None, "Government"],
]


def all_of(base: type[BadInput], module: ModuleType = refusals) -> list[type[BadInput]]:
    return [each for each in vars(module).values() if isinstance(each, type) and issubclass(each, base)]


def same(one: Roster, other: Roster) -> bool:
    def said(roster: Roster) -> list[object]:
        return [(each.place, each.cell, type(each.what), each.what.data) for each in roster.remarks]

    return one.people == other.people and said(one) == said(other)


async def test_a_list_is_read_as_in_the_process_itself(tmp_path: Path) -> None:
    file = tmp_path / "list"
    file.write_bytes(workbook(ROWS))
    found = from_json(await read_apart(file, "list.xlsx", HEALTH, OTHERS))
    assert same(found, read(workbook(ROWS), "list.xlsx"))
    assert {person.role for person in found.people} <= set(Role)


async def test_a_refusal_is_the_same(tmp_path: Path) -> None:
    file = tmp_path / "list"
    file.write_bytes(text([["Education TWG"], *ROWS]))
    read_so = await read_apart(file, "list.csv", HEALTH, OTHERS)
    with pytest.raises(refusals.RosterOfAnotherTwg) as refused:
        from_json(read_so)
    assert refused.value.data == {"named": "EDU", "twg": "HLT"}


async def test_a_file_that_is_gone_is_refused_too(tmp_path: Path) -> None:
    read_so = await read_apart(tmp_path / "missing", "list.csv", HEALTH, OTHERS)
    with pytest.raises(of_tables.UnsafeWorkbook):
        from_json(read_so)


@pytest.mark.parametrize("what", all_of(refusals.RowRemark))
def test_every_remark_goes_there_and_back(what: type[refusals.RowRemark]) -> None:
    data = {"text": "ក", "role": Role.GOVERNMENT, "row": "7", "limit": 120}
    roster = Roster(
        [RosterPerson("7", Role.CHAIR, "Sokha", phones=("+85512345678",))], [Remark("7", what(**data), "C7")]
    )
    assert same(from_json(to_json(roster)), roster)


@pytest.mark.parametrize("what", [*all_of(refusals.RosterRefusal), *all_of(of_tables.TableRefusal, of_tables)])
def test_every_refusal_goes_there_and_back(what: type[BadInput]) -> None:
    with pytest.raises(what) as refused:
        from_json(to_json(what(most=2000)))
    assert refused.value.data == {"most": 2000}
