"""A local Bot API over real HTTP, with a side for people and a chat page to play every role.

Strict where Telegram is strict. It knows nothing of the assistant: any bot may talk to it.
"""
