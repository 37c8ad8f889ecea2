"""Working time: quiet hours and days off."""
