"""The bot as a real process that is killed at any moment, many prospects, and the evidence that nothing was lost."""
