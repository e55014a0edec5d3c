"""Fetching: polite, cached, nothing overwritten, and a way by hand; the server is one of our own on 127.0.0.1."""

import ast
import hashlib
import json
import socket
import threading
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import yaml
from click.testing import CliRunner
from conftest import REAL, ROOT

from cds_analysis import __version__
from cds_analysis.commands.brief import main
from cds_analysis.errors import CdsError, ParameterError
from cds_analysis.intake import fetch, http, propose

TABLE = "Tỉnh,Năm,Phân tổ,value\nBắc Kạn,2023,Dân số trung bình (Nghìn người),326.5\n".encode()
ROW = {"indicator": {"id": "NY.GDP.MKTP.KD.ZG", "value": "GDP growth (annual %)"}, "countryiso3code": "VNM",
       "country": {"id": "VN", "value": "Viet Nam"}, "date": "2024", "value": 7.09, "unit": "%"}  # fmt: skip
WORLD_BANK = json.dumps([{"page": 1, "pages": 1, "per_page": 20000, "lastupdated": "2026-10-07"}, [ROW]]).encode()


class Publisher:
    """A server that gives each path the answers listed for it, the last one again and again, and keeps the requests."""

    def __init__(self):
        self.answers, self.asked = {"/robots.txt": [(404, {}, b"")]}, []
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                publisher.asked.append((self.path, dict(self.headers)))
                listed = publisher.answers[self.path]
                status, head, body = listed.pop(0) if len(listed) > 1 else listed[0]
                if head.get("ETag") and self.headers.get("If-None-Match") == head["ETag"]:
                    status, head, body = 304, {}, b""
                self.send_response(status)
                for name, value in ({"Content-Length": str(len(body))} | head).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def give(self, path: str, *answers) -> str:
        """Answers as (status, headers, body); the address of the path."""
        self.answers[path] = list(answers)
        return self.base + path

    def requests(self, path: str) -> list[dict]:
        return [head for asked, head in self.asked if asked == path]


@pytest.fixture
def publisher(monkeypatch):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    made = Publisher()
    yield made
    made.server.shutdown()
    made.server.server_close()


def get(address: str, folder, said=None, **more) -> fetch.Fetched:
    return fetch.fetch(fetch.Wanted(address), folder, say=(said if said is not None else []).append, **more)


def record(found: fetch.Fetched) -> dict:
    return yaml.safe_load((found.file.parent / f"{found.file.name}.source.yml").read_text(encoding="utf-8"))


def aged(found: fetch.Fetched) -> None:
    """As if the file had been fetched the day before yesterday."""
    path = found.file.parent / f"{found.file.name}.source.yml"
    then = (datetime.now(UTC) - timedelta(days=2)).isoformat()
    path.write_text(yaml.safe_dump(record(found) | {"asked": then}), encoding="utf-8")


def test_a_file_comes_with_a_record_of_its_source(publisher, tmp_path):
    address = publisher.give("/so%20lieu/d%C3%A2n.csv?nam=2023", (200, {"ETag": '"a"'}, TABLE))
    found = get(f"{publisher.base}/so lieu/dân.csv?nam=2023#x", tmp_path / "new")
    assert (found.news, found.file.name, found.file.read_bytes()) == ("new", "dân.csv", TABLE)
    said = record(found)
    assert said["address"] == address and said["etag"] == '"a"' and said["sha256"] == hashlib.sha256(TABLE).hexdigest()
    assert said["accessed"] == datetime.now(UTC).date().isoformat() and "publisher" not in said
    assert {head["User-Agent"] for _, head in publisher.asked} == {f"cds_analysis/{__version__}"}
    assert sorted(p.name for p in (tmp_path / "new").iterdir()) == ["dân.csv", "dân.csv.source.yml"]


def test_within_a_day_nothing_is_asked(publisher, tmp_path):
    address = publisher.give("/a.csv", (200, {}, TABLE))
    get(address, tmp_path)
    before = len(publisher.asked)
    assert get(address, tmp_path).news == "recent" and len(publisher.asked) == before
    assert get(address, tmp_path, again=True).news == "unchanged" and len(publisher.asked) == before + 2


def test_after_a_day_the_server_is_asked_whether_it_changed(publisher, tmp_path):
    when = "Tue, 06 Jan 2026 03:00:00 GMT"
    address = publisher.give("/a.csv", (200, {"ETag": '"a"', "Last-Modified": when}, TABLE))
    first = get(address, tmp_path)
    aged(first)
    assert get(address, tmp_path) == fetch.Fetched(first.file, "unchanged")
    head = publisher.requests("/a.csv")[-1]
    assert (head["If-None-Match"], head["If-Modified-Since"]) == ('"a"', when)
    assert get(address, tmp_path).news == "recent"  # the moment of asking is kept


