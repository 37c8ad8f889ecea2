"""What people ask in plain words of what was shared leads to its card, its button or its choice (S2, S3, U2)."""

import pytest

from storage.members import Pace
from tests.documents.conftest import PAPER
from tests.forms.steps import answers
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
        ("pls withdraw my study post, wrong version", "sharing:withdraw:2"),
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
    ("words", "audience", "text"),
    [
        (
            "I want to share with all DPs: vaccine workshop 15 Dec in Kampong Cham",
            "partners",
            "Vaccine workshop 15 Dec in Kampong Cham",
        ),
        ("pls pass on to all: the portal is down at 10:30", "all", "The portal is down at 10:30"),
        (
            "sharing with govt and NGOs: ADB call, deadline 15 Jan",
            "government|role:civil_society",
            "ADB call, deadline 15 Jan",
        ),
        (
            "Pls inform members that the MoH data portal is down until Thursday",
            "all",
            "The MoH data portal is down until Thursday",
        ),
        ("let all members know that the portal is down", "all", "The portal is down"),
        ("ខ្ញុំសូមចែករំលែកព័ត៌មាន៖ សិក្ខាសាលាវ៉ាក់សាំង", None, "សិក្ខាសាលាវ៉ាក់សាំង"),
        ("សូមជូនដំណឹងដល់សមាជិកទាំងអស់ថា ប្រព័ន្ធទិន្នន័យបិទ", "all", "ប្រព័ន្ធទិន្នន័យបិទ"),
    ],
)
async def test_what_is_told_is_filled_in_with_those_whom_it_is_for(
    health: Stage, sokha: Player, words: str, audience: str | None, text: str
) -> None:
    await sokha.says(words)
    assert await first_offered(sokha) == "sharing:share_as"
    await sokha.presses("sharing:share_as")
    await sokha.asks("kind")
    given = await answers(health)
    assert (given.get("audience"), given["text"]) == (audience, text)


@pytest.mark.parametrize(
    ("words", "audience"),
    [
        ("UNICEF just gave 1.2m USD for cold chain, for the core group only", "core"),
        (
            "Vaccine training in Kampot, for government and DPs, pls register by Fri with my office",
            "government|partners",
        ),
        ("We held a workshop in Kampot, with all DPs, on vaccines", None),
        ("ADB funding call, NGOs only, deadline 15 Jan", "role:civil_society"),
    ],
)
async def test_whom_a_text_is_for_is_not_asked_again(
    health: Stage, sokha: Player, words: str, audience: str | None
) -> None:
    await sokha.says(f"/share {words}")
    await sokha.asks("kind")
    given = await answers(health)
    assert (given.get("audience"), given["text"]) == (audience, words)


async def test_institutions_are_an_audience_and_the_caption_of_a_file_loses_nothing(
    health: Stage, sokha: Player, kenji: Player
) -> None:
    await health.member("Vichea", "government", "MoH")
    await health.member("Anna", "development_partner", "WHO")
    await sokha.says("/share Our TA report on supply chain, for MoH and WHO, feedback by 20 Dec pls")
    given = await answers(health)
    assert (given["audience"], given["comments_by"]) == ("institution:3|institution:4", "2026-12-20")
    await sokha.says("/cancel")
    await kenji.sends_file("call.pdf", PAPER, caption="Call for proposals, for government and NGOs, deadline 15 Jan")
    given = await answers(health)
    assert (given["audience"], given["text"]) == (
        "government|role:civil_society",
        "Call for proposals, deadline 15 Jan",
    )


async def test_the_week_is_forwarded_in_plain_words(health: Stage, dara: Player, sokha: Player) -> None:
    lead = await health.member("Thomas", "lead_facilitator", "WHO")
    for words in (
        "forward everything shared this week to all DPs",
        "please send this weeks news to all partners",
        "please forward the news of this week to all DPs",
    ):
        await lead.says(words)
        assert (words, await first_offered(lead)) == (words, "sharing:forward_week")
        await lead.looks_away()


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
    "words",
    [
        "what is a digest?",
        "The comments on the draft are due",
        "don't share this",
        "withdraw the paper",
        "tell members that I cannot come",
    ],
)
async def test_what_is_no_such_wish_offers_none(sokha: Player, words: str) -> None:
    await sokha.says(words)
    for name in ("sharing:pace", "sharing:withdraw", "sharing:comments", "sharing:share_as"):
        await sokha.does_not_offer(name)
