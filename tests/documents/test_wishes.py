"""Plain wishes about papers and posts end in the act, in its confirmation, or with who does it (D1, D2, D6, S2)."""

from tests.documents.conftest import circulate
from tests.forms.steps import answers
from tests.papers.conftest import hands_in
from tests.sharing.conftest import shares
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage


async def first_offered(player: Player) -> str:
    """The first button of the answer to what was wished."""
    [seen] = [each for each in await player.on_screen() if "general/wished" in each.keys]
    return ":".join([seen.buttons[0].name, *seen.buttons[0].args])


async def test_each_role_is_led_to_what_it_wishes(health: Stage, dara: Player, sokha: Player, kenji: Player) -> None:
    maria = await health.member("Maria", "lead_facilitator", "UNICEF")
    await announce_meeting(dara)
    await circulate(dara, name="Midwifery_UNICEF.pdf", title="Midwifery in rural districts", source="UNICEF")
    await circulate(dara, name="concept.pdf", title="Concept note on financing")
    await shares(kenji, "Malaria study of 2026")
    await hands_in(sokha, "Progress.pdf")
    for player, words, offered in (
        (dara, "recall the concept note", "documents:recall:2"),
        (dara, "replace the concept note with a new version", "documents:replace:2"),
        (dara, "change the source of the concept note to WHO", "documents:describe:2"),
        (dara, "who has not opened the concept note?", "documents:receipts:2"),
        (dara, "I want to circulate a letter", "documents:new"),
        (dara, "which papers are missing for the plenary?", "papers:meeting:1"),
        (dara, "accept the paper of UNFPA", "papers:meeting:1"),
        (sokha, "withdraw my paper", "papers:open:1"),
        (sokha, "which papers are missing?", "general:only:papers"),
        (sokha, "circulate a document to all members", "sharing:share_as"),
        (kenji, "I want to hand in a paper for the plenary", "papers:new:1"),
        (kenji, "correct my post about malaria", "sharing:correct:1"),
        (kenji, "extend the comment deadline to Friday", "general:only:shared"),  # no comments are asked for
        (sokha, "reply to the author of the malaria study", "sharing:reply:1"),
        (sokha, "what was shared this week?", "general:only:shared"),
        (maria, "forward the digest to all DPs", "sharing:forward_week"),
    ):
        await player.says(words)
        assert (words, await first_offered(player)) == (words, offered)
        await player.looks_away()
    await sokha.says("find the midwifery paper of UNICEF")
    await sokha.sees("search/results", words="midwifery UNICEF")
    await sokha.offers("documents:open", 1)
    await sokha.says("documents of 2025")
    await sokha.sees("documents/list")
    await sokha.does_not_offer("documents:open", 1)
    await kenji.says("recall the concept note")
    await kenji.does_not_offer("documents:recall", 2)
    await kenji.offers("requests:send", "twg", 1)
    await dara.says("tell everybody that the office is closed on Friday")
    await dara.presses("sharing:notice_as")
    assert (await answers(health))["text"] == "The office is closed on Friday"