def test_a_changed_file_goes_beside_the_earlier_one(publisher, tmp_path):
    address = publisher.give("/a.csv", (200, {}, TABLE), (200, {}, TABLE + b"\n"), (200, {}, TABLE + b"\n\n"))
    first, day = get(address, tmp_path), datetime.now(UTC).date().isoformat()
    second = get(address, tmp_path, again=True)
    third = get(address, tmp_path, again=True)
    assert [f.file.name for f in (first, second, third)] == ["a.csv", f"a-{day}.csv", f"a-{day}-2.csv"]
    assert [f.news for f in (first, second, third)] == ["new", "changed", "changed"]
    assert first.file.read_bytes() == TABLE and second.file.read_bytes() == TABLE + b"\n"


def test_a_file_of_somebody_else_is_not_overwritten(publisher, tmp_path):
    (tmp_path / "a.csv").write_text("mine")
    found = get(publisher.give("/a.csv", (200, {}, TABLE)), tmp_path)
    assert (tmp_path / "a.csv").read_text() == "mine" and found.file.name.startswith("a-2")


def test_a_file_edited_since_is_fetched_anew_and_kept(publisher, tmp_path):
    address = publisher.give("/a.csv", (200, {"ETag": '"a"'}, TABLE))
    first = get(address, tmp_path)
    first.file.write_text("edited")
    assert get(address, tmp_path).file.read_bytes() == TABLE and first.file.read_text() == "edited"


@pytest.mark.parametrize("status", [429, 502, 503])
def test_a_busy_server_is_asked_again_as_it_says(publisher, tmp_path, status):
    said = []
    address = publisher.give("/a.csv", (status, {"Retry-After": "0"}, b""), (200, {}, TABLE))
    assert get(address, tmp_path, said).news == "new"
    assert said == [f"127.0.0.1: the server answers {status} {said[0].split('answers ')[1].split(' ', 1)[1]}"]
    assert "waiting 0 seconds (try 1 of 3)" in said[0]


def test_a_server_that_stays_busy_is_left_alone(publisher, tmp_path):
    address = publisher.give("/a.csv", (503, {"Retry-After": "0"}, b""))
    with pytest.raises(CdsError, match="503 Service Unavailable, 3 times"):
        get(address, tmp_path)
    assert len(publisher.requests("/a.csv")) == 3


def test_a_long_wait_is_told_and_not_sat_out(publisher, tmp_path):
    address = publisher.give("/a.csv", (503, {"Retry-After": "1"}, b""))
    with pytest.raises(CdsError, match=r"asks to wait 1 seconds: try again later"):
        get(address, tmp_path, limits=http.Limits(wait=0.5))
    assert len(publisher.requests("/a.csv")) == 1


def test_a_server_may_name_seconds_or_a_moment():
    moment = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    assert http._wait("7", 5) == 7 and http._wait("", 5) == 5 and http._wait("soon", 5) == 5
    assert 3590 < http._wait(moment, 5) <= 3600 and http._wait("Tue, 06 Jan 2026 03:00:00 GMT", 5) == 0


@pytest.mark.parametrize(
    ("status", "head", "body", "why"),
    [
        (403, {}, b"", "the server answers 403 Forbidden"),
        (404, {}, b"", "the server answers 404 Not Found"),
        (200, {"Content-Type": "text/html"}, b"<!-- x --><p>Bao tri</p>", "the answer is a page, not a table"),
        (200, {}, b"\n<!DOCTYPE html><html><body>Dang nhap", "the answer is a page, not a table"),
        (200, {}, b"", "the answer is empty"),
        (200, {"Content-Length": "500"}, TABLE, f"cut off after {len(TABLE)} of 500 bytes"),
        (200, {}, b"1" * 2000, "more than the 1,000 bytes that are read"),
        (200, {"Content-Length": ""}, b"1" * 2000, "more than the 1,000 bytes that are read"),
        (302, {"Location": "file:///etc/passwd"}, b"", "the server answers 302 Found - Redirection to url 'file:"),
        (302, {"Location": "http://example.org/a.csv"}, b"", "leads on to another address: 'http://example.org/a.csv'"),
        (302, {"Location": "ftp://127.0.0.1/a.csv"}, b"", "leads on to another address: 'ftp://127.0.0.1/a.csv'"),
        (302, {"Location": "/a.csv"}, b"", "infinite loop"),
    ],
)
def test_what_does_not_come_says_why_and_how_to_get_it(publisher, tmp_path, status, head, body, why):
    address = publisher.give("/a.csv", (status, head, body))
    with pytest.raises(CdsError) as error:
        get(address, tmp_path, limits=http.Limits(size=1000))
    first, second = str(error.value).replace("\n  ", " ").rsplit("\n", 1)
    assert first.startswith(f"{address}: not fetched: ") and why in first
    assert second.startswith(f"By hand: open {address} in a browser, save ")
    assert second.endswith("cds data import FILE --data mine")
    assert list(tmp_path.iterdir()) == []


