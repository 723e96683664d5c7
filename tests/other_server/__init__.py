"""The bot against a Bot API server that others wrote: the npm package telegram-test-api."""
