"""The digital economy's share of GRDP: where it stands, what the forecast rests on, how each target fares."""

from ..data import provinces
from ..data.known import Known
from ..judging import track_record
from ..judging.progress import Verdict
from ..series import share
from ..study import results
from ..study.finding import Finding, once
from ..words.table import Table


class Share(Finding):
    """The share by every measure, its forecast and targets; results.json keeps it as `share`."""

    topic = "share"

    def __init__(self, study):
        super().__init__(study, share=claims(study))
        self.goals = [study.goals[v["target"]] for v in self.parts["share"]["targets"]]

    @property
    def _documents(self) -> list[str]:
        return [figure["source"] for figure in self.parts["share"]["figures"]]

    def cited_figures(self) -> Table | None:
        """Every figure, with the documents below."""
        return self.table("figures", cite=self._documents, own=False)

    def instead(self) -> list[Table | None]:
        """What else is held for the place and its former units, where nobody publishes its share."""
        if self.parts["share"]["latest"] or self.parts["share"]["stand_in"]:
            return []
        return [self.study.stands.held(cite=True), self.study.stands.held(former=True, cite=True)]

    def draw(self, name: str):
        """The chart `fan`: figures, forecast, targets."""
        from ..charts.share import fan

        return fan(self).sourced(self.study.source_line(self._documents)) if self._documents else None


@once
def claims(study) -> dict:
    """What is said about the share; the sources of its figures are cited."""
    verdicts = study.verdicts(share.INDICATOR)
    found = _of_view(study.known, study.share, verdicts) | {"record": study.behind(verdicts)}
    found["tested"] = track_record.tested(study.known, share.INDICATOR)
    for figure in found["figures"]:
        study.cite(figure["source"], figure["vintage"])
    return found


def _of_view(known: Known, view: share.ShareView, verdicts: list[Verdict]) -> dict:

    def figure(row) -> dict:
        record = {k: row[k] for k in ("year", "value", "comparator", "status", "measure", "border", "place")}
        names = known.measures.loc[row["measure"]]
        record |= {"measure_vi": names["name_vi"], "measure_en": names["name_en"]}
        return record | results.publication(known.folder, row["source"], row["vintage"])

    newest = share.newest(known, view.figures)
    latest = None
    if view.base is not None:
        latest = figure(newest[(newest["measure"] == share.BASE) & (newest["year"] == view.base.years[-1])].iloc[-1])
    stand_in = None
    if latest is None and view.readings:
        kinds = [r for r in view.readings if r.kind == "stand-in"]
        if kinds:
            row = newest[newest["year"] == kinds[-1].year]
            row = row[row["value"] == kinds[-1].value].iloc[-1]
            stand_in = figure(row)
    others = [figure(r) for r in newest[newest["measure"] != share.BASE].to_dict("records")]
    claims = {
        "latest": latest,
        "stand_in": stand_in,
        "figures": [figure(r) for r in newest.to_dict("records")],
        "other_measures": others,
        "base_years": view.base.years if view.base is not None else [],
        "crossings": [c.__dict__ for c in view.crossings],
        "readings": [r.__dict__ for r in view.readings],
        "refusal": view.refusal,
        "targets": [v.as_dict() for v in verdicts],
    }
    if view.reference:
        ref = view.reference
        claims["reference"] = {
            "places": [_named(known, slug) for slug in view.reference_places],
            "changes": ref.changes,
            "revision": ref.revision,
        }
    if view.offset:
        claims["pairs"] = {
            "pairs": view.offset.pairs,
            "places": view.offset.places,
            "nation": {
                int(r["year"]): r["other"] / r["base"]
                for r in view.pairs[view.pairs["place"] == provinces.NATION].to_dict("records")
            },
        }
    if view.forecast:
        claims["forecast"] = results.by_year(view.forecast)
        claims["movement"] = _movement(known, view)
    if view.with_context:
        claims["with_context"] = results.by_year(view.with_context)
    return claims


def _named(known: Known, slug: str) -> dict:
    place = next(p for (s, _), p in known.places.items() if s == slug)
    return {"slug": slug, "vi": place.full_name("vi"), "en": place.full_name("en")}


def _movement(known: Known, view: share.ShareView) -> dict:
    """Where the forecast's yearly movement comes from, in percentage points a year at the newest level."""
    found = view.shrinkage

    def part(movement: float | None, sd: float | None) -> dict:
        return {"points": movement and found.points(movement), "sd": sd and found.points(sd)}

    return {
        "year": found.year,
        "level": found.level,
        "weight": found.weight,
        "own": part(found.own, found.own_sd),
        "prior": part(found.prior, found.prior_sd),
        "joined": part(found.joined, found.joined_sd),
        "places": [
            _named(known, m.name) | {"points": found.points(m.drift), "first": m.first, "last": m.last}
            for m in view.reference.members
        ],
    }
