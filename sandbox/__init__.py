"""A Bot API server on 127.0.0.1 for tests and the demo; nothing else imports it."""
