"""What a text that is shared tells of by itself, and how an answer about that is read (S1)."""

from datetime import date

import pytest

from messages.rendering.templating import format_period
from tests.sharing.conftest import stored_posts
from tests.support.stage import Player, Stage
from twg.language.periods import Period
from twg.language.post_days import read_days
from twg.language.post_facts import Facts, find_facts, read_answer

TODAY = date(2026, 11, 29)


def days(first: tuple[int, int, int], last: tuple[int, int, int] | None = None) -> Period:
    return Period(date(*first), date(*(last or first)))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("3-14 December", days((2026, 12, 3), (2026, 12, 14))),
        ("from 28 Nov to 3 Dec 2026", days((2026, 11, 28), (2026, 12, 3))),
        ("15 Dec – 10 January 2027", days((2026, 12, 15), (2027, 1, 10))),
        ("3/12/2026 - 14/12/2026", days((2026, 12, 3), (2026, 12, 14))),
        ("Jan–Mar 2027", days((2027, 1, 1), (2027, 3, 31))),
        ("20 November", days((2026, 11, 20))),
        ("20/11/2026", days((2026, 11, 20))),
        ("Q1 2027", days((2027, 1, 1), (2027, 3, 31))),
        ("March", days((2027, 3, 1), (2027, 3, 31))),
        ("2027-2028", days((2027, 1, 1), (2028, 12, 31))),
        ("2027-2029", days((2027, 1, 1), (2029, 12, 31))),
        ("ខែធ្នូ ២០២៦", days((2026, 12, 1), (2026, 12, 31))),
        ("ថ្ងៃទី៣ ដល់ ១៤ ខែធ្នូ", days((2026, 12, 3), (2026, 12, 14))),
        ("2026-12-01 to 2026-12-05", days((2026, 12, 1), (2026, 12, 5))),
        ("01.12.2026 – 05.12.2026", days((2026, 12, 1), (2026, 12, 5))),
        ("December 3-14, 2026", days((2026, 12, 3), (2026, 12, 14))),
        ("3, 4 and 5 December", days((2026, 12, 3), (2026, 12, 5))),
        ("next week", days((2026, 11, 30), (2026, 12, 4))),
        ("last month", days((2026, 10, 1), (2026, 10, 31))),
        ("tomorrow", days((2026, 11, 30))),
        ("សប្ដាហ៍ក្រោយ", days((2026, 11, 30), (2026, 12, 4))),
        ("athit kraoy", days((2026, 11, 30), (2026, 12, 4))),
        ("soon", None),
        ("2026-02-30", None),
        ("31 June 2027", None),
        ("14-3 December 2026", None),
    ],
)
def test_days_are_read_as_they_are_written(text: str, period: Period | None) -> None:
    assert read_days(text, today=TODAY) == period


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "A mission of the World Bank is in Battambang from 3 to 14 December with MoH.",
            Facts(days((2026, 12, 3), (2026, 12, 14)), "Battambang", "MoH"),
        ),
        ("We met on 20 November with UNFPA and WHO.", Facts(days((2026, 11, 20)), party="UNFPA and WHO")),
        ("The bank approved USD 30 m for rural roads", Facts(amount="USD 30 m")),
        (
            "partner: KfW; amount: EUR 10 million; dates: 2027",
            Facts(days((2027, 1, 1), (2027, 12, 31)), party="KfW", amount="EUR 10 million"),
        ),
        ("ផ្ដល់ជំនួយ ៨ លានអឺរ៉ូ នៅខេត្តបាត់ដំបង", Facts(place="ខេត្តបាត់ដំបង", amount="៨ លានអឺរ៉ូ")),
        ("The gender audit is out", Facts(theme="Gender")),
        ("Comments by 15 January, please", Facts()),
        ("Kindly send comments by Friday 11 December 2026 COB. Deadline of the tender: 5 January 2027.", Facts()),
        ("Comments are due on 18 December. The workshop is on 5 January 2027.", Facts(days((2027, 1, 5)))),
        ("សូមផ្ដល់យោបល់យ៉ាងយូរត្រឹមថ្ងៃសុក្រ ទី១១ ខែធ្នូ ឆ្នាំ២០២៦។", Facts()),
        ("Survey team: 30 Nov – 11 Dec; the debriefing is on 11 December", Facts(days((2026, 11, 30), (2026, 12, 11)))),
        (
            "KOICA approved USD 8 million for Kampong Speu (2027-2031).",
            Facts(days((2027, 1, 1), (2031, 12, 31)), amount="USD 8 million"),
        ),
        ("Global Fund GC8, USD 42.5 million, concept notes due 31 January 2027", Facts(amount="USD 42.5 million")),
        (
            "Partners: UNFPA, WHO. Amount: USD 1.2 million. Period: 2027-2028. Place: Takeo.",
            Facts(days((2027, 1, 1), (2028, 12, 31)), "Takeo", "UNFPA, WHO", "USD 1.2 million"),
        ),
        (
            "Budget: KHR 4,000,000,000 from the state for centres in Ratanakiri and Prey Veng",
            Facts(place="Ratanakiri and Prey Veng", amount="KHR 4,000,000,000"),
        ),
        (
            "bong, mission WHO mok Battambang thngai ti 3 dol 14 khae 12, USD 5 lean",
            Facts(days((2026, 12, 3), (2026, 12, 14)), "Battambang", amount="USD 5 lean"),
        ),
        ("សិក្ខាសាលាថ្ងៃទី០៨ ខែ១២ ឆ្នាំ២០២៦ នៅខេត្តព្រៃវែង", Facts(days((2026, 12, 8)), "ខេត្តព្រៃវែង")),
        ("Our mission មក 3-14 December ជាមួយ MoH.", Facts(days((2026, 12, 3), (2026, 12, 14)), party="MoH")),
        ("It was between 3 December and 2 January, or on 5 May", Facts()),
        ("A study of midwives: https://example.org/2026/12/3?a=4-5", Facts()),
    ],
)
def test_only_what_is_certain_is_taken_from_a_text(text: str, facts: Facts) -> None:
    assert find_facts(text, ["Gender"], today=TODAY) == facts


