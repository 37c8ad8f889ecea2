"""Members share information with each other (S1, S2)."""

import pytest

from messages.rendering.labels import label
from storage.sharing import PostKind
from tests.sharing.conftest import shares, stored_posts
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience

STUDY = "Midwifery workforce study: the report is at https://example.org/study?year=2026&lang=en"


async def test_a_text_is_shared_by_command_with_the_others_and_once(
    health: Stage, sokha: Player, kenji: Player, vichea: Player
) -> None:
    await sokha.says(f"/share {STUDY}")
    await sokha.reads("What kind of information is it?")
    await sokha.taps("Ongoing work", "Skip", "All members")
    await sokha.reads(f"Text: {STUDY}", "Kind: Ongoing work", "For: All members", "[Share with 2 people]")
    await kenji.sees_nothing_new()
    await sokha.taps("Share with 2 people")
    await sokha.reads("Shared.", "/search finds it")
    for reader in (kenji, vichea):
        [seen] = await reader.new_messages()
        assert seen.text.startswith("Ongoing work · HLT TWG\nSokha, UNFPA · Mon 23 Nov, 09:00")
        assert seen.text.endswith(STUDY)
    assert "Ongoing work ·" not in await sokha.screen()
    [post] = await stored_posts(health)
    assert (post.text, post.kind, post.author.name) == (STUDY, PostKind.ONGOING_WORK, "Sokha")


@pytest.mark.parametrize("kind", list(PostKind))
async def test_each_of_the_six_kinds_can_be_shared(health: Stage, sokha: Player, kenji: Player, kind: PostKind) -> None:
    name = label(kind).render("en")
    await sokha.says("/share A study of midwives")
    await sokha.taps(name, "Skip", "All members", "Share with 1")
    await kenji.reads(f"{name} · HLT TWG", "A study of midwives")
    [post] = await stored_posts(health)
    assert post.kind is kind


async def test_a_kind_can_be_typed_by_its_name(health: Stage, sokha: Player) -> None:
    await sokha.says("/share A study of midwives", "ongoing work")
    await sokha.reads("Would you like to add a file?")


async def test_the_command_alone_asks_for_everything(health: Stage, sokha: Player, kenji: Player) -> None:
    await sokha.says("/share")
    await sokha.reads("What would you like to share?")
    await sokha.says("A study of midwives")
    await sokha.taps("Ongoing work")
    await sokha.sends_file("study.pdf", b"%PDF-1.4 study")
    await sokha.taps("All members")
    await sokha.reads("File: study.pdf")
    await sokha.taps("Share with 1")
    text, file = await kenji.new_messages()
    assert "A study of midwives" in text.text
    assert await kenji.person.downloads(file) == b"%PDF-1.4 study"


async def test_a_plain_message_is_shared_by_the_button_under_it(health: Stage, sokha: Player, kenji: Player) -> None:
    await sokha.says("A study of midwives")
    await sokha.reads("What would you like to do with this message?")
    await sokha.taps("Share it with members", "Ongoing work", "Skip", "All members", "Share with 1")
    await kenji.reads("A study of midwives")


async def test_a_file_keeps_the_text_under_it(health: Stage, sokha: Player, kenji: Player) -> None:
    await sokha.sends_file("study.pdf", b"%PDF-1.4 study", caption="A study of midwives")
    await sokha.reads("What would you like to do with study.pdf?")
    await sokha.taps("Share it with members", "Ongoing work", "All members")
    await sokha.reads("Text: A study of midwives", "File: study.pdf")
    await sokha.taps("Share with 1")
    await kenji.reads("A study of midwives", "[study.pdf]")


async def test_a_photo_is_shared_as_a_photo(health: Stage, sokha: Player, kenji: Player) -> None:
    await sokha.does(sokha.person.sends_photo(b"\xff\xd8\xff a photo"))
    await sokha.taps("Share it with members")
    await sokha.says("The new ward")
    await sokha.taps("Ongoing work", "All members", "Share with 1")
    text, photo = await kenji.new_messages()
    assert "The new ward" in text.text
    assert photo.photo_id
    assert await kenji.person.downloads(photo) == b"\xff\xd8\xff a photo"


