"""The sheet in which reports are filled in outside of the chat: its layout, and what a returned one says (J7)."""
