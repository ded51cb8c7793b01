"""The community's words and rules: frozen dataclasses and the functions that decide. Pure."""
