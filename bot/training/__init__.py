"""The sandbox with the assistant in it: where a secretariat is trained and anybody may try."""
