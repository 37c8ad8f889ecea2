"""Machinery from the outbox to Telegram: claim deliveries, word them, pace and send them, store the results."""
