"""Stand-ins: clean silhouettes with a motion cycle, drawn in figure units around their own feet."""
