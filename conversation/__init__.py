"""What handlers and broadcasts share: the turn, command records, and the one door to a group."""
