"""What sample files of other parsers (pyaxis, pxR, pyjstat, jsonstat.py, pandaSDMX, sdmx1, …) brought up.

The files are not kept here; each text below is made up and has the one trait that was read wrongly.
"""

import json

import pytest
from conftest import REAL

from cds_analysis.errors import DataError
from cds_analysis.files import base, numbers, powers, recognise
from cds_analysis.intake import propose as importing
from cds_analysis.intake.mapping import Asked

MESSAGE = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"


def read(folder, name: str, text: str) -> base.Incoming:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return recognise.read(path)


def dimension(name: str, values: list[dict], at: int) -> dict:
    return {"id": name, "keyPosition": at, "values": values}


def sdmx_json() -> dict:
    """SDMX-JSON 2.0 as offices of the standard send it: an envelope, names by language, attributes at three levels."""
    area = dimension("REF_AREA", [{"id": "VNM", "name": "Viet Nam", "names": {"en": "Viet Nam", "vi": "Việt Nam"}}], 0)
    what = dimension("MEASURE", [{"id": "B1GQ", "names": {"en": "GDP"}}, {"id": "D21", "names": {"en": "Taxes"}}], 1)
    years = dimension("TIME_PERIOD", [{"id": "2023", "name": "In 2023", "start": "2023-01-01"}, {"value": "2024"}], 2)
    power = {"id": "UNIT_MULT", "values": [{"id": "0", "name": "Units"}, {"id": "9", "name": "Billions"}]}
    status = {"id": "OBS_STATUS", "values": [{"id": "A", "name": "Normal"}, {"id": "P", "name": "Provisional"}]}
    unit = {"id": "UNIT_MEASURE", "values": [{"id": "VND", "names": {"en": "dong"}}, {"id": "USD", "name": "dollar"}]}
    series = {
        "0:0": {"attributes": [1], "observations": {"0": [12.5], "1": [13.25, 1]}},
        "0:1": {"attributes": [1], "observations": {"0": ["1.5", 0], "1": [None]}},
    }
    structure = {
        "dimensions": {"dataSet": [], "series": [area, what], "observation": [years]},
        "attributes": {"dataSet": [unit], "series": [power], "observation": [status]},
    }
    data = {"dataSets": [{"structure": 0, "attributes": [0], "series": series}], "structures": [structure]}
    return {"meta": {"id": "1", "prepared": "2025-02-01T10:00:00Z", "sender": {"id": "OECD"}}, "data": data}


def test_sdmx_json_in_its_envelope_with_names_and_attributes_of_every_level(tmp_path):
    found = read(tmp_path, "x.json", json.dumps(sdmx_json()))
    assert found.cells[[*found.dimensions, "value", "status"]].values.tolist() == [
        ["Việt Nam", "GDP", "2023", "12.5", ""],
        ["Việt Nam", "GDP", "2024", "13.25", "preliminary"],
        ["Việt Nam", "Taxes", "2023", "1.5", ""],
        ["Việt Nam", "Taxes", "2024", "", ""],
    ]
    assert (found.unit, found.source, found.updated) == ("billion VND", "OECD", "2025-02-01")


def test_a_data_set_of_sdmx_json_that_takes_figures_back_is_none(tmp_path):
    tree = sdmx_json()
    tree["data"]["dataSets"].append(
        {"action": "Delete", "series": {"0:0": {"observations": {"0": [12.5], "1": [13.25]}}}},
    )
    assert len(read(tmp_path, "x.json", json.dumps(tree)).cells) == 4
    del tree["data"]["dataSets"][0]
    with pytest.raises(DataError, match="a message without figures"):
        read(tmp_path, "y.json", json.dumps(tree))


def test_sdmx_json_of_the_draft_has_the_parts_at_the_top_and_no_day_is_made_up(tmp_path):
    tree = sdmx_json()
    flat = {"dataSets": tree["data"]["dataSets"], "structure": tree["data"]["structures"][0]}
    found = read(tmp_path, "x.json", json.dumps({"header": {"sender": {"id": "OECD"}}} | flat))
    assert found.cells["value"].tolist() == ["12.5", "13.25", "1.5", ""]
    assert found.updated == ""


@pytest.mark.parametrize(
    "name, text, found",
    [
        ("structure.json", '{"meta":{"id":"1"},"data":{"codelists":[],"dataStructures":[]}}', "which holds no figures"),
        ("two.json", '{"data":{"dataSets":[],"structures":[{},{}]},"meta":{}}', "2 structures"),
        ("index.json", '{"data":{"dataSets":[],"structures":[{"dimensions":[]}]},"meta":{}}', "not known here"),
        (
            "reference.xml",  # metadata, whose sets hold reports and no figures
            f'<m:GenericMetadata xmlns:m="{MESSAGE}" xmlns:c="{MESSAGE.replace("message", "common")}" '
            f'xmlns:g="{MESSAGE.replace("message", "metadata/generic")}"><m:Header><m:ID>1</m:ID><m:Test>false</m:Test>'
            '<m:Prepared>2025-01-01T00:00:00</m:Prepared><m:Sender id="E"/><m:Structure structureID="S"><c:Structure>'
            '<Ref agencyID="E" id="X" version="1.0"/></c:Structure></m:Structure></m:Header>'
            '<m:MetadataSet structureRef="S"/></m:GenericMetadata>',
            "which holds no figures; download the data, not the structure",
        ),
        (
            "quarters.json",  # yearly headings are there, their figures are not
            '{"class":"dataset","version":"2.0","id":["t"],"size":[2],"value":[null,5],'
            '"dimension":{"t":{"category":{"index":["2024","2024 - 1"]}}}}',
            "without a single figure of a whole year",
        ),
        (
            "keys.json",  # keys are running numbers
            '{"columns":[{"code":"T","text":"Tỉnh","type":"d"},{"code":"N","text":"Năm","type":"t"},{"code":"G","type":"c"}],'
            '"data":[{"key":["2","0"],"values":["1.5"]}]}',
            r"keys without labels, and none is a year \(Tỉnh 2, Năm 0\); download the table as JSON-stat",
        ),
        ("text.txt", "modules\n=======\n\nno figures at all\n", "no table: no line has two cells"),
    ],
)
def test_what_holds_no_yearly_figures_is_refused_with_the_reason(tmp_path, name, text, found):
    with pytest.raises(DataError, match=found):
        read(tmp_path, name, text)


