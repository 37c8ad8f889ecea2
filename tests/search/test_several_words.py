"""Several words: in different fields of an entry, one misspelt beside a right one, one that nothing has (D3)."""

import pytest

from storage.documents import DocumentKind
from tests.actions.conftest import records
from tests.indicators.conftest import DELIVERIES, defines
from tests.search.conftest import circulate, finds
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience


async def test_a_paper_is_found_by_its_meeting_its_author_and_its_kind_together_however_they_are_spelt(
    health: Stage, dara: Player, sokha: Player
) -> None:
    meeting_id = await announce_meeting(dara, title="Second plenary", agenda=[])
    await circulate(dara, title="Costing annex", meeting_id=meeting_id, kind=DocumentKind.AGENDA)
    await circulate(dara, title="Another matter", kind=DocumentKind.AGENDA)
    for words in ("plenary annex", "annex plenery", "dara annex", "darra annex", "darra plenery annex"):
        assert await finds(sokha, words) == ["Costing annex"], words
    for words in ("agenda plenery", "agendda plenery", "plenary kind:agenda"):
        assert set(await finds(sokha, words)) == {"Second plenary", "Costing annex"}, words
    assert await finds(sokha, '"plenary" annex') == ["Second plenary"]
    await sokha.sees("search/results", left_out=("annex",))
    await finds(sokha, "annex plenery")
    await sokha.sees("search/results", instead={"plenery": ["plenary"]}, left_out=())
    [shown] = (await sokha.shown("search/results"))["found"]
    assert shown.about == "Second plenary"
    await finds(sokha, "darra annex")
    await sokha.sees("search/results", instead={"darra": ["dara"]})
    action_id = await records(dara, sokha, "Send the costing", meeting_id=meeting_id)
    assert await finds(sokha, "plenary costing") == ["Send the costing", "Costing annex"]
    await sokha.offers("actions:open", action_id)


async def test_what_is_known_in_another_spelling_is_not_left_out(health: Stage, dara: Player, sokha: Player) -> None:
    """The other word is, though it is found as it was typed."""
    await circulate(dara, title="Immunisation coverage")
    await circulate(dara, title="Zinc plan")
    for words in ("/search imunisation zinc", "find the imunisation paper from zinc"):
        await sokha.says(words)
        await sokha.sees("search/results", left_out=("zinc",))
    for words in ("search: coverage", "serch for imunisation", "ស្វែងរក Immunisation"):
        await sokha.says(words)
        assert [each.entry.title for each in (await sokha.shown("search/results"))["found"]] == [
            "Immunisation coverage"
        ]


async def test_a_meeting_finds_its_papers_by_its_new_title_after_it_was_renamed(
    health: Stage, dara: Player, sokha: Player
) -> None:
    meeting_id = await announce_meeting(dara, title="Second plenary", agenda=[])
    await circulate(dara, title="Costing annex", meeting_id=meeting_id)
    await everybody_looks_away(dara)
    await dara.forges(f"meetings:retitle:{meeting_id}")
    await dara.says("Retreat in Kep")
    await dara.presses("form:choice=0")
    await dara.presses("form:save")
    assert await finds(sokha, "kep costing") == ["Costing annex"]
    assert await finds(sokha, "plenary costing kind:document") == ["Costing annex"]
    await sokha.sees("search/results", left_out=("plenary",))


async def test_who_may_not_see_a_meeting_finds_nothing_by_its_title(health: Stage, dara: Player, sokha: Player) -> None:
    meeting_id = await announce_meeting(dara, title="Zirconium inquiry", audience=Audience.SECRETARIAT, agenda=[])
    await circulate(dara, title="Costing annex", meeting_id=meeting_id)
    assert "Costing annex" in await finds(dara, "zirconium annex")
    for words in ("zirconium", "zircnium", "zirconium kind:paper"):
        assert await finds(sokha, words) == []
    for words in ("zirconium annex", "zircnium annex"):
        assert await finds(sokha, words) == ["Costing annex"]
        await sokha.sees("search/results", left_out=(words.split()[0],), instead={})
        [shown] = (await sokha.shown("search/results"))["found"]
        assert shown.about == ""


@pytest.mark.parametrize(
    ("words", "found", "left_out"),
    [
        ("budget zirconium", ["Health budget"], ("zirconium",)),
        ("zirconium health budgets", ["Health budget"], ("zirconium",)),
        ("ថវិកា zirconium", ["ថវិកាសុខាភិបាល"], ("zirconium",)),
        ("budget 2031", [], ()),
        ('"budget" "zirconium"', [], ()),
        ("budget zirconium platinum", [], ()),
    ],
)
async def test_where_nothing_has_all_words_one_is_left_out_and_that_is_said(
    health: Stage, dara: Player, sokha: Player, words: str, found: list[str], left_out: tuple[str, ...]
) -> None:
    await circulate(dara, title="ថវិកាសុខាភិបាល", name="a.pdf")
    await circulate(dara, title="Health budget", name="a.pdf")
    assert await finds(sokha, words) == found
    await sokha.sees("search/results", left_out=left_out)


async def test_a_misspelt_word_that_somebody_else_wrote_hides_nothing(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await circulate(dara, title="Notes on the plenery")
    await circulate(dara, title="Annex for the plenary")
    assert await finds(sokha, "annex plenery") == ["Annex for the plenary"]
    await sokha.sees("search/results", instead={"plenery": ["plenary"]})


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Covid-19 response", "covid19"),
        ("Covid-19 response", "covid 19 response"),
        ("The cold chain of vaccines", "cold-chain"),
        ("The cold chain of vaccines", "coldchain vaccines"),
        ("Study of midwives", "mid-wives"),
        ("Budget of the Ministry of Health", "moh budget"),
        ("Budget of MoH", "budget ក្រសួងសុខាភិបាល"),
        ("Sokha and the hospitals", "sokha's hospitals"),
        ("Paid 1,250 dollars", "1250 dollars"),
        ("Paid 1250 dollars", "1,250"),
        ("Health budget", "the budget for health"),
        ("Health budget", "Dr. health"),
        ("Annual budget.xlsx", "budget.xlsx annual"),
    ],
)
async def test_what_is_written_in_another_way_is_found(
    health: Stage, dara: Player, sokha: Player, title: str, words: str
) -> None:
    await circulate(dara, title="Something else", name="b.pdf", kind=DocumentKind.OTHER)
    await circulate(dara, title=title, name="a.pdf", kind=DocumentKind.OTHER)
    assert await finds(sokha, words) == [title]
    await sokha.sees("search/results", left_out=())


async def test_an_indicator_is_found_as_people_call_it(health: Stage, dara: Player, sokha: Player) -> None:
    await defines(dara)
    assert await finds(sokha, "JMI 2008-4") == [DELIVERIES]
