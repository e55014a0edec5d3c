"""A published brief as an RO-Crate: all it consists of in one zip file, with an account for machines.

Archives such as Zenodo take it as it is; `cds verify` judges what is unpacked of it. This room alone knows rocrate.
"""

import json
from mimetypes import guess_type
from pathlib import Path

from .. import paths
from ..errors import CdsError
from . import verifying

VERSION = "1.2"  # of the specification
LICENCE = (
    "The code is under MIT. Figures are facts published by the bodies cited. Ask who issued the brief for its text."
)


def export(brief: Path, target: Path | None = None) -> Path:
    """Write the crate of a published brief, by default beside its folder; equal briefs give equal bytes.

    Raises:
        CdsError: There is no brief, it is a draft, or it is not as its run.json says.
    """
    from rocrate.model import ContextEntity
    from rocrate.rocrate import ROCrate

    folder, record = verifying.opened(brief)
    if not (day := record.get("published")):
        raise CdsError(f"{folder}: a draft; publish it first: cds publish EDITION PROVINCE")
    if wrong := list(verifying.contradictions(folder, record)):
        raise CdsError(f"{folder}: not as it was published: {'; '.join(wrong)}")
    claims = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    made = ROCrate(version=VERSION)
    files = [*sorted(record["files"]), "run.json"]
    parts = []
    for name in files:
        about = {"contentSize": str((folder / name).stat().st_size), "sha256": paths.sha256(folder / name)}
        about |= {"encodingFormat": kind} if (kind := guess_type(name)[0]) else {}
        parts.append(made.add_file(folder / name, name, properties=about))
    documents = [
        {"@id": d["address"] or f"#{name}", "@type": "CreativeWork", "name": d["title"], "publisher": d["publisher"]}
        for name, d in claims["documents"].items()
    ]
    git = record["git"] or {"commit": ""}
    code = {"@type": "SoftwareApplication", "name": "cds_analysis", "identifier": f"sha256:{record['code_sha256']}"}
    code |= {
        "softwareVersion": " ".join(filter(None, (record["inputs"]["environment"]["cds_analysis"], git["commit"])))
    }
    data = {"@type": "Dataset", "name": record["data_dir"], "identifier": f"sha256:{record['data_sha256']}"}
    cited = [made.add(ContextEntity(made, found["@id"], properties=found)) for found in documents]
    tool, given = (made.add(ContextEntity(made, f"#{n}", properties=p)) for n, p in (("code", code), ("data", data)))
    made.add_action(tool, "#run", given, parts, {"name": "cds brief"})
    place, root = claims["place"], made.root_dataset
    root["name"] = f"{place['en']} {claims['edition']}: targets of the digital transformation"
    root["description"] = f"Research brief on {place['en']} ({place['vi']}), as published by {claims['as_of']}."
    root["datePublished"], root["citation"], root["inLanguage"] = day, cited, record["parameters"]["languages"]
    root["license"], root["mentions"] = LICENCE, [made.dereference("#run")]
    target = target or folder.parent / f"{folder.name}.crate.zip"
    about = json.dumps(made.metadata.generate(), ensure_ascii=False, indent=1, sort_keys=True)
    contents = {name: (folder / name).read_bytes() for name in files}
    paths.zipped(target, {"ro-crate-metadata.json": about.encode()} | contents)
    return target
