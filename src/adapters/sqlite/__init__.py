"""The store that needs nothing to start: one SQLite file, one writing process."""
