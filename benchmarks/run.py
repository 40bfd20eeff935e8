"""Time the main job on a sample bloc beside the loop that a user would write instead.

    python benchmarks/run.py [SAMPLE] [--runs N]

Prints medians of N runs in one process each, and their ratio. The loop reads the same cells with
openpyxl, one load per file, sums the shown points and ranks with pandas; it checks nothing.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LOOP = """
import sys
from pathlib import Path
import openpyxl, pandas as pd
rows = []
for path in sorted(Path(sys.argv[1]).glob("*.xlsx")):
    book = openpyxl.load_workbook(path, data_only=True)
    for sheet in book.worksheets:
        for row in sheet.iter_rows(values_only=True):
            numbers = [v for v in row if isinstance(v, (int, float))]
            rows.append((path.stem, sum(numbers)))
frame = pd.DataFrame(rows, columns=["unit", "points"]).groupby("unit").sum()
frame["rank"] = frame["points"].rank(ascending=False)
frame.to_excel(sys.argv[2])
"""


def timed(command: list[str]) -> float:
    """Wall seconds of one whole process."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Print the medians and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sample", nargs="?", default="khoi-mau-2025")
    parser.add_argument("--runs", type=int, default=5)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "khoi"
        me = [sys.executable, "-m", "thidua_batch"]
        subprocess.run(
            [*me, "demo", chosen.sample, "--dir", str(root)], check=True, stdout=subprocess.DEVNULL
        )
        inbox = next((root / "inbox").glob("2*"))
        ours = [*me, "consolidate", "-w", str(root)]
        loop = [sys.executable, "-c", LOOP, str(inbox), str(Path(folder) / "loop.xlsx")]
        pairs = [(timed(ours), timed(loop)) for _ in range(chosen.runs)]
    a, b = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(x / y for x, y in pairs)
    print(f"consolidate {a:.2f} s   openpyxl loop {b:.2f} s   ratio {ratio:.2f}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"largest process of both: {peak // 1024} MiB")


if __name__ == "__main__":
    main()