def test_px_keywords_may_be_written_with_a_point(tmp_path):
    text = 'LAST.UPDATED="20110728";\nSTUB="A";\nHEADING="year";\nVALUES("A")="x";\nVALUES("year")="2020";\nDATA=\n7;\n'
    found = read(tmp_path, "r.px", text)
    assert (found.cells["value"].tolist(), found.updated) == (["7"], "20110728")


def test_a_moving_quarter_is_no_year():
    assert numbers.is_part_of_year("Jan-Mar 1971") and numbers.is_part_of_year("Mar 1971")
    assert not numbers.is_part_of_year("1971") and not numbers.is_part_of_year("Mar")


def test_a_power_that_the_unit_names_itself_is_not_said_twice():
    assert powers._in_words("million", 6) == "million"
    assert powers._in_words("people", 3) == "thousand people"


def test_codes_of_another_register_are_never_taken_for_provinces(tmp_path):
    said = {"publisher": "SCB", "title": "Folkmängd", "published": "2024-06-30"}
    asked = {"indicator": "population", "unit": "persons", "measure": "gso", "border": "pre-2025"}

    def propose(heading: str, roles: dict) -> importing.Proposal:
        path = tmp_path / "x.csv"
        path.write_text(f"{heading},year,value\n01,2023,5\n04,2023,6\n19,2023,7\n", encoding="utf-8")
        return importing.propose(path, REAL, asked=Asked(**asked, roles=roles), details=said)

    found = propose("region", {})
    assert not len(found.rows) and "codes of which register" in str(found.faults[0])
    assert "roles: {region: place}" in str(found.faults[0])
    for heading, roles in (("region", {"region": "place"}), ("Mã tỉnh", {})):
        assert propose(heading, roles).rows["place"].tolist() == ["ha-noi", "cao-bang", "thai-nguyen"]


BANK = (
    '"Last Updated Date","2025-01-28",\n\n'
    '"Country Name","Country Code","Indicator Name","Indicator Code","2022","2023",\n'
    '"Aruba","ABW","GDP per capita","X","1.5","2.5",\n"Viet Nam","VNM","GDP per capita","X","4100.5","4300.5",\n'
    '"World","WLD","GDP per capita","X","3","",\n'
)


def per_capita(folder, **asked) -> importing.Proposal:
    path = folder / "bank.csv"
    path.write_text(BANK, encoding="utf-8")
    given = Asked(indicator="gdp_per_capita_usd", unit="usd", **asked)
    return importing.propose(path, REAL, asked=given, details={"publisher": "World Bank"})


def test_of_a_table_of_countries_viet_nam_is_kept_and_the_others_are_left_out(tmp_path):
    found = per_capita(tmp_path)
    assert not found.faults and found.rows[["place", "period", "value"]].values.tolist() == [
        ["vn", "2022", "4100.5"],
        ["vn", "2023", "4300.5"],
    ]
    assert [label for label, _, _ in found.understood.left] == ["Aruba", "World"]


@pytest.mark.parametrize("dimension, label, held", [("country", "Viet Nam", 2), ("year", "2023", 1)])
def test_a_picked_place_or_year_is_the_one_of_all_rows(tmp_path, dimension, label, held):
    assert len(per_capita(tmp_path, pick={dimension: label}).rows) == held


def test_the_total_of_partner_countries_is_no_place(tmp_path):
    path = tmp_path / "fdi.csv"
    path.write_text("Tỉnh,country,Năm,value\nBắc Kạn,Total,2023,7\nBắc Kạn,Japan,2023,5\n", encoding="utf-8")
    asked = Asked(indicator="fdi", unit="million_usd", pick={"country": "Total"})
    said = {"publisher": "GSO", "title": "FDI", "published": "2024-06-30"}
    found = importing.propose(path, REAL, asked=asked, details=said)
    assert found.rows[["place", "value"]].values.tolist() == [["bac-kan", "7"]]


def test_another_country_is_refused_even_where_it_is_picked(tmp_path):
    found = per_capita(tmp_path, pick={"country": "Aruba"})
    assert not len(found.rows) and "no unit is called 'Aruba'" in str(found.faults[0])


def test_rows_of_sdmx_csv_that_take_figures_back_are_none(tmp_path):
    text = "STRUCTURE[;],STRUCTURE_ID,ACTION,AREA,TIME_PERIOD,OBS_VALUE\nd,X,I,VN,2023,1.5\nd,X,D,VN,2022,1\n"
    found = read(tmp_path, "x.csv", text)
    assert found.dimensions == ("AREA", "TIME_PERIOD")
    assert found.cells[["TIME_PERIOD", "value"]].values.tolist() == [["2023", "1.5"]]
    with pytest.raises(DataError, match="only rows that take figures back"):
        read(tmp_path, "y.csv", text.replace(",I,", ",D,"))
