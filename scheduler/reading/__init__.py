"""Reading the texts of files, each in a process of its own that is killed past its limits (D3)."""
