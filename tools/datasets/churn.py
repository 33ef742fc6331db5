"""Makes content/datasets/churn/data.bin: the table wa_churn of the R package modeldata (MIT), as CSV.

    apt-get download r-cran-modeldata=1.1.0-1     # sha256 below
    pip install rdata
    python3 tools/datasets/churn.py r-cran-modeldata_1.1.0-1_all.deb

R keeps a package's tables in data/Rdata.rdb, a row of compressed blocks (length, the letter Z, raw LZMA2), and their
places in Rdata.rdx.
"""

import csv
import gzip
import hashlib
import io
import lzma
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import rdata

SHA256 = "66c2e08bb4bf695d972b1e72ea44d5af9ada3c42841793d3871017f7b896bf95"
warnings.filterwarnings("ignore")


def r_object(block: bytes):
    """What a serialised block says."""
    return rdata.conversion.convert(rdata.parser.parse_data(block))


def main(package: str) -> None:
    digest = hashlib.sha256(Path(package).read_bytes()).hexdigest()
    if digest != SHA256:
        sys.exit(f"{package}: sha256 is {digest}, expected {SHA256}. Get r-cran-modeldata 1.1.0-1.")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["dpkg-deb", "-x", package, folder], check=True)
        data = Path(folder) / "usr/lib/R/site-library/modeldata/data"
        index = r_object(gzip.decompress((data / "Rdata.rdx").read_bytes()))
        start, length = (int(n) for n in index["variables"]["wa_churn"])
        raw = (data / "Rdata.rdb").read_bytes()[start : start + length]
    lzma2 = [{"id": lzma.FILTER_LZMA2, "preset": 6 | lzma.PRESET_EXTREME}]
    table = r_object(lzma.decompress(raw[5:], format=lzma.FORMAT_RAW, filters=lzma2))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    for row in table.itertuples(index=False):
        writer.writerow(["" if v != v or v is None else format(v, "g") if isinstance(v, float) else v for v in row])
    target = Path(__file__).resolve().parents[2] / "content/datasets/churn/data.bin"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(out.getvalue(), encoding="utf-8")


main(sys.argv[1])