async def test_a_file_too_big_to_keep_is_refused_at_once(health: Stage, sokha: Player) -> None:
    await sokha.sends_file("video.mp4", caption="/share The new ward", declared_size=51 * 1024 * 1024)
    await sokha.reads("This file has 51 MB; please send one of at most 20 MB, or share a link to it.")
    assert await stored_posts(health) == []


async def test_what_is_shared_goes_to_its_audience_only(
    health: Stage, dara: Player, sokha: Player, kenji: Player, vichea: Player
) -> None:
    await sokha.says("/share DPs meet on Friday")
    await sokha.taps("Ongoing work", "Skip", "Development partners only")
    await sokha.reads("[Share with 1 person]")
    await sokha.taps("Share with 1")
    await kenji.reads("DPs meet on Friday")
    await dara.sees_nothing_new()
    await vichea.sees_nothing_new()
    [post] = await stored_posts(health)
    for outsider in (dara, vichea):
        await outsider.forges(f"sharing/open:{post.id}")
        await outsider.reads("no longer there, or it is not open to you")


async def test_an_author_sees_what_they_shared_with_others(health: Stage, sokha: Player, vichea: Player) -> None:
    post_id = await shares(sokha, "For the ministry", audience=Audience.GOVERNMENT)
    await vichea.forges(f"sharing/open:{post_id}")
    await vichea.reads("For the ministry")
    await sokha.forges(f"sharing/open:{post_id}")
    await sokha.reads("For the ministry")


async def test_a_text_one_character_too_long_is_refused_and_nothing_is_lost(
    health: Stage, sokha: Player, kenji: Player
) -> None:
    await sokha.sends_file("study.pdf", b"%PDF-1.4 study")
    await sokha.taps("Share it with members")
    await sokha.says("m" * 3001)
    await sokha.reads("Please use at most 3000 characters; this has 3001.", "What would you like to share?")
    await sokha.says("m" * 3000)
    await sokha.taps("Ongoing work", "All members")
    await sokha.reads("File: study.pdf")
    await sokha.taps("Share with 1")
    text, file = await kenji.new_messages()
    assert text.text.endswith("m" * 3000)
    assert file.document


async def test_emoji_count_as_telegram_counts_them(health: Stage, sokha: Player, kenji: Player) -> None:
    await sokha.says(f"/share {'🏥' * 1501}")
    await sokha.reads("this has 3002")
    await sokha.says("🏥" * 1500)
    await sokha.taps("Ongoing work", "Skip", "All members", "Share with 1")
    await kenji.reads("🏥" * 1500)


async def test_the_rest_of_a_text_that_was_cut_is_not_taken_for_the_text(health: Stage, sokha: Player) -> None:
    await sokha.says(f"/share {'m' * 5000}")
    await sokha.reads("Please use at most 3000 characters", "What would you like to share?")
    await sokha.does_not_read("What kind of information is it?")


async def test_markup_comes_through_as_it_was_typed(health: Stage, sokha: Player, kenji: Player) -> None:
    text = "<b>Midwives</b> & <script>alert(1)</script> {{ 7 * 7 }} %s {name} 🏥 ឆ្មប"
    await sokha.says(f"/share {text}")
    await sokha.taps("Ongoing work", "Skip", "All members")
    await sokha.reads(text)
    await sokha.taps("Share with 1")
    await kenji.reads(text)


async def test_a_long_text_full_of_markup_comes_through_whole_with_its_file(
    health: Stage, sokha: Player, kenji: Player
) -> None:
    text = "\n".join(f"{number}. {'<b>&' * 40}" for number in range(18))
    await sokha.sends_file("study.pdf", b"%PDF-1.4 study")
    await sokha.taps("Share it with members")
    await sokha.says(text)
    await sokha.taps("Ongoing work", "All members", "Share with 1")
    seen = await kenji.new_messages()
    received = "\n".join(message.text for message in seen if message.text)
    assert all(line in received for line in text.splitlines())
    assert seen[-1].document


async def test_a_person_without_a_role_shares_nothing(health: Stage, sokha: Player) -> None:
    stranger = await health.person("Stranger")
    await stranger.says("/share A study of midwives")
    await stranger.reads("Please ask your TWG’s secretariat for an invitation link")
    await stranger.forges("sharing/open:1")
    await stranger.reads("Please ask your TWG’s secretariat for an invitation link")
    assert await stored_posts(health) == []
