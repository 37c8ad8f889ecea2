"""A local Bot API server, for tests, demonstrations and training without Telegram.

- `/bot<token>/…` is the Bot API for one bot (`bot_api`, `methods`): it has Telegram's limits and error texts.
- `/sandbox/…` is the people's API (`people_api`, `person_actions`): programs write, press buttons and read as people.
- `/` is the chat page (`page`), where one plays several people in a browser.

It imports nothing of the assistant and can serve any bot. All state is in memory, in one `world.World`.
"""
