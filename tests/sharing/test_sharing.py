"""Members share information with each other (S1, S2)."""

import re

import pytest

from messages.rendering.labels import label
from storage.sharing import SHARED_KINDS, PostKind
from tests.sharing.conftest import shares, stored_posts
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience

STUDY = "Midwifery workforce study: the report is at https://example.org/study?year=2026&lang=en"


async def answers_the_rest(
    player: Player,
    *,
    kind: PostKind = PostKind.ONGOING_WORK,
    audience: Audience = Audience.ALL,
    file_given: bool = False,
) -> None:
    """Everything that the form asks after the text, up to the summary; without details."""
    await player.presses(f"form:choice={kind}")
    await player.presses("form:skip")
    if not file_given:
        await player.presses("form:skip")
    await player.presses(f"form:choice={audience}")


async def counted(player: Player) -> int:
    """With how many people it will be shared, says the button that shares it."""
    [save] = [button for seen in await player.on_screen() for button in seen.buttons if button.name == "form:save"]
    [count] = re.findall(r"\d+", save.button.label)
    return int(count)


async def test_a_text_is_shared_by_command_with_the_others_and_once(
    health: Stage, sokha: Player, kenji: Player, vichea: Player
) -> None:
    await sokha.says(f"/share {STUDY}")
    await sokha.asks("kind")
    await answers_the_rest(sokha)
    summary = await sokha.summary()
    assert list(summary) == ["text", "kind", "audience"]
    assert (summary["text"], summary["kind"]) == (STUDY, label(PostKind.ONGOING_WORK).render("en"))
    assert summary["audience"] == label(Audience.ALL).render("en")
    assert await counted(sokha) == 2
    await kenji.sees_nothing_new()
    await sokha.presses("form:save")
    await sokha.sees("sharing/shared")
    for reader in (kenji, vichea):
        await reader.is_told_only("post_shared")
        await reader.sees("sharing/post", post__kind=PostKind.ONGOING_WORK, twg__code="HLT")
        await reader.reads_fact(f"Sokha, UNFPA · Mon 23 Nov, 09:00\n\n{STUDY}")
    await sokha.does_not_see("sharing/post")
    [post] = await stored_posts(health)
    assert (post.text, post.kind, post.author.name) == (STUDY, PostKind.ONGOING_WORK, "Sokha")


@pytest.mark.parametrize("kind", SHARED_KINDS)
async def test_each_of_the_six_kinds_can_be_shared(health: Stage, sokha: Player, kenji: Player, kind: PostKind) -> None:
    await sokha.says("/share A study of midwives")
    await answers_the_rest(sokha, kind=kind)
    await sokha.presses("form:save")
    await kenji.sees("sharing/post", post__kind=kind)
    await kenji.reads_fact(label(kind).render("en"), "A study of midwives")
    [post] = await stored_posts(health)
    assert post.kind is kind


async def test_a_kind_can_be_typed_by_its_name(health: Stage, sokha: Player) -> None:
    await sokha.says("/share A study of midwives", "ongoing work")
    await sokha.asks("details")


async def test_the_command_alone_asks_for_everything(health: Stage, sokha: Player, kenji: Player) -> None:
    await sokha.says("/share")
    await sokha.asks("text")
    await sokha.says("A study of midwives")
    await sokha.presses("form:choice=ongoing_work")
    await sokha.presses("form:skip")
    await sokha.asks("file")
    await sokha.sends_file("study.pdf", b"%PDF-1.4 study")
    await sokha.asks("audience")
    await sokha.presses("form:choice=all")
    assert (await sokha.summary())["file"] == "study.pdf"
    await sokha.presses("form:save")
    await kenji.sees("sharing/post")
    await kenji.reads_fact("A study of midwives")
    [_text, file] = await kenji.new_messages()
    assert await kenji.person.downloads(file) == b"%PDF-1.4 study"


async def test_a_plain_message_is_shared_by_the_button_under_it(health: Stage, sokha: Player, kenji: Player) -> None:
    await sokha.says("A study of midwives")
    await sokha.sees("general/offer")
    await sokha.presses("sharing:take")
    await answers_the_rest(sokha)
    await sokha.presses("form:save")
    await kenji.sees("sharing/post", post__text="A study of midwives")
    await kenji.reads_fact("A study of midwives")


async def test_a_file_keeps_the_text_under_it(health: Stage, sokha: Player, kenji: Player) -> None:
    await sokha.sends_file("study.pdf", b"%PDF-1.4 study", caption="A study of midwives")
    await sokha.sees("general/offer")
    await sokha.reads_fact("study.pdf")
    await sokha.presses("sharing:take")
    await answers_the_rest(sokha, file_given=True)
    summary = await sokha.summary()
    assert (summary["text"], summary["file"]) == ("A study of midwives", "study.pdf")
    await sokha.presses("form:save")
    await kenji.sees("sharing/post", post__text="A study of midwives")
    await kenji.reads_fact("A study of midwives", "[study.pdf]")


