"""What a section of a notebook claims, one file a topic."""