@pytest.mark.parametrize(
    ("text", "place", "facts"),
    [
        ("3–14 December, Battambang", True, Facts(days((2026, 12, 3), (2026, 12, 14)), "Battambang")),
        ("20 November, at MoH, with all DPs", True, Facts(days((2026, 11, 20)), "MoH", "all DPs")),
        ("ADB; USD 3,863,635; 2027", False, Facts(days((2027, 1, 1), (2027, 12, 31)), "", "ADB", "USD 3,863,635")),
        ("MoEYS, 3 December, 2026", False, Facts(days((2026, 12, 3)), party="MoEYS")),
        ("NIS, 2025", False, Facts(days((2025, 1, 1), (2025, 12, 31)), party="NIS")),
        ("៣–១៤ ធ្នូ, បាត់ដំបង", True, Facts(days((2026, 12, 3), (2026, 12, 14)), "បាត់ដំបង")),
        ("all over the country", True, Facts(place="all over the country")),
        ("15 Dec Kampong Cham", True, Facts(days((2026, 12, 15)), "Kampong Cham")),
        ("Kampong Cham 3-14 December 2026", True, Facts(days((2026, 12, 3), (2026, 12, 14)), "Kampong Cham")),
        ("15 Dec Kampong Cham with WHO and MoH", True, Facts(days((2026, 12, 15)), "Kampong Cham", "WHO and MoH")),
        ("ADB, 200k, 2027", False, Facts(days((2027, 1, 1), (2027, 12, 31)), party="ADB", amount="200k")),
        ("ADB 200k 2027", False, Facts(days((2027, 1, 1), (2027, 12, 31)), party="ADB", amount="200k")),
        ("KOICA USD 5 million", False, Facts(party="KOICA", amount="USD 5 million")),
        ("UNFPA and NIPH, Nov 2026", False, Facts(days((2026, 11, 1), (2026, 11, 30)), party="UNFPA and NIPH")),
        ("Room 12, Sunway Hotel", True, Facts(place="Room 12, Sunway Hotel")),
        ("MoH, 3 provinces", False, Facts(party="MoH, 3 provinces")),
    ],
)
def test_an_answer_is_read_in_its_parts(text: str, place: bool, facts: Facts) -> None:
    assert read_answer(text, rest_is_place=place, today=TODAY) == facts


@pytest.mark.parametrize(
    ("first", "last", "english", "khmer"),
    [
        (date(2026, 11, 1), date(2026, 11, 30), "November 2026", "ខែវិច្ឆិកា ឆ្នាំ២០២៦"),
        (date(2027, 1, 1), date(2027, 6, 30), "January 2027 – June 2027", "ខែមករា ឆ្នាំ២០២៧ – ខែមិថុនា ឆ្នាំ២០២៧"),
        (date(2027, 1, 1), date(2027, 12, 31), "2027", "ឆ្នាំ២០២៧"),
        (date(2027, 1, 1), date(2029, 12, 31), "2027 – 2029", "ឆ្នាំ២០២៧ – ឆ្នាំ២០២៩"),
        (date(2026, 12, 1), date(2026, 12, 1), "Tuesday 1 December 2026", "ថ្ងៃអង្គារ ទី១ ខែធ្នូ ឆ្នាំ២០២៦"),
    ],
)
def test_whole_months_and_years_are_shown_as_such(first: date, last: date, english: str, khmer: str) -> None:
    assert [format_period(first, last, locale=locale) for locale in ("en", "km")] == [english, khmer]


async def test_days_that_are_none_are_asked_again_and_the_rest_is_kept(health: Stage, sokha: Player) -> None:
    await sokha.says("/share The strategy is adopted")
    await sokha.presses("form:choice=policy")
    await sokha.asks("details")
    await sokha.says("MoH, Feb 30")
    await sokha.is_refused("sharing#unreadable_days", text="Feb 30")
    await sokha.asks("period")
    await sokha.says("last week")
    await sokha.presses("form:skip")
    await sokha.presses("form:choice=all")
    assert (await sokha.summary())["party"] == "MoH"
    await sokha.presses("form:save")
    [post] = await stored_posts(health)
    assert (post.starts_on, post.ends_on, post.party) == (date(2026, 11, 16), date(2026, 11, 20), "MoH")
