"""Numbered migrations, 0001_….sql; never edited once merged."""
