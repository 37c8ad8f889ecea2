"""What a TWG does: rules and operations. Knows no Telegram."""
