"""A local Telegram: a Bot API server over HTTP, a page with two phones, a driver for tests.

It imports neither `telegram` nor the rest of `bot`: the bot reaches it over HTTP only, as it reaches the real one.
"""
