"""How often statements of the methods behind some verdicts came true."""

from collections.abc import Iterable

from ..judging import track_record
from ..judging.verdict import Verdict
from ..study.finding import Finding


class TrackRecord(Finding):
    """The record behind the probabilities of some verdicts; results.json keeps it as `record`."""

    def __init__(self, study, verdicts: Iterable[Verdict]):
        super().__init__(study, record=track_record.behind(study.known, list(verdicts)))
