"""What people ask in plain words of what was shared leads to its card, its button or its choice (S2, S3, U2)."""

import pytest

from storage.members import Pace
from tests.sharing.conftest import shares, stored_posts
from tests.sharing.test_commenting import asks_for_comments
from tests.sharing.test_withdrawing import STUDY
from tests.support.stage import Player, Stage


async def first_offered(player: Player) -> str:
    """The first button below what was wished."""
    [seen] = [each for each in await player.on_screen() if "general/wished" in each.keys]
    return ":".join([seen.buttons[0].name, *seen.buttons[0].args])


async def test_wishes_of_an_author_lead_to_their_posts(health: Stage, sokha: Player, kenji: Player) -> None:
    await asks_for_comments(sokha)
    await shares(sokha, STUDY)
    for words, offered in (
        ("take back what I shared", "sharing:withdraw:2"),
        ("please withdraw my post", "sharing:withdraw:2"),
        ("សូមដកអ្វីដែលខ្ញុំបានចែករំលែកវិញ", "sharing:withdraw:2"),
        ("dok post vinh", "sharing:withdraw:2"),
        ("who commented?", "sharing:comments:1"),
        ("នរណាបានផ្ដល់យោបល់?", "sharing:comments:1"),
        ("list of comments as Word please", "sharing:word:1"),
        ("សុំបញ្ជីយោបល់ជា Word", "sharing:word:1"),
        ("share this with DPs only", "sharing:share_as"),
        ("ចែករំលែកព័ត៌មាននេះជូនដៃគូ", "sharing:share_as"),
    ):
        await sokha.says(words)
        assert (words, await first_offered(sokha)) == (words, offered)
        await sokha.looks_away()
    await kenji.says("withdraw my post")
    assert await first_offered(kenji) == "general:only:shared"
    assert [post.withdrawn_at for post in await stored_posts(health)] == [None, None]


@pytest.mark.parametrize(
    ("words", "pace"),
    [
        ("send me the digest daily", Pace.DAILY),
        ("I want the digest weekly", Pace.WEEKLY),
        ("សុំសារសង្ខេបប្រចាំថ្ងៃ", Pace.DAILY),
        ("som digest roal sapda", Pace.WEEKLY),
        ("stop the digest", Pace.INSTANT),
    ],
)
async def test_a_digest_is_chosen_in_words_by_one_press(sokha: Player, words: str, pace: Pace) -> None:
    await sokha.says(words)
    assert await first_offered(sokha) == f"sharing:pace:{pace}"
    await sokha.presses("sharing:pace", pace.value)
    await sokha.sees("general/settings")


async def test_whom_the_wish_names_is_not_asked_again(sokha: Player) -> None:
    await sokha.says("share this with all members")
    await sokha.presses("sharing:share_as")
    await sokha.asks("text")
    await sokha.says("A study of midwives")
    await sokha.presses("form:choice=ongoing_work")
    await sokha.presses("form:skip")
    await sokha.presses("form:skip")
    assert (await sokha.summary())["text"] == "A study of midwives"


@pytest.mark.parametrize(
    "words", ["what is a digest?", "The comments on the draft are due", "don't share this", "withdraw the paper"]
)
async def test_what_is_no_such_wish_offers_none(sokha: Player, words: str) -> None:
    await sokha.says(words)
    for name in ("sharing:pace", "sharing:withdraw", "sharing:comments", "sharing:share_as"):
        await sokha.does_not_offer(name)
