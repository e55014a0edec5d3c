"""What is published, as known on a day: registers, the one observation table, how it is built and checked."""
