"""A target asks, a distribution answers: verdicts, and how often such answers came true."""
