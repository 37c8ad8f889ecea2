"""Reading a file that is handed in as the minutes of a meeting: its paragraphs and its action points (G6)."""
