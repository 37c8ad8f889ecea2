"""From the outbox to Telegram: claiming, wording, pacing, sending, writing down the result."""
