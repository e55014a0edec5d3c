"""From a publisher's file to agreed rows of the observation table, and back out."""
