"""What the movements of other places make of a figure that is known once or twice."""


def ahead(known, target, last: tuple[int, float] | None, until: int, former: bool = False):
    """A forecast from the newest comparable figure by the movements of a reference class; None where there is none."""
    return None
