"""What happens when the clock strikes: one thin module a feature."""
