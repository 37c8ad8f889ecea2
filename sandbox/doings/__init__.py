"""What people do in Telegram. Each doing takes a person and facts, changes the world, tells the bot."""

from sandbox.doings import account, groups, media, tapping, writing
from sandbox.doings.media import sends_file, sends_photo
from sandbox.doings.registry import DOINGS

__all__ = ["DOINGS", "account", "groups", "media", "sends_file", "sends_photo", "tapping", "writing"]
