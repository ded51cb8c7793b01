"""A thousand days of thirty-four elders: no silence ends without a named human (python -m tests.elders)."""
