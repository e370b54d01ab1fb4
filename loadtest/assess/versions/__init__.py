"""Two versions of a server beside each other: how they differ, and how sure that is."""