async def test_a_photo_is_shared_as_a_photo(health: Stage, sokha: Player, kenji: Player) -> None:
    await sokha.does(sokha.person.sends_photo(b"\xff\xd8\xff a photo"))
    await sokha.presses("sharing:take")
    await sokha.says("The new ward")
    await answers_the_rest(sokha, file_given=True)
    await sokha.presses("form:save")
    await kenji.reads_fact("The new ward")
    [_text, photo] = await kenji.new_messages()
    assert photo.photo_id
    assert await kenji.person.downloads(photo) == b"\xff\xd8\xff a photo"


async def test_a_file_too_big_to_keep_is_refused_at_once(health: Stage, sokha: Player) -> None:
    await sokha.sends_file("video.mp4", caption="/share The new ward", declared_size=51 * 1024 * 1024)
    await sokha.is_refused("general#file_too_big", size_mb=51, limit_mb=20)
    await sokha.does_not_ask()
    assert await stored_posts(health) == []


async def test_what_is_shared_goes_to_its_audience_only(
    health: Stage, dara: Player, sokha: Player, kenji: Player, vichea: Player
) -> None:
    await sokha.says("/share DPs meet on Friday")
    await answers_the_rest(sokha, audience=Audience.PARTNERS)
    assert await counted(sokha) == 1
    await sokha.presses("form:save")
    await kenji.is_told_only("post_shared")
    await kenji.reads_fact("DPs meet on Friday")
    await dara.sees_nothing_new()
    await vichea.sees_nothing_new()
    [post] = await stored_posts(health)
    for outsider in (dara, vichea):
        await outsider.forges(f"sharing/open:{post.id}")
        await outsider.is_refused("general#not_found")


async def test_an_author_sees_what_they_shared_with_others(health: Stage, sokha: Player, vichea: Player) -> None:
    post_id = await shares(sokha, "For the ministry", audience=Audience.GOVERNMENT)
    for reader in (vichea, sokha):
        await reader.forges(f"sharing/open:{post_id}")
        await reader.sees("sharing/post", post__id=post_id)
        await reader.reads_fact("For the ministry")


async def test_a_text_one_character_too_long_is_refused_and_nothing_is_lost(
    health: Stage, sokha: Player, kenji: Player
) -> None:
    await sokha.sends_file("study.pdf", b"%PDF-1.4 study")
    await sokha.presses("sharing:take")
    await sokha.says("m" * 3001)
    await sokha.is_refused("general#too_long", limit=3000, length=3001)
    await sokha.asks("text")
    await sokha.says("m" * 3000)
    await answers_the_rest(sokha, file_given=True)
    assert (await sokha.summary())["file"] == "study.pdf"
    await sokha.presses("form:save")
    [text, file] = await kenji.new_messages()
    assert text.text.endswith("\n" + "m" * 3000)
    assert file.document


async def test_emoji_count_as_telegram_counts_them(health: Stage, sokha: Player, kenji: Player) -> None:
    await sokha.says(f"/share {'🏥' * 1501}")
    await sokha.is_refused("general#too_long", limit=3000, length=3002)
    await sokha.says("🏥" * 1500)
    await sokha.presses_below("form:take")  # emoji alone may be a mere reaction
    await answers_the_rest(sokha)
    await sokha.presses("form:save")
    await kenji.reads_fact("🏥" * 1500)


async def test_the_rest_of_a_text_that_was_cut_is_not_taken_for_the_text(health: Stage, sokha: Player) -> None:
    await sokha.says(f"/share {'m' * 5000}")
    await sokha.is_refused("general#too_long", limit=3000)
    await sokha.asks("text")
    await sokha.does_not_see("forms/ask", field__name="kind")


async def test_markup_comes_through_as_it_was_typed(health: Stage, sokha: Player, kenji: Player) -> None:
    text = "<b>Midwives</b> & <script>alert(1)</script> {{ 7 * 7 }} %s {name} 🏥 ឆ្មប"
    await sokha.says(f"/share {text}")
    await answers_the_rest(sokha)
    await sokha.reads_fact(text)
    await sokha.presses("form:save")
    await kenji.reads_fact(text)


async def test_a_long_text_full_of_markup_comes_through_whole_with_its_file(
    health: Stage, sokha: Player, kenji: Player
) -> None:
    text = "\n".join(f"{number}. {'<b>&' * 40}" for number in range(18))
    await sokha.sends_file("study.pdf", b"%PDF-1.4 study")
    await sokha.presses("sharing:take")
    await sokha.says(text)
    await answers_the_rest(sokha, file_given=True)
    await sokha.presses("form:save")
    await kenji.reads_fact(*text.splitlines())
    assert (await kenji.new_messages())[-1].document


async def test_a_person_without_a_role_shares_nothing(health: Stage, sokha: Player) -> None:
    stranger = await health.person("Stranger")
    await stranger.says("/share A study of midwives")
    await stranger.sees("joining/stranger")
    await stranger.forges("sharing/open:1")
    await stranger.sees("joining/stranger")
    assert await stored_posts(health) == []
