"""The intake bot: takes what Telegram brings, decides with `flows`, commits, acknowledges, sends."""
