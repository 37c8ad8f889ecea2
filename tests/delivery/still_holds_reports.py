"""Cases of the notices about reports that are signed, for `test_still_holds`."""

from decimal import Decimal

from sqlalchemy import select

from bot.capabilities import registry
from storage.members import Account, Membership, Role
from storage.reports import ReportSnapshot, SnapshotState
from tests.delivery.still_holds_members import Case
from tests.indicators.conftest import defines
from tests.reports.conftest import opens
from tests.support.guard import arranged
from tests.support.scene import Scene
from tests.support.stage import Player
from twg.indicators import reporting, reviewing
from twg.reports import overtaking, signing, tracking


async def _is(scene: Scene, player: Player, role: Role) -> None:
    """The player has a role, behind everybody's back."""
    async with arranged(scene.stage.assistant.database) as session:
        query = select(Membership).join(Account, Account.person_id == Membership.person_id)
        found = await session.scalars(query.where(Account.telegram_id == player.person.id).order_by(Membership.id))
        found.all()[0].role = role


async def _is_reported(scene: Scene) -> None:
    await defines(scene.dara)
    await opens(scene.dara)
    args = reporting.Report(indicator_id=1, value=Decimal(58))
    await scene.does(scene.sokha, reporting.report, args, registry().domains)
    await scene.does(scene.dara, reviewing.accept, 1)


async def _sokha_chairs(scene: Scene) -> None:
    await _is_reported(scene)
    await _is(scene, scene.sokha, Role.CHAIR)


async def _asks_for_a_signature(scene: Scene) -> None:
    await scene.does(scene.dara, signing.ask_sign_off, 1, signing.SignOff())


async def _is_replaced(scene: Scene) -> None:
    await scene.arranges(ReportSnapshot, state=SnapshotState.REPLACED)


async def _waits_for_the_chair(scene: Scene) -> None:
    """Dara, who has asked, is told that the Chair has signed."""
    await _sokha_chairs(scene)
    await _asks_for_a_signature(scene)


async def _signs(scene: Scene) -> None:
    await scene.does(scene.sokha, signing.sign, 1)


async def _is_not_signed_after_all(scene: Scene) -> None:
    """There is no such operation: the row is changed behind everybody's back."""
    await scene.arranges(ReportSnapshot, state=SnapshotState.ASKED, signed_at=None, signed_by_id=None)


async def _crdb_waits_for_a_signature(scene: Scene) -> None:
    await _sokha_chairs(scene)
    await _asks_for_a_signature(scene)
    await _is(scene, scene.sokha, Role.CRDB)


async def _chases(scene: Scene) -> None:
    await scene.does(scene.sokha, tracking.chase, 1)


async def _is_signed(scene: Scene) -> None:
    await scene.arranges(ReportSnapshot, state=SnapshotState.SIGNED, signed_at=scene.stage.clock.now())


async def _is_behind(scene: Scene) -> None:
    """The Chair signed the first report, and another was accepted since."""
    await _sokha_chairs(scene)
    await _asks_for_a_signature(scene)
    await _signs(scene)
    args = reporting.Report(indicator_id=1, value=Decimal(60))
    await _is(scene, scene.sokha, Role.GOVERNMENT)
    await scene.does(scene.sokha, reporting.report, args, registry().domains)
    await scene.does(scene.dara, reviewing.accept, 2)


async def _tells_behind(scene: Scene) -> None:
    await scene.does(scene.dara, overtaking.tell_behind, 2)


REPORT_CASES = {
    "report_behind": Case("dara", _tells_behind, _is_replaced, before=_is_behind),
    "report_chased": Case("dara", _chases, _is_signed, before=_crdb_waits_for_a_signature),
    "report_to_sign": Case("sokha", _asks_for_a_signature, _is_replaced, before=_sokha_chairs),
    "report_signed": Case("dara", _signs, _is_not_signed_after_all, before=_waits_for_the_chair),
}
