"""getMe, getUpdates and the methods that set and show the webhook."""

from __future__ import annotations

from sandbox.errors import Json, bad_request
from sandbox.methods.registry import method
from sandbox.params import Params
from sandbox.updates import TELEGRAM_KINDS
from sandbox.urls import WrongAddress, read_address
from sandbox.webhook import MOST_CONNECTIONS
from sandbox.world import World

LONGEST_POLL_S = 50
MOST_UPDATES = 100


@method("getMe")
def get_me(world: World, _: Params) -> Json:
    """The bot's `User` object with its abilities."""
    return world.bot_user() | {
        "can_join_groups": True,
        "can_read_all_group_messages": world.reads_all,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": world.private_topics,
        "allows_users_to_create_topics": world.private_topics,
    }


@method("logOut")
@method("close")
def log_out(_: World, __: Params) -> bool:
    """Accepted without effect: the sandbox is the only server."""
    return True


@method("getUpdates")
async def get_updates(world: World, params: Params) -> list[Json]:
    """Return queued updates, waiting up to `timeout` seconds for the first."""
    store_allowed_updates(world, params)
    limit = min(max(params.integer("limit", MOST_UPDATES), 1), MOST_UPDATES)
    timeout_s = min(max(params.integer("timeout"), 0), LONGEST_POLL_S)
    return await world.updates.poll(params.integer("offset"), limit, timeout_s)


def store_allowed_updates(world: World, params: Params) -> None:
    """Store `allowed_updates` without unknown kinds.

    Without the parameter the stored list stays; an empty one means the default.
    """
    kinds = params.array("allowed_updates", "String")
    if kinds is not None:
        world.updates.allowed = [kind for kind in TELEGRAM_KINDS if kind in kinds]


@method("setWebhook")
def set_webhook(world: World, params: Params) -> bool:
    """Deliver updates to a URL; an empty URL ends that."""
    url = params.text("url")
    if url:
        _check_address(url)
    secret = params.text("secret_token")
    if len(secret) > 256 or not all(c.isascii() and (c.isalnum() or c in "_-") for c in secret):
        raise bad_request("secret token contains unallowed characters")
    store_allowed_updates(world, params)
    if params.boolean("drop_pending_updates"):
        world.updates.clear()
    connections = min(max(params.integer("max_connections", 40), 1), MOST_CONNECTIONS)
    world.webhook.configure(url, secret, connections)
    return True


def _check_address(url: str) -> None:
    """Check a webhook URL: HTTPS, or plain HTTP on this machine. Raises: Refused."""
    try:
        address = read_address(url, default="https")
    except WrongAddress:
        raise bad_request("invalid webhook URL specified") from None
    if address.scheme != "https" and not address.is_local:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")


@method("deleteWebhook")
def delete_webhook(world: World, params: Params) -> bool:
    """Remove the webhook, so that getUpdates works again."""
    if params.boolean("drop_pending_updates"):
        world.updates.clear()
    world.webhook.configure("", "", 40)
    return True


@method("getWebhookInfo")
def get_webhook_info(world: World, _: Params) -> Json:
    """The webhook's settings, the number of pending updates and the last delivery error."""
    info: Json = {
        "url": world.webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
    }
    if world.updates.allowed:
        info["allowed_updates"] = world.updates.allowed
    if world.webhook.url:
        info["max_connections"] = world.webhook.max_connections
    if world.webhook.is_local:
        info["ip_address"] = "127.0.0.1"
    if world.webhook.last_error_message:
        info["last_error_date"] = world.webhook.last_error_date
        info["last_error_message"] = world.webhook.last_error_message
    return info
