"""Keys of the persons we know, each under one of ours; kept apart from the events."""
