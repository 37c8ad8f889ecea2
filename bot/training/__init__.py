"""The sandbox that people are trained in: the assistant, with a history of three days (`twgbot sandbox`)."""
