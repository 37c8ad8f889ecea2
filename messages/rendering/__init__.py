"""From a template to Telegram's messages, in the reader's language."""
