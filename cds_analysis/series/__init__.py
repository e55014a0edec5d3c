"""What has to be worked out from published figures, with its error: growth, employment, productivity, share, ranks."""
