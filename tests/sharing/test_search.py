"""What was shared is found again, by those who may see it (D3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.core.spelling import fold
from tests.indicators.conftest import defines
from tests.reading import files
from tests.sharing.conftest import shares
from tests.support.cases import all_cases
from tests.support.scene import Scene
from tests.support.stage import Player, Stage
from twg import sharing
from twg.core.audiences import Audience
from twg.sharing import withdrawing

STUDY = "Summary of the midwifery workforce study"
KHMER = "របាយការណ៍សិក្សាស្ដីពីឆ្មបនៅមន្ទីរពេទ្យបង្អែក"


async def found(player: Player) -> list[str]:
    """The titles of what a search has found, the newest first."""
    return [found.entry.title for found in (await player.shown("search/results"))["found"]]


async def test_a_text_is_found_by_its_words_or_parts_of_them(health: Stage, sokha: Player, kenji: Player) -> None:
    await shares(sokha, STUDY)
    with all_cases() as case:
        for words in ("midwifery", "midwif", "IFERY", "workforce study", "study   WORKFORCE", "y w"):
            with case(words):
                await kenji.says(f"/search {words}")
                [found] = (await kenji.shown("search/results"))["found"]
                entry = found.entry
                assert (entry.title, entry.subject_type) == (STUDY, "post")
                await kenji.reads_fact(STUDY, " · Mon 23 Nov, 09:00")
                await kenji.presses("sharing:open")
                await kenji.sees("sharing/post")
                await kenji.reads_fact("Sokha, UNFPA", STUDY)


async def test_khmer_is_found_without_spaces_between_words(health: Stage, sokha: Player, kenji: Player) -> None:
    await shares(sokha, KHMER)
    with all_cases() as case:
        for words in ("ឆ្មប", "មន្ទីរពេទ្យ", "សិក្សា ឆ្មប", "មន្ទីរ\u200bពេទ្យ", "ឆ្ម", "របាយការណ៍សិក្សា"):
            with case(words):
                await kenji.says(f"/search {words}")
                assert await found(kenji) == [KHMER]
                await kenji.reads_fact(KHMER)


async def test_khmer_typed_with_breaks_that_nobody_sees_is_found_without_them(
    health: Stage, sokha: Player, kenji: Player
) -> None:
    await shares(sokha, "មន្ទីរ\u200bពេទ្យ\u200bបង្អែក")
    await kenji.says("/search មន្ទីរពេទ្យបង្អែក")
    assert len(await found(kenji)) == 1


async def test_words_of_two_letters_are_found(health: Stage, sokha: Player, kenji: Player) -> None:
    await shares(sokha, "TB programme review")
    await shares(sokha, "Malaria programme review")
    await kenji.says("/search tb")
    assert await found(kenji) == ["TB programme review"]
    await kenji.says("/search tb programme")
    assert await found(kenji) == ["TB programme review"]


async def test_every_word_is_required(health: Stage, sokha: Player, kenji: Player) -> None:
    await shares(sokha, "Midwives in Takeo")
    await shares(sokha, "Midwives in Kampot")
    await kenji.says("/search midwives takeo")
    assert await found(kenji) == ["Midwives in Takeo"]
    await kenji.does_not_read_fact("Kampot")


OPERATORS = ["mid*", "midwi*", "NOT malaria", "NEAR(midwifery study)", "^mid"]
SIGNS = ['"', '""', "'", "''; --", "%", "mid%", "_", "midwife_y", "\\", "folded:midwifery", "(", "{}", "<b>", "&", "🏥"]


async def test_signs_in_a_query_are_only_signs(health: Stage, sokha: Player, kenji: Player) -> None:
    await shares(sokha, STUDY)
    with all_cases() as case:
        for words in OPERATORS + SIGNS:
            with case(words):
                await kenji.says(f"/search {words}")
                await kenji.sees("search/results", found=[], words=words)
                await kenji.reads_fact(f"“{words}”")


async def test_a_lonely_quotation_mark_and_a_word_between_others_are_in_nobodys_way(
    health: Stage, sokha: Player, kenji: Player
) -> None:
    await shares(sokha, STUDY)
    for words, left_out in (('"midwifery', ()), ("midwifery OR malaria", ("malaria",))):
        await kenji.says(f"/search {words}")
        await kenji.sees("search/results", left_out=left_out)
        assert await found(kenji) == [STUDY]


#: It holds none of the signs, but an "or".
PLAIN = "Plain words that hold none of them"


@pytest.mark.parametrize("sign", ['"', "*", "'", "%", "_", "\\", "<b>", "50%", "a_b", 'say "no"', "C:\\x", "or"])
async def test_signs_that_are_in_a_text_are_found(health: Stage, sokha: Player, kenji: Player, sign: str) -> None:
    await shares(sokha, PLAIN)
    await shares(sokha, f"Here: {sign} it is")
    await kenji.says(f"/search {sign}")
    plain = [PLAIN] if sign in PLAIN else []
    assert await found(kenji) == [f"Here: {sign} it is", *plain]
    await kenji.reads_fact(f"“{sign}”", f"Here: {sign} it is")


async def test_the_command_alone_asks_for_words(health: Stage, sokha: Player, kenji: Player) -> None:
    await shares(sokha, STUDY)
    await kenji.says("/search")
    await kenji.asks("words")
    await kenji.does_not_read_fact("(1/1)")
    await kenji.says("midwifery")
    await kenji.sees("search/results", words="midwifery")
    assert await found(kenji) == [STUDY]


async def test_the_command_begins_anew_each_time(health: Stage, sokha: Player, kenji: Player) -> None:
    await shares(sokha, STUDY)
    await kenji.says("/search", "/search")
    await kenji.asks("words")
    await kenji.says("/search midwifery")
    assert await found(kenji) == [STUDY]
    await kenji.says("midwifery")  # a plain message again: the question was answered by the command
    await kenji.sees("general/offer")
    await kenji.offers("search:words")


async def test_a_plain_message_can_be_searched_for(health: Stage, sokha: Player, kenji: Player) -> None:
    await shares(sokha, STUDY)
    await kenji.says("midwifery")
    await kenji.presses("search:words")
    await kenji.sees("search/results", words="midwifery")
    assert await found(kenji) == [STUDY]


async def test_only_what_one_may_see_is_found(
    health: Stage, sokha: Player, kenji: Player, vichea: Player, dara: Player
) -> None:
    await shares(sokha, "Midwives: what DPs think", audience=Audience.PARTNERS)
    await shares(vichea, "Midwives: what the ministry thinks", audience=Audience.GOVERNMENT)
    await kenji.says("/search midwives")
    assert await found(kenji) == ["Midwives: what DPs think"]
    await kenji.does_not_read_fact("ministry")
    await dara.says("/search midwives")
    assert await found(dara) == ["Midwives: what the ministry thinks"]


async def test_nothing_of_another_twg_is_found(health: Stage, sokha: Player) -> None:
    await shares(sokha, STUDY)
    await health.adds_twg("EDU", "Education", "Ministry of Education")
    teacher = await health.member("Bopha", "chair", "MoEYS", code="EDU")
    await teacher.says("/search midwifery")
    await teacher.sees("search/results", found=[], words="midwifery")


async def test_the_newest_of_many_are_shown(health: Stage, sokha: Player, kenji: Player) -> None:
    for number in range(1, 13):
        await shares(sokha, f"Midwives, part {number:02}")
    await kenji.says("/search midwives")
    assert await found(kenji) == [f"Midwives, part {number:02}" for number in range(12, 2, -1)]
    await kenji.sees("search/results", first=1, more=True)
    await kenji.reads_fact("part 12", "part 03")
    await kenji.does_not_read_fact("part 02")


async def test_an_indicator_and_a_file_name_are_found_too(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await defines(dara, statement="Health centres with a trained midwife")
    await sokha.sends_file("midwife-survey.pdf", caption="/share A survey")
    await sokha.presses("form:choice=ongoing_work")
    await sokha.presses("form:skip")
    await sokha.presses("form:choice=all")
    await sokha.presses("form:save")
    await kenji.says("/search midwife")
    assert set(await found(kenji)) == {"2008-4 Health centres with a trained midwife", "A survey"}
    await kenji.presses("indicators:open")
    await kenji.sees("indicators/indicator", standing__accepted=None, standing__waiting=None)


async def test_the_text_of_every_file_of_an_album_is_searched(health: Stage, sokha: Player, kenji: Player) -> None:
    """Also once the post was corrected; nothing of it once it was withdrawn."""
    album = [("one.docx", files.word(["The cold chain"])), ("two.docx", files.word(["Front", "Oral rehydration"]))]
    await sokha.sends_album(
        [*album, ("three.docx", files.word(["Zirconium in wells"]))], caption="/share Three studies"
    )
    await sokha.presses("form:choice=data")
    await sokha.presses("form:skip")
    await sokha.presses("form:choice=partners")
    await sokha.presses("form:save")
    await health.assistant.leader.texts.read_all()
    vichea = await health.member("Vichea", "government")
    scene = Scene(health, sokha, sokha, sokha)
    for corrected in (False, True):
        if corrected:
            await scene.does(sokha, sharing.correct, 1, "Three studies, corrected")
        for words, page in (("cold chain", "page 1"), ("rehydration", "page 2"), ("zirconium", "page 1")):
            await kenji.says(f"/search {words}")
            [hit] = (await kenji.shown("search/results"))["found"]
            assert (hit.entry.subject_id, hit.place.render("en")) == (1, page)
            await vichea.says(f"/search {words}")
            await vichea.sees("search/results", found=[])
    await scene.does(sokha, withdrawing.withdraw, 1, "")
    await kenji.says("/search zirconium")
    await kenji.sees("search/results", found=[])


async def test_posts_are_found_by_the_institution_of_their_author(health: Stage, sokha: Player, kenji: Player) -> None:
    await shares(sokha, STUDY)
    await kenji.says("/search unfpa")
    await kenji.sees("search/results", words="unfpa")
    assert await found(kenji) == [STUDY]


@given(st.text(max_size=50))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
