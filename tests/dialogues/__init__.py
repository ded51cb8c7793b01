"""Whole conversations, played through the real program over HTTP."""
