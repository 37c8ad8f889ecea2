"""Five lists that were made before the reader was looked at, read right or refused row by row (M5)."""

from tests.rosters import samples_forms as samples
from tests.rosters.files import fields, read, told

HEALTH = samples.HEALTH


def test_each_alternate_has_the_number_behind_the_name() -> None:
    roster = read(*samples.alternates_with_numbers())
    assert fields(roster, "name", "institution", "phones", "alternate_of") == [
        ("Lo Veasnakiry", HEALTH, "+85512930001", None),
        ("Sung Vinntak", HEALTH, "+85512930002", 0),
        ("Khol Ry", HEALTH, "+85512930003", 0),
        ("Li Ailan", "WHO", "+85512930004", None),
        ("Momoe Takeuchi", "WHO", "+85512930005", 3),
        ("", "UNFPA", "", None),
        ("Sok Sokun", "UNFPA", "+85512930006", 5),
    ]
    assert told(roster) == []


def test_the_questions_of_a_form_are_headings() -> None:
    roster = read(*samples.answers_to_a_form())
    assert fields(roster, "role", "name", "institution", "phones", "emails", "sex") == [
        ("government", "SAM Sina", HEALTH, "+85512950001", "sina@moh.gov.kh", "male"),
        ("development_partner", "Sato Yuki", "JICA", "+819012345678", "sato@jica.go.jp", "female"),
    ]
    assert told(roster) == [("", "column_not_read"), ("4", "twice")]


def test_what_else_somebody_is_a_member_of_is_no_name() -> None:
    roster = read(*samples.members_of_other_bodies())
    assert fields(roster, "name", "institution") == [("Ly Thuch", HEALTH)]
    assert told(roster) == [("", "column_not_read")]


def test_two_of_one_name_are_two_where_position_and_number_differ() -> None:
    roster = read(*samples.two_of_one_name())
    assert fields(roster, "name", "position", "institution") == [
        ("Sok Dara", "Director", HEALTH),
        ("Sok Dara", "Officer", HEALTH),
        ("Sok Dara", "Chief", "Ministry of Planning"),
    ]
    assert told(roster) == [("5", "note_in_name"), ("4", "twice")]


def test_a_number_in_any_shape_is_one_and_no_number_is_said() -> None:
    roster = read(*samples.numbers_in_many_shapes())
    assert [each for (each,) in fields(roster, "phones")] == [
        "+85512345679",
        "+85512345670",
        "+85512345671",
        "+85512345672",
        "+85512345673",
        "+85512345675",
        "+85512345676",
        "+85512345677",
        "+85512345681",
        "",
    ]
    assert told(roster) == [("11", "unreadable_phone")]
