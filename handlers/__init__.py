"""What happens when something arrives: one thin module a feature."""
