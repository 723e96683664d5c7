"""The local Telegram's page, in a browser."""
