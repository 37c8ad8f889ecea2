"""The opener of the form that makes a token for a program."""

from tests.forms.openers_members import Opener, pressing

OPENERS: dict[str, Opener] = {"make_feed_token": pressing("export:new_token")}
