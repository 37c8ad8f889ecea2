"""Searching in the chat: word forms, misspelt words, people, kinds, years, pages (D3)."""

import pytest

from storage.documents import DocumentKind
from storage.members import Role
from tests.indicators.conftest import DELIVERIES, defines, reports
from tests.search.conftest import circulate, finds
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Immunisation coverage", "immunised"),
        ("Immunisation coverage", "immunization"),
        ("Immunisation coverage", "IMMUNIZED children coverage"[:9]),
        ("Midwives in health centres", "midwife center"),
        ("Organised labour", "organizing labor"),
        ("Programme for paediatric care", "programs pediatric"),
        ("Budget of the ministry", "budgets ministries"),
        ("Midwifery study", "midwifry"),
        ("Midwifery study", "midwifrey study"),
        ("Committee on nutrition", "comittee"),
        ("Committee on nutrition", "nutritoin"),
        ("Committee on nutrition", "nnutrition"),
        ("Feedback of partners", "back"),
        ("Midwifery study", "midwi stu"),
        ("Midwifery study", "mi"),
        ("Meeting with EU and UN", "un"),
        ("Meeting with EU and UN", '"eu and UN"'),
        ("Plan for 5 provinces", "5"),
        ("ផែនការថវិកាឆ្នាំ២០២៧", "ថវិកា 2027"),
        ("Annex II of the plan", "annex 2"),
        ("Annex 2 of the plan", "annex ii"),
        ("Second plenary", "2nd plenary"),
        ("សេចក្ដីជូនដំណឹងអោយសមាជិក", "ឱ្យសមាជិក"),
    ],
)
async def test_it_is_found(health: Stage, dara: Player, sokha: Player, title: str, words: str) -> None:
    await circulate(dara, title="Something else")
    await circulate(dara, title=title)
    assert await finds(sokha, words) == [title]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Immunisation coverage", '"immunised"'),
        ("Study of midwives", '"midwives study"'),
        ("Plan of 2025", "2035"),
        ("Plant nursery", "Qlmnt"),
        ("Budget 2008-41", "2008-4"),
    ],
)
async def test_it_is_not_found(health: Stage, dara: Player, sokha: Player, title: str, words: str) -> None:
    await circulate(dara, title=title, kind=DocumentKind.OTHER)
    assert await finds(sokha, words) == []


async def test_what_was_found_instead_of_a_misspelt_word_is_said(health: Stage, dara: Player, sokha: Player) -> None:
    await circulate(dara, title="Midwifery study")
    assert await finds(sokha, "midwifry study") == ["Midwifery study"]
    await sokha.sees("search/results", instead={"midwifry": ["midwifery"]})
    assert await finds(sokha, "midwifery") == ["Midwifery study"]
    await sokha.sees("search/results", instead={})


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("ថវីកា", "ថវិកា"),  # a wrong vowel
        ("ថវកា", "ថវិកា"),  # a vowel is missing
        ("សុខាភិបល", "សុខាភិបាល"),
        ("សុខាភិបបាល", "សុខាភិបាល"),  # one too many
        ("ក្រសងួសុខាភិបាល", "ក្រសួងសុខាភិបាល"),  # two exchanged
        ("ក្រសងសុខាភិបាល", "ក្រសួងសុខាភិបាល"),
        ("កសួងសុខាភិបាល", "ក្រសួងសុខាភិបាល"),  # a letter below another is missing
        ("ឌុខាភិបាល", "សុខាភិបាល"),  # the first
    ],
)
async def test_khmer_with_one_wrong_letter_is_found_and_what_was_found_instead_is_said(
    health: Stage, dara: Player, sokha: Player, typed: str, written: str
) -> None:
    vuthy = await health.member("Vuthy", Role.SECRETARIAT, "WHO")  # of another institution than that of the title
    await circulate(vuthy, title="ផែនការឆ្នាំ២០២៦")
    await circulate(dara, title="ផែនការថវិការបស់ក្រសួងសុខាភិបាលឆ្នាំ២០២៧")
    assert await finds(sokha, typed) == ["ផែនការថវិការបស់ក្រសួងសុខាភិបាលឆ្នាំ២០២៧"]
    await sokha.sees("search/results", instead={typed: [written]})
    [found] = (await sokha.shown("search/results"))["found"]
    assert found.stretch is None  # the title has it


@pytest.mark.parametrize("typed", ["ថវ្រ", "ថវិងាន", "សុខភបាល", '"សុខាភិបល"', "កសិកម្ម"])
async def test_khmer_with_more_wrong_letters_is_not_found(
    health: Stage, dara: Player, sokha: Player, typed: str
) -> None:
    await circulate(dara, title="ផែនការថវិការបស់ក្រសួងសុខាភិបាលឆ្នាំ២០២៧")
    assert await finds(sokha, typed) == []
    await sokha.sees("search/results", instead={})


