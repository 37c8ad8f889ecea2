"""Which institutions are near to a name (M10)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.core.spelling import key_of
from storage.members import Institution, NamedInstitution
from storage.members.known_bodies import list_bodies
from twg.institutions.naming import MOST_NEAR, Institutions

NAMES = ("MoH", "Ministry of Women's Affairs", "GIZ", "Cambodian Red Cross", "ក្រសួងផែនការ", "Save the Children")


def known(*names: str) -> Institutions:
    return Institutions(tuple(NamedInstitution(Institution(id=n, name=name), (name,)) for n, name in enumerate(names)))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("MOH", "MoH"),
        ("Ministry of Health", "MoH"),
        ("ក្រសួង\u200bសុខាភិបាល", "MoH"),
        ("ministry of planning", "ក្រសួងផែនការ"),
        ("MoP", "ក្រសួងផែនការ"),
        ("MoWA", "Ministry of Women's Affairs"),
        ("Ministry of Women’s Affairs", "Ministry of Women's Affairs"),
        ("giz", "GIZ"),
    ],
)
def test_an_institution_is_known_by_each_of_its_names(typed: str, expected: str) -> None:
    called = known(*NAMES).called(typed)
    assert called is not None
    assert called.name == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("CRC", ["Cambodian Red Cross"]),
        ("Save the Childern", ["Save the Children"]),
        ("Department of Planning, MoH", ["MoH"]),
        ("GIZ Cambodia", ["GIZ"]),
        ("The Red Cross of Cambodia", ["Cambodian Red Cross"]),
        ("អគ្គនាយកដ្ឋានផែនការ ក្រសួងផែនការ", ["ក្រសួងផែនការ"]),
        ("MoT", []),
        ("Ministry of Mines", []),
        ("WFP", []),
        ("Cambodia", []),
        ("ក្រសួងការបរទេស", []),
    ],
)
def test_those_near_to_a_name_are_found_and_others_are_not(typed: str, expected: list[str]) -> None:
    assert [institution.name for institution in known(*NAMES).near(typed)] == expected


def test_no_name_of_a_known_body_is_another_ones_too() -> None:
    keys = [key for body in list_bodies() for key in {key_of(name) for name in body.names}]
    assert len(keys) == len(set(keys))


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=40), max_size=8))
def test_whatever_is_typed_few_are_offered(typed: str, names: list[str]) -> None:
    institutions = known(*names)
    assert len(institutions.near(typed)) <= MOST_NEAR
    institutions.called(typed)
