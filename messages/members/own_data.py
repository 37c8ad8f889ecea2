"""What is stored about a person, as text for them."""

from collections.abc import Sequence

from messages.rendering.texts import _
from twg.members.own_data import OwnTable

#: What the rows of a table are to the person whose they are; a table without a name here is called as it is stored.
_OWN_TABLES = {
    "person": _("Your details"),
    "account": _("Your Telegram accounts"),
    "membership": _("Your membership"),
    "attendance": _("Your answers to invitations"),
    "receipt": _("Documents circulated to you"),
    "report_request": _("Reports asked of you"),
    "submission": _("Your reports"),
    "action": _("Your actions"),
    "action_update": _("Your notes on actions"),
    "member_request": _("Your requests"),
    "post": _("What you shared"),
    "acts_for": _("Who acts for whom"),
    "kept_contact": _("Contacts that you have had"),
    "delivery": _("Messages sent to you"),
    "audit": _("What you did here"),
    "roster_entry": _("You in a list of members"),
    "stored_file": _("Files that you sent"),
    "form": _("Forms that you have begun"),
}


def own_data_text(tables: Sequence[OwnTable], locale: str) -> bytes:
    """What is stored about a person, to be read: a heading for each table, a paragraph for each row. UTF-8."""
    lines: list[str] = []
    for table in tables:
        title = _OWN_TABLES.get(table.name)
        lines += [f"== {table.name if title is None else title.render(locale)} ==", ""]
        for row in table.rows:
            lines += [f"{name.replace('_', ' ')}: {value}" for name, value in row.items() if value not in (None, "")]
            lines.append("")
    return "\ufeff".encode() + "\r\n".join(lines).encode()
