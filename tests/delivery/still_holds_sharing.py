"""Cases of the notices about shared information, for `test_still_holds`."""

from storage.sharing import Post, PostKind
from tests.delivery.still_holds_members import Case
from tests.support.scene import Scene
from twg import sharing
from twg.sharing import withdrawing


async def _shares(scene: Scene) -> None:
    await scene.does(scene.dara, sharing.share, sharing.NewPost(kind=PostKind.DATA, text="A study of midwives"))


async def _withdraws(scene: Scene) -> None:
    await scene.does(scene.dara, withdrawing.withdraw, 1, "It has errors")


async def _stands_again(scene: Scene) -> None:
    """There is no such operation: the row is changed behind everybody's back."""
    await scene.arranges(Post, withdrawn_at=None, withdrawn_by_id=None)


SHARING_CASES = {
    "post_withdrawn": Case("sokha", _withdraws, _stands_again, before=_shares),
}
