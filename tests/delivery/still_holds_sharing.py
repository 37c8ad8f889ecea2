"""Cases of the notices about shared information, for `test_still_holds`."""

from datetime import date

from storage.members import Pace
from storage.sharing import Post, PostKind
from tests.delivery.still_holds_members import Case
from tests.support.scene import Scene
from twg import sharing
from twg.core.audiences import Audience, to_column
from twg.sharing import digests, replying, withdrawing


async def _shares(scene: Scene) -> None:
    await scene.does(scene.dara, sharing.share, sharing.NewPost(kind=PostKind.DATA, text="A study of midwives"))


async def _withdraws(scene: Scene) -> None:
    await scene.does(scene.dara, withdrawing.withdraw, 1, "It has errors")


async def _stands_again(scene: Scene) -> None:
    """There is no such operation: the row is changed behind everybody's back."""
    await scene.arranges(Post, withdrawn_at=None, withdrawn_by_id=None)


async def _shares_with_partners(scene: Scene) -> None:
    args = sharing.NewPost(kind=PostKind.DATA, text="A study of midwives", audience=Audience.PARTNERS)
    await scene.does(scene.dara, sharing.share, args)
    await scene.does(scene.sokha, replying.reply, 1, "Please send us the annex")


async def _answers(scene: Scene) -> None:
    await scene.does(scene.dara, replying.answer, 1, "It is on its way")


async def _is_withdrawn(scene: Scene) -> None:
    await scene.arranges(Post, withdrawn_at=scene.stage.clock.now())


async def _is_for_the_ministries_only(scene: Scene) -> None:
    await scene.arranges(Post, audience=to_column(Audience.GOVERNMENT))


async def _asks_for_comments(scene: Scene) -> None:
    args = sharing.NewPost(kind=PostKind.POLICY, text="A draft law", comments_by=date(2026, 12, 10), reminds=True)
    await scene.does(scene.dara, sharing.share, args)


async def _the_day_before(scene: Scene) -> None:
    await scene.at(date(2026, 12, 9))


async def _comments(scene: Scene) -> None:
    await scene.does(scene.sokha, replying.reply, 1, "Article 4 is unclear")


async def _the_day_after(scene: Scene) -> None:
    await scene.at(date(2026, 12, 11))


async def _chooses_digests(scene: Scene) -> None:
    await scene.does(scene.sokha, digests.choose_pace, Pace.DAILY)


async def _shares_for_a_digest(scene: Scene) -> None:
    await _shares(scene)
    await scene.at(date(2026, 11, 26))  # after the Water Festival, where days off are kept


SHARING_CASES = {
    "post_in_digest": Case("sokha", _shares_for_a_digest, _is_for_the_ministries_only, before=_chooses_digests),
    "post_comments_reminder": Case("sokha", _the_day_before, _comments, before=_asks_for_comments),
    "post_comments_collected": Case("dara", _the_day_after, _is_withdrawn, before=_asks_for_comments),
    "post_replied": Case("sokha", _answers, _is_for_the_ministries_only, before=_shares_with_partners),
    "post_withdrawn": Case("sokha", _withdraws, _stands_again, before=_shares),
}
