"""Names of files: what the uploader called it, made safe for every system, with the ending of what it is."""

import re
import unicodedata
from pathlib import PurePosixPath

from phaodai.core.files.terms import Kind

MOST_SIGNS = 120
# Control signs, and the marks that turn the direction of writing ("annexe‮fdp.exe").
UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
FORBIDDEN = re.compile(r'[<>:"/\\|?*;%]')
ENDINGS = {
    Kind.JPEG: (".jpg", ".jpeg"),
    Kind.TXT: (".txt", ".text", ".md"),
    Kind.CSV: (".csv", ".txt", ".tsv"),
}


def clean_name(given: str) -> str:
    """The name without folders, unseen signs and what some system forbids: "../a\\b.pdf" → "b.pdf"."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    name = " ".join(FORBIDDEN.sub("_", UNSEEN.sub("", last)).split()).strip(". ")
    stem, ending = PurePosixPath(name).stem, PurePosixPath(name).suffix[:12]
    return (stem[:MOST_SIGNS] + ending) if name else "tep"


def download_name(name: str, kind: Kind) -> str:
    """The name with an ending that tells the truth: "a.exe" that is a picture → "a.exe.png"."""
    endings = ENDINGS.get(kind, (f".{kind.value}",))
    return name if name.lower().endswith(endings) else f"{name or 'tep'}{endings[0]}"
