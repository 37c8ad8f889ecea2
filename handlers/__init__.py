"""What people say: commands, buttons, forms and replies, each an update that becomes one domain call and one reply."""
