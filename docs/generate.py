"""Writes docs/findings.md and docs/commands.md from the code; `--check` only compares.

Both are read by people who open them as plain text: nothing of this stands in them.
"""

import re
import sys
from pathlib import Path

from click.testing import CliRunner

from thidua_batch.cli import cli
from thidua_batch.core.findings import CATALOGUE, SEVERITY_LABELS

HERE = Path(__file__).parent

#: What stands between « and » for a field of a message.
QUOTED = {
    "award": "danh hiệu", "code": "mã", "column": "tên cột", "criterion": "mã tiêu chí",
    "due": "hạn", "excel": "tệp Excel", "first": "bậc trước",
    "grade": "mức xếp loại", "kind": "loại", "label": "tên ô", "line": "mã dòng",
    "method": "cách chấm", "name": "tên tệp", "option": "tùy chọn",
    "parcel": "tên gói", "raw": "nội dung đã gõ", "second": "bậc sau", "sheet": "tên trang",
    "status": "trạng thái", "text": "nội dung", "value": "giá trị", "where": "tên trang",
}  # fmt: skip
#: What stands for a field elsewhere; an ellipsis for all others.
BARE = {
    "example": "9,5", "found_code": "mã đơn vị", "how": "ô này", "signed": "bản ký",
    "unit_code": "mã đơn vị",
}  # fmt: skip
#: What stands for it where a sentence begins with it.
FIRST = {"label": "Tên ô", "units": "Các đơn vị"}
FIELD = re.compile(r"(?P<before>^|.)\{(?P<name>\w+)\}", re.DOTALL)

FINDINGS = """# Nghĩa của từng mã

Dấu «…» là chỗ phần mềm ghi tên ô, tên tệp, giá trị của từng trường hợp.
"""


def readable(text: str) -> str:
    """A message or hint with words for its fields; what is added only sometimes is left out."""

    def said(match: re.Match[str]) -> str:
        before, name = match["before"], match["name"]
        if before == "«":
            return f"«{QUOTED.get(name, '…')}"
        if before.isalnum() or (before and before in ".»"):
            return before
        words = FIRST if not before else BARE
        return before + words.get(name, "…")

    return FIELD.sub(said, text).replace("….", "…")


def findings() -> str:
    """Every code with its message and what to do."""
    parts = [FINDINGS]
    for code, kind in CATALOGUE.items():
        parts.append(f"## {code} – {kind.title} ({SEVERITY_LABELS[kind.severity]})\n")
        parts.append(f"{readable(kind.message)}\n")
        parts.append(f"*Việc cần làm:* {readable(kind.hint)}\n")
    return "\n".join(parts)


def commands() -> str:
    """The help of every command."""
    parts = ["# Các lệnh\n"]
    for name in (None, *cli.commands):
        words = [*([name] if name else []), "--help"]
        done = CliRunner().invoke(cli, words, prog_name="thidua", terminal_width=90)
        head = " ".join(["thidua", *words[:-1]])
        parts.append(f"## {head}\n\n```text\n{done.output.strip()}\n```\n")
    return "\n".join(parts)


def main() -> int:
    """Write both, or tell which is not as it should be."""
    stale = 0
    for name, text in (("findings.md", findings()), ("commands.md", commands())):
        path = HERE / name
        if path.exists() and path.read_text("utf-8") == text:
            continue
        stale += 1
        if "--check" in sys.argv[1:]:
            sys.stderr.write(f"docs/{name} is not what the code says: make fix\n")
        else:
            path.write_text(text, "utf-8", newline="\n")
    return int(stale > 0 and "--check" in sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
