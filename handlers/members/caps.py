"""The agreed number of members in the chat: proposing and confirming it (M4)."""

from typing import Annotated, Any

from handlers.forms.count_field import CountField
from handlers.forms.form import Form
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages import members as messages
from messages.rendering.texts import _
from storage.members import MembershipCap, find_cap
from twg.core.permissions import Permission
from twg.members import caps

router = Router("members")


@router.form("propose_cap", _("Number of members"), saves=caps.propose_cap, opened_by="propose_cap")
class ProposeCapForm(Form):
    number: Annotated[
        int,
        CountField(
            question=_("How many members should the TWG have at most?"),
            hint=_("Chair and lead facilitator agree on it; above it the secretariat is warned, nobody is refused."),
            label=_("Members at most"),
            lowest=1,
            highest=caps.MOST_MEMBERS,
        ),
    ]

    async def save(self, request: Request, _about: Any) -> Reply:
        args = caps.NewCap(number=self.number)
        proposed = await caps.propose_cap(request.session, request.member, args, now=request.now)
        return await _shown(request, proposed.id)


async def _shown(request: Request, cap_id: int) -> Reply:
    cap = await find_cap(request.session, cap_id)
    assert cap is not None  # noqa: S101 - written a moment ago
    return Reply(messages.cap(cap, request.member.twg), edit=True)


@router.button("agree_cap", subject=MembershipCap, permission=Permission.CAP_AGREE)
async def agree(request: Request, cap_id: int) -> Reply:
    decided = await caps.decide_cap(request.session, request.member, cap_id, agreed=True, now=request.now)
    return await _shown(request, decided.id)


@router.button("decline_cap", subject=MembershipCap, permission=Permission.CAP_AGREE)
async def decline(request: Request, cap_id: int) -> Reply:
    decided = await caps.decide_cap(request.session, request.member, cap_id, agreed=False, now=request.now)
    return await _shown(request, decided.id)
