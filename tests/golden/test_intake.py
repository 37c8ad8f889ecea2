"""Albums, recordings, edits, and words of others."""

from tests.golden.conftest import Golden
from tests.support.stage import Player, Stage

FORWARDED = {"type": "hidden_user", "date": 1, "sender_user_name": "Somebody"}


async def test_words_of_others(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    await sokha.does(sokha.person.says("/done 1", forward_origin=FORWARDED))
    await golden.shows(sokha, "forwards a command")
    await sokha.does(sokha.person.sends_contact(of=dara.person))
    await golden.shows(sokha, "sends somebody else's contact")
    await sokha.says("/share")
    await sokha.does(sokha.person.says("A new law", forward_origin=FORWARDED))
    await golden.shows(sokha, "forwards something while a question is open")
    kenji = await health.person("Kenji", language_code=golden.language)
    await kenji.starts(await health.invites("development_partner"))
    await kenji.presses("form:choice=" + golden.language)
    await kenji.does(kenji.person.says("Tanaka", forward_origin=FORWARDED))
    await golden.shows(kenji, "forwards something while registering")


async def test_several_files(golden: Golden, dara: Player, sokha: Player) -> None:
    papers = [("agenda.pdf", b"a"), ("budget.pdf", b"b")]
    await sokha.does(sokha.person.sends_album(papers))
    await golden.shows(sokha, "sends an album")
    await dara.says("/documents")
    await dara.presses("documents:new")
    await dara.does(dara.person.sends_album(papers))
    await golden.shows(dara, "sends an album where one file is asked for")
    await dara.presses("form:back")
    await dara.does(dara.person.sends_file("budget.pdf", b"b", caption="The draft of Monday"))
    await golden.shows(dara, "sends a file with a text below it")
    await dara.says("/newaction", "Send the draft budget", "Dara")
    for name in ("form:skip", "form:choice=all", "form:save"):
        await dara.presses(name)
    await dara.says("/actions")
    await dara.presses("actions:open")
    await dara.presses("actions:note")
    await dara.sends_file("photo.pdf")
    await golden.shows(dara, "sends a file where a text is asked for")
    await dara.does(dara.person.sends_voice(caption="The ward"))
    await golden.shows(dara, "sends a voice message with the text")


async def test_a_document_that_is_edited(golden: Golden, dara: Player) -> None:
    await dara.sends_file("budget.pdf")
    await dara.presses("documents:take")
    await dara.says("The bugdet")
    typed = [message for message in await dara.person.messages() if message.mine][-1]
    for name in ("form:choice=paper", "form:choice=all", "form:skip", "form:skip", "form:save"):
        await dara.presses(name)
    await dara.edits(typed, "The budget")
    await golden.shows(dara, "edits the title")
    await dara.presses("general:change_edit")
    await golden.shows(dara, "changed it")


async def test_edits(golden: Golden, sokha: Player) -> None:
    await sokha.says("/share", "The study is finshed")
    sent = [message for message in await sokha.person.messages() if message.mine][-1]
    await sokha.does(sokha.person.edits(sent, "The study is finished"))
    await golden.shows(sokha, "edits an answer")
    await sokha.presses("general:leave_edit")
    await golden.shows(sokha, "leaves it")
    await sokha.does(sokha.person.edits(sent, "The study is ready"))
    await sokha.presses("general:change_edit")
    await golden.shows(sokha, "changes it")
    for name in ("form:choice=data", "form:skip", "form:skip", "form:choice=all", "form:save"):
        await sokha.presses(name)
    await sokha.does(sokha.person.edits(sent, "The study is done"))
    await golden.shows(sokha, "edits what was saved")