def test_no_server_no_name_and_no_answer_are_told(publisher, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        with pytest.raises(CdsError, match=r"no connection .*efused"):  # bound, but nobody listens
            get(f"http://127.0.0.1:{port}/a.csv", tmp_path)
        free.listen()
        with pytest.raises(CdsError, match="no answer in time"):
            get(f"http://127.0.0.1:{port}/a.csv", tmp_path, limits=http.Limits(step=0.05))
    with pytest.raises(CdsError, match="encryption is not accepted"):
        get(publisher.base.replace("http:", "https:") + "/a.csv", tmp_path)


def test_a_redirect_on_the_way_is_followed(publisher, tmp_path):
    publisher.give("/b.csv", (200, {}, TABLE))
    address = publisher.give("/a.csv", (302, {"Location": "/b.csv"}, b""))
    found = get(address, tmp_path)
    assert found.file.read_bytes() == TABLE and record(found)["address"] == address


def test_robots_txt_is_obeyed(publisher, tmp_path):
    rules = b"User-agent: *\nDisallow: /closed/\n"
    publisher.give("/robots.txt", (200, {}, rules))
    assert get(publisher.give("/open/a.csv", (200, {}, TABLE)), tmp_path).news == "new"
    with pytest.raises(CdsError, match=r"robots.txt of the server asks programs"):
        get(publisher.give("/closed/a.csv", (200, {}, TABLE)), tmp_path)
    assert not publisher.requests("/closed/a.csv")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ('"../../x.csv"', "x.csv"),
        ('"C:\\\\tmp\\\\.ẩn.px"', "ẩn.px"),
        ('"...."', "127.0.0.1"),
        ('"%s"' % ("a" * 300), "a" * 80),
    ],
)
def test_names_given_by_a_server_stay_in_the_folder(publisher, tmp_path, name, kept):
    head = {"Content-Disposition": f"attachment; filename={name}".encode().decode("latin-1")}
    found = get(publisher.give("/get", (200, head, TABLE)), tmp_path / "in")
    assert found.file.parent == tmp_path / "in" and [p.name for p in tmp_path.iterdir()] == ["in"]
    if name.isascii():
        assert found.file.name == kept


@pytest.mark.parametrize(
    "address",
    ["http://example.org/a.csv", "file:///etc/passwd", "ftp://x.vn/a", "data:,x", "https://", "https://a:b@x.vn/", "x",
     "https://[::1/a", "https://x:99999/"],
)  # fmt: skip
def test_addresses_that_are_not_asked(tmp_path, address):
    with pytest.raises(ParameterError):
        get(address, tmp_path)


def test_no_other_machine_leads_to_this_one():
    request = http.urllib.request.Request("https://example.org/a")
    with pytest.raises(http.NotFetched, match="leads on to this machine"):
        http._Redirects().redirect_request(request, None, 302, "Found", {}, "http://127.0.0.1/secret")


@pytest.mark.parametrize("mark", ["observations.csv", "overlay.yml"])
def test_nothing_is_fetched_into_the_data(publisher, tmp_path, mark):
    (tmp_path / mark).write_text("")
    for folder in (tmp_path, tmp_path / "raw" / "new"):
        with pytest.raises(ParameterError, match="within the data in"):
            get(publisher.give("/a.csv", (200, {}, TABLE)), folder)
    assert publisher.asked == [] and (REAL / "observations.csv").is_file()


def test_the_world_bank_is_asked_by_its_interface(publisher, tmp_path):
    wanted = fetch.world_bank("ny.gdp.mktp.cn")
    assert wanted.address == (
        "https://api.worldbank.org/v2/country/VNM/indicator/NY.GDP.MKTP.CN?format=json&per_page=20000"
    )
    for code, country in (("NY", "VNM"), ("../x.y", "VNM"), ("NY.GDP", "VN/x")):
        with pytest.raises(ParameterError):
            fetch.world_bank(code, country)
    local = publisher.give("/v2/country/VNM", (200, {}, WORLD_BANK), (200, {}, b'[{"message":[{"value":"No such"}]}]'))
    here = fetch.Wanted(**vars(wanted) | {"address": local})
    found = fetch.fetch(here, tmp_path)
    assert found.file.name == "world-bank-VNM-NY.GDP.MKTP.CN.json" and not publisher.requests("/robots.txt")
    said = record(found)
    assert (said["publisher"], said["title"], said["published"]) == (
        "World Bank",
        ROW["indicator"]["value"],
        "2026-10-07",
    )
    with pytest.raises(CdsError, match=r"(?s)No such.*https://data.worldbank.org/indicator/NY.GDP.MKTP.CN"):
        fetch.fetch(here, tmp_path, again=True)
    assert found.file.read_bytes() == WORLD_BANK


