"""The running program: command line, configuration, wiring, and the loops that receive, work and send."""
