"""The readers of publishers' files: from bytes to cells with labels; imports errors only."""
