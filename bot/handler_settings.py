"""The part of the configuration that handlers use."""

from datetime import timedelta

from bot.config import Config
from handlers.routing.request import Settings
from storage.core.archive import Archive
from twg.core.timekeeping import Timekeeping


def settings_of(config: Config, bot_username: str, timekeeping: Timekeeping, archive: Archive) -> Settings:
    """What handlers are given of a configuration."""
    return Settings(
        bot_username,
        config.limits.max_file_mb,
        config.time.zone,
        timekeeping,
        timedelta(minutes=config.forms.lapse_minutes),
        archive,
        config.indicators.reports_before_gdcc_days,
        feed_url(config),
    )


def feed_url(config: Config) -> str:
    """Where programs reach the feed, without a slash at its end; empty where the server is switched off."""
    server, telegram = config.server, config.telegram
    if not server.port:
        return ""
    host = f"[{server.host}]" if ":" in server.host else server.host
    reached_by = telegram.webhook_url if telegram.mode == "webhook" else f"http://{host}:{server.port}"
    return (server.public_url or reached_by).rstrip("/")
