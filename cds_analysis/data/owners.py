"""Who would have a figure, and when it is due."""


def owner(known, indicator_id: str, place):
    """The body that has the figures of an indicator for a place; None where it is not known."""
    return None
