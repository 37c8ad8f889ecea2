"""Files that are no rosters, or not those of the TWG: one sentence each, and nothing is read (M5)."""

import io
import zipfile
from collections.abc import Callable

import pytest

from tests.rosters import samples
from tests.rosters.files import archive, bare_workbook, read, text, workbook
from twg.language.rosters import refusals
from twg.language.tables import refusals as of_tables

HEAD = ["Name", "Institution", "Phone", "Category"]


@pytest.mark.parametrize("sent", [samples.fifty_thousand_rows, samples.fifty_thousand_rows_of_a_workbook])
def test_fifty_thousand_rows_end_at_the_first_too_many(sent: Callable[[], samples.Sent]) -> None:
    with pytest.raises(of_tables.TooManyRows) as refused:
        read(*sent())
    assert refused.value.data == {"most": 2000}


@pytest.mark.parametrize("sent", [samples.zip_bomb, samples.zip_bomb_of_pictures])
def test_a_zip_bomb_is_refused_before_it_is_unpacked(sent: Callable[[], samples.Sent]) -> None:
    with pytest.raises(of_tables.UnsafeWorkbook):
        read(*sent())


def test_entities_that_multiply_are_refused_at_their_declaration() -> None:
    bomb = b'<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
    for sheet in (bomb, bomb.decode().encode("utf-16")):
        with pytest.raises(of_tables.UnsafeWorkbook):
            read(bare_workbook(sheet))


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, of_tables.OldWorkbook),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), of_tables.LockedWorkbook),
        (b"%PDF-1.7 ...", of_tables.NotARoster),
        (b"PK\x03\x04 damaged", of_tables.NotARoster),
        (archive({"word/document.xml": b"<w/>"}), of_tables.NotARoster),
        (archive({"xl/workbook.bin": b""}), of_tables.OldWorkbook),
        (b"<html><table><tr><td>Name</td></tr></table>", of_tables.NotARoster),
        (bytes(range(256)) * 20, of_tables.NotARoster),
        (b"", refusals.NoHeadings),
        (b"Sok Chan,MoH,012345678\nKeo Ny,MoP,012345679\n", refusals.NoHeadings),
        (text([HEAD]), refusals.NobodyInRoster),
        (workbook([["Shopping list"], ["Rice", 5]]), refusals.NoHeadings),
    ],
)
def test_other_files_get_a_sentence_each(data: bytes, refusal: type[of_tables.TableRefusal]) -> None:
    with pytest.raises(refusal):
        read(data)


def test_a_damaged_workbook_is_no_roster() -> None:
    whole = workbook([HEAD, ["Sok Chan", "MoH", "012 345 678", "Government"]])
    for cut in (len(whole) // 2, len(whole) - 10):
        with pytest.raises(of_tables.NotARoster):
            read(whole[:cut])
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("xl/workbook.xml", "<workbook><sheets>")
    with pytest.raises(of_tables.NotARoster):
        read(file.getvalue())


@pytest.mark.parametrize(
    ("title", "name", "named"),
    [
        ("Members of the Education TWG", "list.xlsx", "EDU"),
        ("Technical Working Group on Agriculture & Water", "list.xlsx", "AW"),
        ("បញ្ជីសមាជិកក្រុមការងារបច្ចេកទេសអប់រំ", "list.xlsx", "EDU"),
        ("List", "EDU_TWG_members.xlsx", "EDU"),
    ],
)
def test_a_list_of_another_twg_is_refused(title: str, name: str, named: str) -> None:
    rows = [[title], HEAD, ["Mr. Sok Chan", "MoEYS", "012 345 678", "Government"]]
    with pytest.raises(refusals.RosterOfAnotherTwg) as refused:
        read(workbook(rows), name)
    assert refused.value.data == {"named": named, "twg": "HLT"}


@pytest.mark.parametrize(
    "title", ["TWG members by education and sex", "Members of the TWG; education: see column F", "TWG list"]
)
def test_a_word_that_is_the_name_of_another_twg_refuses_nothing(title: str) -> None:
    assert len(read(workbook([[title], HEAD, ["Mr. Sok Chan", "MoH", "", "Government"]])).people) == 1


def test_a_list_that_names_this_twg_among_others_is_read() -> None:
    rows = [["Health TWG (joint list with the HIV/AIDS TWG)"], HEAD, ["Mr. Sok Chan", "MoH", "", "Government"]]
    assert len(read(workbook(rows)).people) == 1


def test_rows_of_other_twgs_in_a_list_of_all_are_left_out() -> None:
    head = ["TWG", *HEAD]
    rows = [head, ["HLT", "Sok Chan", "MoH", "", "RGC"], ["EDU", "Keo Ny", "MoEYS", "", "RGC"]]
    roster = read(workbook(rows))
    assert [person.name for person in roster.people] == ["Sok Chan"]
    assert [remark.what.key for remark in roster.errors] == ["rosters#other_twgs_row"]
    with pytest.raises(refusals.RosterOfAnotherTwg):
        read(workbook([head, rows[2]]))
