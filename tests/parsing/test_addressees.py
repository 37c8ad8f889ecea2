"""Whom a text names: alone, several in a line, in English and Khmer, and what is nobody's name (D5)."""

import pytest

from twg.language.addressees import Nameable, read_addressees

KNOWN = [
    Nameable("all", ("All members", "everyone", "all"), ("All members",)),
    Nameable("partners", ("Development partners only", "dps", "ដៃគូអភិវឌ្ឍន៍"), ("Development partners only",)),
    Nameable("leads", ("Chair and lead facilitators", "chair and lf"), ("Chair and lead facilitators",)),
    Nameable("secretariat", ("Secretariat", "លេខាធិការដ្ឋាន"), ("Secretariat",)),
    Nameable("role:chair", ("Chair", "ប្រធាន"), ("Chair",)),
    Nameable("subgroup_1", ("Gender", "យេនឌ័រ"), ("Gender", "យេនឌ័រ")),
    Nameable("institution:1", ("Ministry of Health", "MoH", "ក្រសួងសុខាភិបាល"), ("Ministry of Health", "ក្រសួងសុខាភិបាល")),
    Nameable("institution:2", ("Ministry of Education, Youth and Sport",), ("Ministry of Education, Youth and Sport",)),
    Nameable("institution:3", ("Network without Borders",), ("Network without Borders",)),
    Nameable("person:1", ("Sokha Sok", "H.E. Sokha Sok"), ("H.E. Sokha Sok",)),
    Nameable("person:2", ("Sokha Mean",), ("Sokha Mean",)),
    Nameable("person:3", ("Dara Chan",), ("Dara Chan",)),
    Nameable("person:4", ("សុខ សុភា",), ("សុខ សុភា",)),
]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("all DPs and the Chair", ["partners", "role:chair"]),
        ("everyone", ["all"]),
        ("Chair and lead facilitators", ["leads"]),
        ("the chair and lf, and Gender", ["leads", "subgroup_1"]),
        ("Sokha Sok, Dara", ["person:1", "person:3"]),
        ("Sok Sokha\nChan Dara", ["person:1", "person:3"]),
        ("H.E. Sokha Sok & MoH + Dara Chan", ["person:1", "institution:1", "person:3"]),
        ("Ministry of Education, Youth and Sport and the Secretariat", ["institution:2", "secretariat"]),
        ("ប្រធាន និងលេខាធិការដ្ឋាន", ["role:chair", "secretariat"]),
        ("ប្រធាននិងលេខាធិការដ្ឋាន", ["role:chair", "secretariat"]),
        ("ដៃគូអភិវឌ្ឍន៍ទាំងអស់ និង សុភា", ["partners", "person:4"]),
        ("ក្រសួងសុខាភិបាល ព្រមទាំង Dara", ["institution:1", "person:3"]),
        ("យេនឌ័រ, MoH", ["subgroup_1", "institution:1"]),
        ("Dara/MoH", ["person:3", "institution:1"]),
        ("Network without Borders and Dara", ["institution:3", "person:3"]),
    ],
)
def test_a_text_that_names_each_for_certain(text: str, tokens: list[str]) -> None:
    named = read_addressees(text, KNOWN)
    assert [each.sure for each in named] == [True] * len(tokens)
    assert [each.tokens[0] for each in named] == tokens


@pytest.mark.parametrize(
    ("text", "asked", "tokens"),
    [
        ("Sokha and Dara", "Sokha", ("person:1", "person:2")),
        ("Ministry", "Ministry", ("institution:1", "institution:2")),
        ("Dara and Sokha Meen", "Sokha Meen", ("person:2",)),
        ("Sokah", "Sokah", ("person:1", "person:2")),
    ],
)
def test_what_may_mean_several_or_is_near_to_a_name_is_asked(text: str, asked: str, tokens: tuple[str, ...]) -> None:
    [unsure] = [each for each in read_addressees(text, KNOWN) if not each.sure]
    assert (unsure.text, unsure.tokens) == (asked, tokens)


@pytest.mark.parametrize(
    "text",
    [
        "all DPs except Kenji",
        "everyone but Dara",
        "everyone except Dara and Sokha Sok",
        "all DPs, not Dara and Sokha Mean",
        "everyone, but leave out MoH",
        "Dara, MoH and the Chair, w/o Gender",
        "ទាំងអស់គ្នា លើកលែងតែ ប្រធាន និង សុខ សុភា",
        "គ្រប់គ្នា ដោយមិនរាប់បញ្ចូលប្រធាន និងលេខាធិការដ្ឋាន",
        "not Dara",
        "Vichea Long",
        "xyz",
        "ក្រៅពីប្រធាន",
        "12",
        "?",
    ],
)
def test_who_is_left_out_or_unknown_is_nobody(text: str) -> None:
    [named] = read_addressees(text, KNOWN)
    assert (named.tokens, named.sure) == ((), False)


def test_a_text_without_words_names_nobody() -> None:
    assert read_addressees(" , and ; ", KNOWN) == []
