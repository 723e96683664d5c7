"""A local Telegram: a Bot API server over HTTP and a page with two phones.

It imports neither `telegram` nor the rest of `bot`: the bot reaches it over HTTP only, as it reaches the real one.
"""
