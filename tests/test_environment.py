"""environment.yml says what pyproject.toml says, and the lock file covers it."""

import re
import tomllib

import yaml
from conftest import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def split(requirement: str) -> tuple[str, str]:
    name, version = re.fullmatch(r"([A-Za-z0-9_.-]+)(.*)", requirement).groups()
    return name, version


def test_conda_users_get_the_same_requirements():
    wanted = [
        *PROJECT["project"]["dependencies"],
        *PROJECT["dependency-groups"]["dev"],
        f"python{PROJECT['project']['requires-python']}",
    ]
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    by_pip = [r for part in listed if isinstance(part, dict) for r in part["pip"] if not r.startswith("-")]
    by_conda = [r for r in listed if isinstance(r, str) and r != "pip"]
    assert {split(r) for r in wanted} == {split(r) for r in by_conda + by_pip}


def test_every_requirement_is_locked_with_hashes():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    groups = PROJECT["dependency-groups"]
    for requirement in [*PROJECT["project"]["dependencies"], *groups["dev"], *groups["setup"]]:
        assert re.search(rf"^{split(requirement)[0]}==.*\\\n\s+--hash=sha256:", lock, re.M), requirement


def test_the_lock_file_names_no_host():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links", lock)