def test_what_needs_a_mapping_is_kept_with_a_remark(publisher, tmp_path):
    found = get(publisher.give("/a.csv", (200, {}, b"Bieu 12\nkhong,co\n")), tmp_path)
    assert found.news == "new" and found.remark and found.file.is_file()


def test_an_import_takes_the_source_from_the_record(publisher, tmp_path):
    publisher.give("/v2/x.json", (200, {}, WORLD_BANK))
    found = fetch.fetch(fetch.Wanted(publisher.base + "/v2/x.json", "World Bank", interface=True), tmp_path)
    source = propose.propose(found.file, REAL).source
    assert (source.publisher, source.title, source.published) == ("World Bank", ROW["indicator"]["value"], "2026-10-07")
    assert source.address == publisher.base + "/v2/x.json" and source.new
    given = propose.propose(found.file, REAL, details={"title": "GDP"})
    assert given.source.title == "GDP" and given.beside.startswith("from x.json.source.yml: publisher, title, address")


@pytest.mark.parametrize("text", ["sha256: 00\npublisher: X\n", "[]", "a: [", "publisher: X\n", "\x00"])
def test_a_record_of_another_file_is_left_aside(tmp_path, text):
    (tmp_path / "a.json").write_bytes(WORLD_BANK)
    (tmp_path / "a.json.source.yml").write_text(text)
    proposal = propose.propose(tmp_path / "a.json", REAL)
    assert proposal.source is None and proposal.beside.startswith("a.json.source.yml is left aside")


def run(*words: str):
    return CliRunner().invoke(main, ["data", "fetch", *words])


def test_the_command_tells_what_it_did(publisher, tmp_path):
    address = publisher.give("/a.csv", (200, {}, TABLE), (500, {}, b""))
    first = run(address, "--to", str(tmp_path))
    assert first.exit_code == 0 and first.stdout == f"{tmp_path / 'a.csv'}: fetched\n" and first.stderr == ""
    assert "not asked again" in run(address, "--to", str(tmp_path)).stdout
    failed = run(address, "--to", str(tmp_path), "--again")
    assert failed.exit_code == 2 and "answers 500" in failed.stderr and failed.stdout == ""


def test_without_an_interface_the_way_by_hand_is_told():
    for name, address in (("nso-year-end", "https://www.nso.gov.vn"), ("pxweb", "https://pxweb.nso.gov.vn/pxweb/vi/")):
        for lang, words in (("vi", f"Mở: {address}"), ("en", f"Open: {address}")):
            result = run(name, "--lang", lang)
            assert result.exit_code == 1 and words in result.stdout and "cds data import" in result.stdout
    assert "cds data import" not in run("congress").stdout and "targets.csv" in run("congress").stdout
    assert run("no-such").exit_code == 2 and run("world-bank").exit_code == 2 and run("pxweb", "X.Y").exit_code == 2


ONLINE = {"urllib.request", "http.client", "requests", "httpx", "urllib3", "aiohttp", "ftplib", "wbgapi"}
ASKING = {"cds_analysis.intake.http", "cds_analysis.intake.fetch"}


def online(path) -> set[str]:
    """What a file imports that can ask for anything online."""
    found, package = set(), list(path.relative_to(ROOT).parent.parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            found |= {base} | {f"{base}.{alias.name}" for alias in node.names}
    return {name for name in found if name in ONLINE | ASKING or name.split(".")[0] in ONLINE}


def test_nothing_else_goes_online():
    library = ROOT / "cds_analysis"
    package = {p.relative_to(library).as_posix(): online(p) for p in library.rglob("*.py")}
    rooms = {name: found for name, found in package.items() if found}
    assert set(rooms) == {"intake/http.py", "intake/fetch.py", "commands/fetch.py"}
    assert rooms["intake/fetch.py"] == {"cds_analysis.intake.http"}
    assert rooms["commands/fetch.py"] == {"cds_analysis.intake.fetch"}
    others = [p for p in (ROOT / "tests").glob("test_*.py") if p.name != "test_fetching.py" and online(p)]
    notebooks = [p for p in (ROOT / "notebooks").glob("*.ipynb") if "fetch" in p.read_text(encoding="utf-8")]
    assert (others, notebooks) == ([], [])
