"""Joint monitoring indicators: defining, reporting, reviewing; reporting rounds."""
