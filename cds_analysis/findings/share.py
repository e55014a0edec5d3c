"""The digital economy's share of GRDP: where it stands, what the forecast rests on, how each target fares."""

from functools import cached_property

from ..data import provinces, sources
from ..data.known import Known
from ..forecasting import pooled_share
from ..judging import track_record
from ..series import modelled, share
from ..study import results
from ..study.finding import Finding, once
from ..words.telling import Table

WIDE = 1.5  # the upper end of an 80 % interval over the lower one from which it is called wide


class Share(Finding):
    """The share by every measure, its forecast and targets; results.json keeps it as `share`."""

    def __init__(self, study):
        super().__init__(study, share=claims(study))
        self.goals = [study.goals[v["target"]] for v in self.parts["share"]["targets"]]
        self.documents = [figure["source"] for figure in self.parts["share"]["figures"]]

    @property
    def records(self) -> dict:
        """Beside the part: `headline`, the verdicts of the chart's title, and `drawn`, the figures it draws by mark."""
        headline = results.headline(self.parts["share"]["targets"], self.study.horizon)
        return super().records | {"headline": headline, "drawn": self.drawn}

    @cached_property
    def drawn(self) -> dict[str, list[dict]]:
        """The figures of the chart by mark; those of other measures are `apart`, but for one the forecast starts from.

        Side by side with the office's they would make the eye see a rise or fall that nobody measured.
        """
        told, place = self.parts["share"], self.study.record["place"]
        office = [f for f in told["figures"] if f["measure"] == share.BASE]
        own = [f for f in office if f["border"] == place["border"] or place["unchanged"]]
        stated = [told["stand_in"]] if told["stand_in"] else []
        apart = [f for f in told["other_measures"] if f not in stated]
        former = [f for f in office if f not in own]
        return {"office": own, "office, old border": former, "other measure": stated, "apart": apart}

    def cited_figures(self) -> Table | None:
        """Every figure, with the documents below."""
        return self.table("figures", cite=self.documents, own=False)

    def instead(self) -> list[Table | None]:
        """What else is held for the place and its former units, where nobody publishes its share."""
        if self.parts["share"]["latest"] or self.parts["share"]["stand_in"]:
            return []
        return [self.study.stands.held(cite=True), self.study.stands.held(former=True, cite=True)]


@once
def claims(study) -> dict:
    """What is said about the share; the sources of its figures are cited."""
    verdicts, known, view = study.verdicts(share.INDICATOR), study.known, study.share
    rows = known.newest_figures(view.figures, ["place", "border", "measure", "year"])
    figures = [_figure(known, row) for row in rows.sort_values(["year", "measure"]).to_dict("records")]
    study.cite((figure["source"], figure["vintage"]) for figure in figures)

    def newest(**where) -> dict | None:
        return next((f for f in reversed(figures) if where.items() <= f.items()), None)

    latest = None if view.base is None else newest(measure=share.BASE, year=view.base.years[-1])
    stands = [r for r in view.readings if r.kind == "stand-in"] if latest is None else []
    claims = {
        "latest": latest,
        "stand_in": newest(year=stands[-1].year, value=stands[-1].value) if stands else None,
        "figures": figures,
        "other_measures": [f for f in figures if f["measure"] != share.BASE],
        "base_years": view.base.years if view.base is not None else [],
        "crossings": view.crossings,
        "readings": [r.__dict__ for r in view.readings],
        "former": [r.year for r in view.own if r.kind == pooled_share.FORMER],
        "refusal": view.refusal,
        "modelled": None,
        "targets": [v.as_dict() | {"worded": study.worded(v.target)} for v in verdicts],
        "record": track_record.behind(known, verdicts),
        "tested": track_record.tested(known, share.INDICATOR),
    }
    if view.reference:
        ref, places = view.reference, [_named(known, name) for name in view.reference.members]
        claims["reference"] = {"places": places, "changes": ref.changes, "revision": ref.revision}
    if view.offset:
        pairs = share.measure_pairs(view.known)
        both = pairs[pairs["place"] == provinces.NATION].set_index("year")
        nation = (both["other"] / both["base"]).to_dict()
        claims["pairs"] = {"pairs": view.offset.pairs, "places": view.offset.places, "nation": nation}
    if view.forecast:
        claims["forecast"] = results.by_year(view.forecast)
        claims["movement"] = _movement(known, view)
    if view.modelled:
        year = int(view.forecast.years[0])
        level = claims["forecast"][year]
        tried = modelled.trial(known.folder, year)
        claims["modelled"] = {"year": year, "wide": level["high80"] > WIDE * level["low80"]}
        claims["modelled"] |= {"held": tried["held"], "tried": tried["of"]}
    if view.with_context:
        claims["with_context"] = results.by_year(view.with_context)
    return claims


def _figure(known: Known, row: dict) -> dict:
    record = {k: row[k] for k in ("year", "value", "comparator", "status", "measure", "border", "place")}
    names = known.measures.loc[row["measure"]]
    record |= {"measure_vi": names["name_vi"], "measure_en": names["name_en"]}
    record["doubt"] = sources.doubt(known.folder, share.INDICATOR, row["place"], str(row["year"]), row["value"])
    return record | results.publication(known.sources, row["source"], row["vintage"])


def _named(known: Known, slug: str) -> dict:
    place = next(p for (s, _), p in known.places.items() if s == slug)
    return {"slug": slug, "vi": place.full_name("vi"), "en": place.full_name("en")}


def _movement(known: Known, view: share.ShareView) -> dict:
    """Where the forecast's yearly movement comes from, in percentage points a year at the newest level."""
    reference = pooled_share.averaged(view.reference, view.own)
    found = pooled_share.shrinkage(view.own, reference)
    level = found["level"]

    def points(movement: float | None) -> float | None:
        return movement and pooled_share.in_points(movement, level)

    return {
        "year": max(reading.year for reading in view.own),
        "level": level,
        "weight": found["weight"],
        **{n: {"points": points(found[n]), "sd": points(found[f"{n}_sd"])} for n in ("own", "prior", "joined")},
        "places": [
            _named(known, name) | {"points": points(m.drift), "first": int(m.first), "last": int(m.last)}
            for name, m in reference.members.items()
        ],
    }
