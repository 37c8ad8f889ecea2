"""Every list of the tests of reading, sent in the chat by a secretary: dry run, remarks, import, again (M5)."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from storage.members import Role
from tests.rosters import samples, samples_blind, samples_fresh, samples_ministries
from tests.rosters.files import workbook
from tests.rosters.test_importing import HEAD, entries, sends
from tests.support.cases import in_turn, one_language
from tests.support.stage import Player, Stage


@dataclass(frozen=True)
class Expected:
    """What a list comes to.

    Attributes:
        rows: about somebody or a seat.
        left_out: of these, rows that are not understood.
        remarks: place and key, those of errors first.
    """

    rows: int
    names: list[str]
    vacant: int = 0
    left_out: int = 0
    remarks: tuple[tuple[str, str], ...] = ()


def _by_institution(*rows: str) -> tuple[tuple[str, str], ...]:
    return tuple((row, "role_from_institution") for row in rows)


EXPECTED: dict[Callable[[], samples.Sent], Expected] = {
    samples.parts_under_headings: Expected(5, ["SOK Sokha", "CHAN Dara", "Maria Lopez", "Kenji Sato"], vacant=1),
    samples.in_khmer: Expected(5, ["សុខ សុខា", "ចាន់ ដារ៉ា", "កែវ វណ្ណា", "Maria Lopez"], vacant=1),
    samples.two_rows_of_headings: Expected(2, ["SOK Sokha", "HENG Ratana"], remarks=_by_institution("4", "5")),
    samples.alternates_below: Expected(4, ["Anna Berg", "Tom Reed", "Li Na", "Kim Ly", "Jo Park"]),
    samples.alternates_in_columns: Expected(2, ["Sok Chan", "Keo Ny", "Heng Dy"], remarks=_by_institution("3", "4")),
    samples.surname_first: Expected(2, ["Müller Jürgen", "Sok Ny"]),
    samples.merged_institutions: Expected(3, ["Sok Sokha", "Chan Dara", "Maria Lopez"]),
    samples.roles_of_a_column: Expected(
        9,
        ["Ly Thuch", "Ann Lee", "Som Ol", "Keo Ny", "Pak Vy", "Te Ly", "Ros Sy"],
        left_out=2,
        remarks=(
            ("9", "no_role"),
            ("10", "one_cell_only"),
            ("8", "role_from_institution"),
            ("8", "unknown_role"),
            ("8", "unreadable_phone"),
        ),
    ),
    samples.doubled_and_hidden: Expected(
        4,
        ["Sok Chan", "Keo Ny", "Sok Chan"],
        left_out=1,
        remarks=(("4", "twice"), ("3", "hidden_row"), ("6", "wrong_total")),
    ),
    samples.formulas: Expected(
        2, ["Sok Chan"], left_out=1, remarks=(("3", "not_calculated"), ("2", "role_from_institution"))
    ),
    samples.headings_printed_again: Expected(
        4,
        ["SOK Sokha", "HENG Ratana", "SATO Ken"],
        vacant=1,
        remarks=(*_by_institution("3", "4", "7"), ("7", "unreadable_email"), *_by_institution("9")),
    ),
    samples.for_a_meeting: Expected(
        6, ["ENG Huot", "SUNG Vinntak", "KIM Leang", "Asheena Khalakdina", "SIN Somuny"], vacant=1
    ),
    samples.khmer_decision: Expected(
        4, ["CHHEANG RA", "OR VANDINE", "SOK BUN", "KEO SREYPICH"], remarks=_by_institution("5", "6")
    ),
    samples.contact_book: Expected(
        3,
        ["Anna de Vries", "Vuthy Chhim"],
        vacant=1,
        remarks=(*_by_institution("2", "3", "4"), ("", "column_not_read")),
    ),
    samples.matrix_of_ministries: Expected(
        5,
        ["Yim Yann", "Lo Veasnakiry", "Foroogh Foyouzat", "Rami Said", "KAMEI Haruko", "Reaksmey Hong"],
        vacant=2,
    ),
    samples.attendance_sheet: Expected(
        3, ["Kith Meng", "Ing Kantha Phavi", "Sok\u200bDara"], remarks=_by_institution("3", "4", "5")
    ),
    samples_blind.notes_first: Expected(3, ["KONG Sophal", "PRAK Chanthy", "Erik Lund"]),
    samples_blind.khmer_utf16: Expected(4, ["ហ៊ុន ម៉ានី", "ទេព សុផល", "លី សុវណ្ណ", "ម៉ារី ឌុយប៉ុង"], remarks=_by_institution("3")),
    samples_blind.merged_two_rows: Expected(5, ["CHEA Samnang", "SOM Nara", "Lena Fischer"], vacant=2),
    samples_blind.titles_in_names: Expected(
        5,
        ["SAO Chenda", "LIM Bopha", "Uy Pech", "Jean-Pierre O'Brien", "Ana María del Carmen Ruiz"],
        remarks=_by_institution("2", "3", "4", "5", "6"),
    ),
    samples_blind.csv_alternates: Expected(3, ["MEAS Rithy", "NOU Kim", "Paul Green"]),
    samples_blind.offices: Expected(4, ["OUK Rabun", "LIM Kean Hor", "Marta Silva", "CHHUN Vuthy"]),
    samples_blind.french: Expected(2, ["François Lefèvre", "SENG Hélène"]),
    samples_blind.sex_in_two: Expected(3, ["YOS Sokun", "Inga Holm", "KHOEUN Da"]),
    samples_blind.title_column: Expected(4, ["TOUCH Vina", "Okello Grace", "Weber Nils"], vacant=1),
    samples_blind.khmer_headings: Expected(5, ["ឡុង វិសាល", "SRUN Lim", "Tanaka Yui", "ព្រំ ដា", "ម៉ៅ ធី"]),
    samples_blind.phones: Expected(
        8,
        ["AA Sok", "BB Sok", "CC Sok", "DD Sok", "EE Sok", "FF Sok", "GG Sok", "HH Sok"],
        remarks=(("8", "unreadable_phone"), ("9", "unreadable_phone")),
    ),
    samples_blind.member_alternate_lines: Expected(
        3,
        ["Rosa Bianchi", "HENG Sovann", "Yuko Mori", "PHAN Leak", "TEP Vanna"],
        vacant=1,
    ),
    samples_fresh.khmer_annex: Expected(
        6,
        ["ឈាង រ៉ា", "ហុក គឹមចេង", "អ៊ុក វិចិត្រា", "ម៉ៅ តាន់អៀង", "ពៅ ចាន់ធូ", "សុខ ភារុណ"],
        remarks=(("", "column_not_read"),),
    ),
    samples_fresh.two_in_a_cell: Expected(
        6,
        ["LO Veasnakiry", "NUTH Sokhom", "Momoe Takeuchi", "Someone Gone"],
        left_out=2,
        remarks=(
            ("6", "several_people"),
            ("10", "several_people"),
            ("7", "hidden_row"),
            ("11", "hidden_row"),
            ("12", "wrong_total"),
            ("", "hidden_column"),
        ),
    ),
    samples_fresh.semicolons_with_dates: Expected(
        4,
        ["CHAN Sophea", "LY Bopha", "Paul Weiss", "នួន ផល្លា"],
        remarks=(("", "column_not_read"), ("", "column_not_read")),
    ),
    samples_fresh.degrees: Expected(
        12,
        [
            "KHUON Sudary",
            "CHEA Visoth",
            "NHEM Thavy",
            "ហង់ជួន ណារ៉ុន",
            "ស៊ិន សុមុនី",
            "LIM Sovann",
            "John Macfarlane Jr.",
            "Maria Da Silva",
            "Ma Sokha",
        ],
        vacant=3,
    ),
    samples_fresh.member_and_alternate_columns: Expected(
        5,
        ["OR Vandine", "LY Sovann", "HENG Chanthol", "ROS Phirun", "Derveeuw Sandra", "VAR Chivorn"],
        vacant=3,
    ),
    samples_fresh.letter_list: Expected(
        5,
        ["YIM Chhay Ly", "SOK Silo", "Claire Conan", "Francis Awuor"],
        left_out=1,
        remarks=(("12", "twice"),),
    ),
    samples_ministries.institutions_as_rows: Expected(
        4,
        ["KY Sovann", "SIV Éline", "Hélène Dupré", "Loïc Béranger"],
        remarks=(("9", "taken_as_institution"), ("11", "taken_as_institution")),
    ),
    samples_ministries.ticked_roles: Expected(
        4, ["IENG Moly", "TAN Phalla", "EK Sonn Chan", "HOU Nirmita"], remarks=_by_institution("4")
    ),
}


async def secretary(health: Stage, language: str) -> Player:
    return await health.member("Vanna", "secretariat", language=language)


@pytest.mark.parametrize(("sent", "language"), in_turn(EXPECTED))
async def test_it_is_shown_first_then_imported_and_the_same_again_changes_nothing(
    health: Stage, sent: Callable[[], samples.Sent], language: str
) -> None:
    vanna, expected, (data, name) = await secretary(health, language), EXPECTED[sent], sent()
    await sends(vanna, data, name)
    await vanna.presses("rosters:look")
    shown = await vanna.shown("rosters/planned")
    plan = shown["plan"]
    people = len(expected.names)
    assert (plan.rows, len(plan.new), plan.vacant, plan.left_out) == (
        expected.rows,
        people,
        expected.vacant,
        expected.left_out,
    )
    told = [(remark.place, remark.what.key.removeprefix("rosters#")) for remark in shown["remarks"]]
    assert told == list(expected.remarks)
    assert await entries(health) == []
    await vanna.presses("rosters:apply")
    await vanna.sees("rosters/imported")
    assert sorted(entry.name for entry in await entries(health)) == sorted(expected.names)
    await sends(vanna, data, name)
    await vanna.presses("rosters:look")
    again = (await vanna.shown("rosters/planned"))["plan"]
    assert (len(again.new), len(again.changed), again.unchanged, again.missing) == (0, 0, people, [])


@pytest.mark.parametrize("language", one_language("km"))
async def test_rows_that_are_not_understood_are_corrected_in_the_file_and_taken_then(
    health: Stage, language: str
) -> None:
    vanna = await secretary(health, language)
    good = [1, "Mr. SOK Chan", "M", "Officer", "MoH", "012 345 678", None, "Government"]
    wrong = [
        [2, None, "F", "Officer", "MoP", "012 345 679", None, "Government"],
        [3, "Ms. KEO Ny", "F", "Officer", "Somewhere", "012 345 67X", None, None],
    ]
    await sends(vanna, workbook([HEAD, good, *wrong]))
    await vanna.presses("rosters:look")
    shown = await vanna.shown("rosters/planned")
    assert [(remark.place, remark.what.key) for remark in shown["remarks"]] == [
        ("3", "rosters#no_name"),
        ("4", "rosters#role_from_above"),
        ("4", "rosters#unreadable_phone"),
    ]
    await vanna.presses("rosters:apply")
    taken = [(entry.name, entry.role, entry.phones) for entry in await entries(health)]
    assert taken == [("SOK Chan", Role.GOVERNMENT, ["+85512345678"]), ("KEO Ny", Role.GOVERNMENT, [])]
    right = [
        [2, "Ms. LY Mom", "F", "Officer", "MoP", "012 345 679", None, "Government"],
        [3, "Ms. KEO Ny", "F", "Officer", "Somewhere", "012 345 670", None, "NGO"],
    ]
    await sends(vanna, workbook([HEAD, good, *right]))
    await vanna.presses("rosters:look")
    shown = await vanna.shown("rosters/planned")
    plan = shown["plan"]
    assert (len(plan.new), len(plan.changed), plan.unchanged, plan.left_out) == (1, 1, 1, 0)
    assert shown["remarks"] == []
    await vanna.presses("rosters:apply")
    taken = [(entry.name, entry.role, entry.phones) for entry in await entries(health)]
    assert taken == [
        ("SOK Chan", Role.GOVERNMENT, ["+85512345678"]),
        ("KEO Ny", Role.CIVIL_SOCIETY, ["+85512345670"]),
        ("LY Mom", Role.GOVERNMENT, ["+85512345679"]),
    ]


#: Files that are far too much, and how they are refused.
TOO_MUCH: dict[Callable[[], samples.Sent], str] = {
    samples.fifty_thousand_rows: "rosters#too_many_rows",
    samples.fifty_thousand_rows_of_a_workbook: "rosters#too_many_rows",
    samples.zip_bomb: "rosters#unsafe_workbook",
    samples.zip_bomb_of_pictures: "rosters#unsafe_workbook",
}


@pytest.mark.parametrize(("sent", "language"), in_turn(TOO_MUCH))
async def test_a_file_that_is_far_too_much_is_refused_in_a_sentence_and_nothing_is_taken(
    health: Stage, sent: Callable[[], samples.Sent], language: str
) -> None:
    refusal = TOO_MUCH[sent]
    vanna, (data, name) = await secretary(health, language), sent()
    await sends(vanna, data, name)
    await vanna.presses("rosters:look")
    await vanna.is_refused(refusal)
    await vanna.forges("rosters:apply:1")
    await vanna.is_refused(refusal)
    assert await entries(health) == []


@pytest.mark.parametrize("language", one_language("en"))
async def test_the_button_of_a_list_is_no_ones_who_may_not_import(health: Stage, language: str) -> None:
    vanna = await secretary(health, language)
    sokha = await health.member("Sokha", "development_partner", language=language)
    data, name = samples.in_khmer()
    await sends(vanna, data, name)
    await sokha.forges("rosters:apply:1")
    await sokha.is_refused("general#not_allowed")
    assert await entries(health) == []