async def test_the_notes_of_reports_find_their_indicator_while_its_card_shows_them(
    health: Stage, dara: Player, sokha: Player
) -> None:
    indicator_id = await defines(dara)
    await reports(sokha, "2008-4 58% from the referral hospitals")
    for player in (dara, sokha):
        assert await finds(player, "referral hospital") == [DELIVERIES]
        [found] = (await player.shown("search/results"))["found"]
        assert found.stretch.hit == "referral"
    await sokha.offers("indicators:open", indicator_id)
    await reports(sokha, "2008-4 61% from the health centres")
    assert await finds(dara, "referral") == []  # that report was replaced, and is on no card
    assert await finds(dara, "centre") == [DELIVERIES]
    await dara.says("/review")
    await dara.presses("indicators:submission")
    await dara.presses("indicators:return")
    await dara.says("Which ones?")
    await dara.presses("form:save")
    assert await finds(sokha, "centre") == []


async def _buttons(player: Player) -> list[str]:
    """The names of all buttons in the chat."""
    return [str(button) for seen in await player.messages() for button in seen.buttons]


async def test_no_word_is_suggested_that_only_others_may_see(health: Stage, dara: Player, sokha: Player) -> None:
    await circulate(dara, title="Zirconium for partners", audience=Audience.SECRETARIAT)
    await circulate(dara, title="Budget")
    for words, found in (("zirconum", []), ("zirconum budget", ["Budget"]), ("conium", [])):
        assert await finds(sokha, words) == found
        await sokha.sees("search/results", instead={}, people=[], more=False)
    await circulate(dara, title="ថវិកាសម្ងាត់", audience=Audience.SECRETARIAT)
    assert await finds(sokha, "ថវកាសម្ងាត់") == []
    await sokha.sees("search/results", instead={}, people=[], more=False)


async def test_people_are_found_by_name_and_by_institution_and_so_is_what_they_sent(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await circulate(dara, title="Budget")
    await sokha.says("/search dara")
    shown = await sokha.shown("search/results")
    assert [person.name for person in shown["people"]] == ["Dara"]
    assert [found.entry.title for found in shown["found"]] == ["Budget"]
    await sokha.presses("members:open")


@pytest.mark.parametrize(
    "words", ["budget kind:report", "kind:Report budget", "report budget", "ប្រភេទ:របាយការណ៍ budget"]
)
async def test_a_kind_narrows_the_search_down(health: Stage, dara: Player, sokha: Player, words: str) -> None:
    await circulate(dara, title="Budget one", kind=DocumentKind.REPORT)
    await circulate(dara, title="Budget two", kind=DocumentKind.PLAN)
    assert await finds(sokha, words) == ["Budget one"]


@pytest.mark.parametrize(
    ("words", "found"), [("2026", 1), ("year:2026", 1), ("ឆ្នាំ:២០២៦", 1), ("2025", 0), ("year:2025", 0)]
)
async def test_a_year_finds_what_is_dated_in_it(
    health: Stage, dara: Player, sokha: Player, words: str, found: int
) -> None:
    await circulate(dara, title="Budget")
    assert len(await finds(sokha, f"budget {words}")) == found


async def test_results_are_turned_and_narrowed_down_by_buttons(health: Stage, dara: Player, sokha: Player) -> None:
    for number in range(12):
        kind = DocumentKind.REPORT if number % 2 else DocumentKind.PLAN
        await circulate(dara, title=f"Budget {number:02}", kind=kind)
        await health.passes(minutes=1)
    await everybody_looks_away(sokha)
    assert await finds(sokha, "budget") == [f"Budget {number:02}" for number in range(11, 1, -1)]
    await sokha.presses("search:page", 2, "any")
    shown = await sokha.shown("search/results")
    assert [found.entry.title for found in shown["found"]] == ["Budget 01", "Budget 00"]
    assert (shown["first"], shown["more"]) == (11, False)


async def test_a_search_of_somebody_else_is_not_continued(health: Stage, dara: Player, sokha: Player) -> None:
    for number in range(12):
        await circulate(dara, title=f"Budget {number:02}")
    await finds(sokha, "budget")
    stranger = await health.member("Vuthy", Role.GOVERNMENT)
    await stranger.forges("search:page:1:2")
    await stranger.is_refused("general#not_found")
    await sokha.forges("search:page:1:2:document.report:2025")
    await sokha.sees("search/results", found=[])
    await health.passes(days=40)
    await health.assistant.leader.tidy()
    await sokha.forges("search:page:1:2")
    await sokha.is_refused("general#not_found")


async def test_the_years_and_kinds_of_what_others_may_see_are_no_buttons(
    health: Stage, dara: Player, sokha: Player
) -> None:
    for number in range(12):
        await circulate(dara, title=f"Budget {number:02}")
    await circulate(dara, title="Budget of partners", kind=DocumentKind.LAW, audience=Audience.SECRETARIAT)
    await finds(sokha, "budget")
    assert not any("law" in button for button in await _buttons(sokha))
