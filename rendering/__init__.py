"""Domain values in, Chinese sentences, sheets and pictures out. Pure."""
