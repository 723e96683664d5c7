"""What is asked, what is recommended and where places lie: pure, standard library only, no I/O, no Telegram."""
