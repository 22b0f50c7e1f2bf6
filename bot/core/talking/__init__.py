"""One person's conversation: what a line or a press means, and the next step."""
