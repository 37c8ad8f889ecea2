"""Files, captions and recordings: what was not taken is said (U2)."""

from sqlalchemy import select

from storage.actions import ActionUpdate
from storage.core.files import StoredFile
from storage.sharing import Post
from tests.forms.steps import answers
from tests.intake.conftest import Desk, act, noted


async def _evidence(desk: Desk) -> list[str]:
    """The names of all files under the action."""
    async with desk.sokha.stage.assistant.database.read() as session:
        query = select(StoredFile.name).join(ActionUpdate, ActionUpdate.evidence_id == StoredFile.id)
        return list(await session.scalars(query.order_by(ActionUpdate.id)))


async def test_every_photo_of_an_album_is_kept_under_the_action(desk: Desk) -> None:
    told = (await desk.sokha.finds("actions/card")).message
    photos = [("a.pdf", b"a"), ("b.pdf", b"b"), ("c.pdf", b"c")]
    await desk.sokha.does(desk.sokha.person.sends_album(photos, caption="The new ward", reply_to=told))
    assert await noted(desk) == ["The new ward", "", ""]
    assert await _evidence(desk) == ["a.pdf", "b.pdf", "c.pdf"]


async def test_an_album_that_closes_an_action_keeps_its_other_files_as_notes(desk: Desk) -> None:
    told = (await desk.sokha.finds("actions/card")).message
    photos = [("a.pdf", b"a"), ("b.pdf", b"b")]
    await desk.sokha.does(desk.sokha.person.sends_album(photos, caption="done, it was sent", reply_to=told))
    closed = await act(desk)
    assert (closed.state, closed.closing_note) == ("done", "it was sent")
    assert await _evidence(desk) == ["b.pdf"]
    assert closed.evidence_id is not None


async def test_a_voice_message_is_kept_as_evidence(desk: Desk) -> None:
    told = (await desk.sokha.finds("actions/card")).message
    await desk.sokha.does(desk.sokha.person.sends_voice(reply_to=told))
    assert len(await _evidence(desk)) == 1
    await desk.sokha.sees("actions/card", heading="noted")
    await desk.sokha.sees("general/recording")


async def test_a_file_sent_before_the_words_is_kept_for_the_note(desk: Desk) -> None:
    await desk.sokha.says("/actions")
    await desk.sokha.presses("actions:open")
    await desk.sokha.presses("actions:note")
    await desk.sokha.sends_file("photo.pdf")
    await desk.sokha.is_refused("forms#file_kept", names=["photo.pdf"])
    await desk.sokha.asks("text")
    await desk.sokha.says("The ward is painted")
    assert await noted(desk) == ["The ward is painted"]
    assert await _evidence(desk) == ["photo.pdf"]


async def test_files_that_a_question_does_not_take_are_named(desk: Desk) -> None:
    await desk.dara.says("/import")
    papers = [("members.xlsx", b"a"), ("budget.xlsx", b"b"), ("minutes.xlsx", b"c")]
    await desk.dara.does(desk.dara.person.sends_album(papers))
    await desk.dara.is_refused("forms#files_left_out", name="members.xlsx", names=["budget.xlsx", "minutes.xlsx"])


async def test_all_files_of_an_offered_album_stand_at_the_summary(desk: Desk) -> None:
    papers = [("agenda.pdf", b"a"), ("budget.pdf", b"b")]
    await desk.sokha.does(desk.sokha.person.sends_album(papers, caption="The papers of Monday"))
    for name in ("sharing:take", "form:choice=data", "form:skip", "form:choice=all"):
        await desk.sokha.presses(name)
    assert (await desk.sokha.summary())["file"] == "agenda.pdf, budget.pdf"


async def test_the_text_below_a_file_is_not_dropped_in_silence(desk: Desk) -> None:
    await desk.sokha.says("/share The papers of Monday")
    await desk.sokha.presses("form:choice=data")
    await desk.sokha.presses("form:skip")
    await desk.sokha.does(desk.sokha.person.sends_file("budget.pdf", b"b", caption="The draft of Monday"))
    await desk.sokha.is_refused("forms#caption_left_out", name="budget.pdf", caption="The draft of Monday")


async def test_an_offered_album_is_shared_whole_with_its_text(desk: Desk) -> None:
    papers = [("study.pdf", b"a"), ("annex.pdf", b"b")]
    await desk.sokha.does(desk.sokha.person.sends_album(papers, caption="The midwifery study"))
    await desk.sokha.presses("sharing:take")
    given = await answers(desk.sokha.stage)
    assert given["text"] == "The midwifery study"
    assert given["file"]["name"] == "study.pdf"
    for name in ("form:choice=data", "form:skip", "form:choice=all", "form:save"):
        await desk.sokha.presses(name)
    async with desk.sokha.stage.assistant.database.read() as session:
        assert (await session.scalars(select(Post.text))).one() == "The midwifery study"


async def test_a_forwarded_file_becomes_the_answer_by_a_press(desk: Desk) -> None:
    await desk.dara.says("/documents")
    await desk.dara.presses("documents:new")
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Somebody"}
    await desk.dara.does(desk.dara.person.sends_file("budget.pdf", b"b", forward_origin=origin))
    await desk.dara.sees("general/offer", others=True)
    await desk.dara.presses("general:answer")
    await desk.dara.asks("title")
    assert (await answers(desk.dara.stage))["file"]["name"] == "budget.pdf"
