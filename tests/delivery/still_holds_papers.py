"""Notices about papers that are looked at again when they are sent: what is told, then no longer holds (D6)."""

from datetime import timedelta

from storage.papers import Paper, PaperState
from tests.delivery.still_holds_members import Case, Step
from tests.support.scene import Scene
from tests.support.setup_steps import MEETING_DAY, announce_meeting
from twg.core.files import SentFile
from twg.papers import asking, handing_in, reviewing
from twg.papers.handing_in import HandingIn, NewPaper


async def _announced(scene: Scene) -> None:
    scene.made = await announce_meeting(scene.dara)


async def _calls(scene: Scene) -> None:
    await scene.does(scene.dara, asking.call_for_papers, scene.made, MEETING_DAY - timedelta(days=11))


async def _called(scene: Scene) -> None:
    await _announced(scene)
    await _calls(scene)


async def _two_weeks_before(scene: Scene) -> None:
    await scene.at(MEETING_DAY - timedelta(days=14))


async def _hands_in(scene: Scene) -> None:
    """Hand in the paper for the second item, which the institution of Sokha presents; the paper has the id 1."""
    paper = NewPaper(file=SentFile(handle="AAA", name="paper.pdf"), title="Progress", agenda_item_id=2)
    await scene.does(scene.sokha, handing_in.hand_in, HandingIn(meeting_id=scene.made, papers=[paper]))
    await scene.stage.passes(minutes=3)


async def _handed_in(scene: Scene) -> None:
    """A paper that the secretariat was told of."""
    await _announced(scene)
    await _hands_in(scene)
    scene.made = 1


async def _withdraws(scene: Scene) -> None:
    await scene.does(scene.sokha, handing_in.withdraw, 1)


async def _the_next_day(scene: Scene) -> None:
    await scene.stage.passes(hours=24)


async def _accepts(scene: Scene) -> None:
    await scene.does(scene.dara, reviewing.accept, 1)


async def _returns(scene: Scene) -> None:
    await scene.does(scene.dara, reviewing.return_paper, 1, "Please shorten it")


async def _replaces(scene: Scene) -> None:
    await scene.dara.sends_file("other.pdf", b"%PDF-1.4 other")
    sent = [message for message in await scene.dara.person.messages() if message.document is not None][-1]
    assert sent.document is not None
    file = SentFile(handle=sent.document.file_id, name=sent.document.name)
    await scene.does(scene.dara, reviewing.replace_file, 1, file)


async def _corrects(scene: Scene) -> None:
    await scene.does(scene.sokha, handing_in.correct_words, 1, "The figures of March")


def _becomes(state: PaperState) -> Step:
    async def becomes(scene: Scene) -> None:
        await scene.arranges(Paper, state=state)

    return becomes


PAPER_CASES = {
    "paper_owed": Case("sokha", _two_weeks_before, _hands_in, before=_called),
    "papers_handed_in": Case("dara", _hands_in, _withdraws, before=_announced),
    "papers_waiting": Case("dara", _the_next_day, _withdraws, before=_handed_in),
    "paper_withdrawn": Case("dara", _withdraws, _becomes(PaperState.HANDED_IN), before=_handed_in),
    "paper_corrected": Case("dara", _corrects, _becomes(PaperState.RETURNED), before=_handed_in),
    "paper_accepted": Case("sokha", _accepts, _becomes(PaperState.RETURNED), before=_handed_in),
    "paper_returned": Case("sokha", _returns, _becomes(PaperState.ACCEPTED), before=_handed_in),
    "paper_replaced": Case("sokha", _replaces, _becomes(PaperState.RETURNED), before=_handed_in),
}
