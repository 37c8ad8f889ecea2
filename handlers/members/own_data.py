"""What is stored about a person, in the chat: /mydata, the file with all of it, erasing contacts (T5)."""

import json
from functools import partial

from handlers.routing.commands import Group
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from messages.members import own_data_text, with_buttons
from messages.rendering.content import Attachment, Content
from messages.rendering.keyboards import button, rows
from messages.rendering.texts import _
from storage.members import Account, Membership, list_principals
from twg.core.permissions import Permission
from twg.core.refusals import NotRegistered
from twg.members import assistants, changing, erasing, own_data

router = Router("members")


def _account_of(request: Request) -> Account:
    """The sender's account; they may belong to no TWG any more. Raises: NotRegistered."""
    if request.account is None:
        raise NotRegistered
    return request.account


@router.command("mydata", _("What is stored about you"), permission=None, group=Group.YOU)
async def my_data(request: Request) -> Reply:
    return await look(request)


@router.button("my_data", of_account=True)
async def look(request: Request) -> Reply:
    account = _account_of(request)
    principals = await list_principals(request.session, account.id)
    reached = await erasing.has_contacts(request.session, account.person)
    erase = [button(_("Erase my phone number and e-mail"), "members:ask_erase")] if reached else []
    ending = [
        button(_("No longer act for {name}").with_(name=acts.person.name), "members:stop_assisting", acts.id)
        for acts in principals
    ]
    keyboard = rows([button(_("Send me all of it"), "members:send_data"), *erase, *ending], per_row=1)
    return show("members/my_data", person=account.person, principals=principals, keyboard=keyboard)


@router.button("stop_assisting", of_account=True)
async def stop_assisting(request: Request, acts_id: int) -> Reply:
    """An assistant ends it that they act for somebody, who is told."""
    acts = await assistants.stop_assisting(request.session, _account_of(request), acts_id, now=request.now)
    return show("members/stopped_assisting", acts=acts)


@router.button("send_data", of_account=True)
async def send_data(request: Request) -> Reply:
    """Two files with everything that is stored: one to read, one for programs."""
    tables = await own_data.export_own(request.session, _account_of(request), now=request.now)
    as_json = {table.name: table.rows for table in tables}
    day = request.today.isoformat()
    files = (
        Attachment(f"my-data-{day}.txt", partial(own_data_text, tables, request.locale), captioned=True),
        Attachment(
            f"my-data-{day}.json", lambda: json.dumps(as_json, ensure_ascii=False, indent=2, default=str).encode()
        ),
    )
    return Reply(Content("members/my_data_files", {"tables": tables}, (), files))


@router.button("ask_erase", of_account=True)
async def ask_erase(request: Request) -> Reply:
    """Say what erasing means before it is done."""
    person = _account_of(request).person
    keyboard = ((button(_("Yes, erase it"), "members:erase"),), (button(_("No, keep it"), "members:my_data"),))
    return show("members/ask_erase", person=person, themself=True, keyboard=keyboard)


@router.button("erase", of_account=True)
async def erase(request: Request) -> Reply:
    account = _account_of(request)
    await erasing.erase_own_contacts(request.session, account, request.domains, now=request.now)
    return show("members/erased", person=account.person, themself=True)


@router.button("ask_erase_of", subject=Membership, permission=Permission.MEMBER_CHANGE)
async def ask_erase_of(request: Request, membership_id: int) -> Reply:
    """The secretariat erases how somebody is reached, who has asked for that or has left."""
    member = await changing.access_newest(request.session, request.member, membership_id)
    keyboard = ((button(_("Yes, erase it"), "members:erase_of", member.id),),)
    content = show("members/ask_erase", person=member.person, themself=False, keyboard=keyboard).content
    assert content is not None  # noqa: S101 - made above
    back = ((button(_("No, keep it"), "members:open", member.id),),)
    return Reply(with_buttons(content, back), edit=True)


@router.button("erase_of", subject=Membership, permission=Permission.MEMBER_CHANGE)
async def erase_of(request: Request, membership_id: int) -> Reply:
    person = await erasing.erase_contacts(
        request.session, request.member, membership_id, request.domains, now=request.now
    )
    return show("members/erased", person=person, themself=False)
