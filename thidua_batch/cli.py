"""The command line: arguments, one call, a short printed result, an exit code.

Pandas and the workbook libraries are imported inside the commands, so that help stays quick.
Exit codes: 0 clean, 1 a bug, 2 usage or refusal, 3 done but ERROR findings remain, 130 Ctrl-C.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from thidua_batch import __version__, console, show

if TYPE_CHECKING:
    from thidua_batch.core.outcome import Outcome
    from thidua_batch.pipeline import Loaded

CLEAN, REFUSED, FINDINGS, STOPPED = 0, 2, 3, 130
_F = TypeVar("_F", bound=Callable[..., Any])

NEEDS_REASON = 'Cần ghi lý do: thêm --reason "…" (được ghi vào quyet_dinh.xlsx).'
ALIASES = {
    "bieu-mau": "templates",
    "ra-soat": "check",
    "tinh-hinh": "status",
    "tong-hop": "consolidate",
    "dien-giai": "explain",
    "khoi-tao": "init",
    "chay-thu": "demo",
}


class Command(click.Command):
    """A command whose help page is wholly Vietnamese."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        pieces = [p.replace("[OPTIONS]", "[TÙY CHỌN]") for p in self.collect_usage_pieces(ctx)]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="Cách dùng: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        rows = [record for p in self.get_params(ctx) if (record := p.get_help_record(ctx))]
        with formatter.section("Tùy chọn"):
            formatter.write_dl(rows)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The Vietnamese --help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Hiện trang trợ giúp này."
        return option


class Group(click.Group):
    """Commands by their English verb or Vietnamese alias."""

    command_class = Command

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find a command by verb or alias."""
        return super().get_command(ctx, ALIASES.get(cmd_name, cmd_name))

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the usage line."""
        formatter.write_usage(ctx.command_path, "[LỆNH] [TÙY CHỌN]…", prefix="Cách dùng: ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write options and commands, each command with its alias."""
        alias = {verb: name for name, verb in ALIASES.items()}
        rows = [record for p in self.get_params(ctx) if (record := p.get_help_record(ctx))]
        with formatter.section("Tùy chọn"):
            formatter.write_dl(rows)
        with formatter.section("Lệnh (tên tiếng Việt không dấu cũng dùng được)"):
            formatter.write_dl(
                [
                    (f"{name} ({alias[name]})" if name in alias else name,
                     command.get_short_help_str(90))
                    for name, command in self.commands.items()
                ]
            )  # fmt: skip

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The Vietnamese --help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Hiện trang trợ giúp này."
        return option


def _where(function: _F) -> _F:
    """Add the options that say which workspace and period."""
    function = click.option(
        "--period", "-k", metavar="KỲ",
        help="Mã kỳ, ví dụ 2025-N hoặc 6T/2025 (mặc định: kỳ hiện hành trong khoi.xlsx).",
    )(function)  # fmt: skip
    return click.option(
        "--workspace", "-w", "root", metavar="THƯ_MỤC", default=".",
        type=click.Path(path_type=Path), help="Thư mục có khoi.xlsx (mặc định: thư mục hiện tại).",
    )(function)  # fmt: skip


_as_json = click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")


@click.group(
    cls=Group,
    invoke_without_command=True,
    context_settings={"help_option_names": ["--help", "-h"]},
    help="Tổng hợp thi đua cho khối, cụm: biểu mẫu Excel, kiểm tra, chấm điểm, xếp hạng, báo cáo."
    "\n\nGõ «thidua» không kèm gì để mở thực đơn.",
)
@click.option("--version", is_flag=True, help="In phiên bản.")
@click.pass_context
def cli(ctx: click.Context, version: bool) -> int:
    """Open the menu where no command is named."""
    if version:
        click.echo(f"thidua {__version__}")
        return CLEAN
    if ctx.invoked_subcommand is None:
        return _menu(ctx)
    return CLEAN


@cli.command(help="Chạy thử trọn một vòng trên khối mẫu: biểu, bài nộp, tổng hợp, báo cáo.")
@click.argument("name", required=False, metavar="[MẪU]")
@click.option(
    "--dir", "root", metavar="THƯ_MỤC", type=click.Path(path_type=Path),
    help="Nơi đặt khối mẫu (mặc định: output/demo-MẪU).",
)  # fmt: skip
@_as_json
def demo(name: str | None, root: Path | None, as_json: bool) -> int:
    """Make a sample workspace and run the whole cycle on it."""
    from thidua_batch import pipeline, samples

    name = name or samples.DEFAULT
    root = root or Path("output") / f"demo-{name}"
    with show.progress("Điền bài mẫu", quiet=as_json) as told:
        loaded = pipeline.build_sample(name, root, told)
    with show.progress("Tạo biểu mẫu", quiet=as_json) as told:
        pipeline.templates(loaded, told)
    with show.progress("Kiểm tra bài", quiet=as_json) as told:
        pipeline.check(loaded, told)
    with show.progress("Tổng hợp", quiet=as_json) as told:
        outcome, published = pipeline.consolidate(loaded, progress=told)
    show.result(loaded, outcome, published.beside, as_json=as_json)
    return _code(outcome)


@cli.command(help="Tạo thư mục làm việc mới có khoi.xlsx để điền.")
@click.argument("root", metavar="THƯ_MỤC", type=click.Path(path_type=Path))
@click.option("--sample", metavar="MẪU", help="Lấy khoi.xlsx của một khối mẫu.")
@click.option(
    "--from-table", "table", metavar="TỆP", type=click.Path(path_type=Path),
    help="Lấy bảng điểm Excel sẵn có của khối (cần STT, nội dung, điểm tối đa).",
)  # fmt: skip
@click.option("--check", "only_check", is_flag=True, help="Chỉ kiểm tra khoi.xlsx của thư mục.")
def init(root: Path, sample: str | None, table: Path | None, only_check: bool) -> int:
    """Make a workspace, or check the definition of one."""
    from thidua_batch import pipeline, samples
    from thidua_batch.books import definition

    if only_check:
        loaded = pipeline.load(root)
        show.findings(loaded.findings)
        click.echo(f"khoi.xlsx dùng được: {len(loaded.bloc.units)} đơn vị, "
                   f"{len(loaded.bloc.table.leaves)} tiêu chí.")  # fmt: skip
        return CLEAN
    if table is not None:
        place, read = pipeline.init_from_table(root, table)
        show.table(
            "Đã hiểu bảng điểm như sau (sửa trong khoi.xlsx nếu chưa đúng)",
            ("Hàng", "Mã", "Nội dung", "Điểm tối đa", "Cấp"),
            [(str(r.row), r.code, r.text, show.number(r.max_points), str(r.level + 1))
             for r in read.understood],
        )  # fmt: skip
        show.findings(read.findings)
    else:
        data = definition.write(samples.load(sample).bloc) if sample else None
        place = pipeline.init(root, data)
    click.echo(f"Thư mục làm việc: {show.path_text(place.definition)}")
    click.echo("Việc tiếp theo: mở khoi.xlsx bằng Excel, điền các trang, lưu lại, "
               "rồi chạy: thidua templates")  # fmt: skip
    return CLEAN


@cli.command(help="Tạo biểu mẫu Excel cho từng đơn vị.")
@_where
def templates(root: Path, period: str | None) -> int:
    """One protected form per unit."""
    from thidua_batch import pipeline

    loaded = _load(root, period)
    with show.progress("Tạo biểu mẫu") as told:
        published = pipeline.templates(loaded, told)
    folder = loaded.workspace.templates(loaded.plan.code)
    made, kept = len(published.written), len(published.unchanged)
    click.echo(f"{show.path_text(folder)}: làm mới {made} biểu, giữ nguyên {kept} biểu.")
    show.beside_names(published.beside)
    return CLEAN


@cli.command(help="Kiểm tra mọi bài trong hộp nhận bài, viết phiếu phản hồi cho từng đơn vị.")
@_where
@_as_json
def check(root: Path, period: str | None, as_json: bool) -> int:
    """Validate everything in the inbox."""
    from thidua_batch import pipeline

    loaded = _load(root, period)
    with show.progress("Kiểm tra bài", quiet=as_json) as told:
        outcome, published = pipeline.check(loaded, told)
    if as_json:
        show.as_json_text(
            {"findings": show.findings_json(outcome), "inputs": show.inputs_json(outcome)}
        )
        return _code(outcome)
    show.status_table(outcome)
    show.findings(outcome.findings)
    show.totals(outcome)
    click.echo(f"Phiếu phản hồi: {show.path_text(loaded.workspace.feedback(loaded.plan.code))}")
    show.beside_names(published.beside)
    click.echo(f"Việc tiếp theo: {pipeline.next_step(outcome, loaded.workspace)}")
    return _code(outcome)


@cli.command(
    help="Tình hình kỳ: hạn nộp, bản Excel, bản ký, minh chứng của từng đơn vị, việc tiếp theo."
)
@_where
@_as_json
def status(root: Path, period: str | None, as_json: bool) -> int:
    """Who has returned what, and what is next; writes nothing."""
    from thidua_batch import pipeline

    loaded = _load(root, period)
    outcome = pipeline.inspect(loaded)
    step = pipeline.next_step(outcome, loaded.workspace)
    if as_json:
        show.as_json_text(show.status_json(outcome, step))
        return _code(outcome)
    show.status_table(outcome)
    click.echo(f"Việc tiếp theo: {step}")
    return _code(outcome)


@cli.command(help="Việc chính: gộp, chấm điểm, xếp hạng, xuất sổ tổng hợp và báo cáo.")
@_where
@click.option("--accept", multiple=True, metavar="ĐƠN_VỊ",
              help="Chấp nhận bài còn lỗi của đơn vị này (ghi vào quyet_dinh.xlsx).")  # fmt: skip
@click.option("--use", multiple=True, metavar="TỆP",
              help="Dùng bản này khi đơn vị gửi nhiều bản (ghi vào quyet_dinh.xlsx).")  # fmt: skip
@click.option("--reason", default="", metavar="LÝ_DO", help="Lý do của --accept, --use.")
@click.option("--by", "who", default="", metavar="AI", help="Ai quyết định --accept, --use.")
@click.option("--final", is_flag=True, help="Chỉ ra kết quả chính thức; từ chối nếu còn tạm tính.")
@_as_json
def consolidate(root: Path, period: str | None, as_json: bool, final: bool, **decided: Any) -> int:
    """The main job."""
    from thidua_batch import pipeline

    if (decided["accept"] or decided["use"]) and not decided["reason"].strip():
        raise click.UsageError(NEEDS_REASON)
    loaded = _load(root, period)
    flags = pipeline.Flags(final=final, **decided)
    with show.progress("Tổng hợp", quiet=as_json) as told:
        outcome, published = pipeline.consolidate(loaded, flags, told)
    show.result(loaded, outcome, published.beside, as_json=as_json)
    return _code(outcome)


@cli.command(
    help="Diễn giải điểm, thứ hạng, xếp loại của một đơn vị, hoặc một tiêu chí của đơn vị."
)
@click.argument("unit", metavar="ĐƠN_VỊ")
@click.argument("criterion", required=False, metavar="[TIÊU_CHÍ]")
@_where
@_as_json
def explain(unit: str, criterion: str | None, root: Path, period: str | None, as_json: bool) -> int:
    """From the cells of a unit's form to its points, rank, grade and awards; writes nothing."""
    from thidua_batch import pipeline
    from thidua_batch.core import explain as explaining

    outcome = pipeline.inspect(_load(root, period))
    sections = explaining.asked(outcome, unit, criterion)
    if as_json:
        show.as_json_text(show.sections_json(outcome, sections))
    else:
        show.sections(outcome, sections)
    return CLEAN


def _load(root: Path, period: str | None) -> Loaded:
    from thidua_batch import pipeline

    return pipeline.load(root, period)


def _code(outcome: Outcome) -> int:
    from thidua_batch.core.findings import errors

    return FINDINGS if errors(outcome.findings) else CLEAN


# --- the menu ---------------------------------------------------------------------------------

_MENU = (
    ("status", "Xem tình hình kỳ hiện hành"),
    ("templates", "Tạo biểu mẫu cho các đơn vị"),
    ("check", "Kiểm tra bài đã nhận, viết phiếu phản hồi"),
    ("consolidate", "Tổng hợp: chấm điểm, xếp hạng, báo cáo"),
    ("init", "Tạo thư mục làm việc mới"),
    ("demo", "Chạy thử trên khối mẫu"),
    ("explain", "Diễn giải điểm, thứ hạng của một đơn vị"),
)


def _menu(ctx: click.Context) -> int:
    """A numbered list of the same commands, until 0; the code of the last command run."""
    code = CLEAN
    while True:
        click.echo("\nTHI ĐUA KHỐI, CỤM")
        for number, (_, text) in enumerate(_MENU, start=1):
            click.echo(f"  {number}. {text}")
        click.echo("  0. Thoát")
        try:
            answer = click.prompt("Chọn số", default="0", show_default=False).strip()
        except click.Abort:
            return code
        if answer == "0":
            return code
        if not answer.isdigit() or int(answer) > len(_MENU):
            click.echo(f"Gõ một số từ 0 đến {len(_MENU)}.")
            continue
        verb = _MENU[int(answer) - 1][0]
        arguments = []
        if verb == "init":
            arguments = [click.prompt("Tên thư mục mới").strip()]
        if verb == "explain":
            arguments = [click.prompt("Mã hoặc tên đơn vị").strip()]
        code = _run([verb, *arguments])


# --- exit codes -------------------------------------------------------------------------------


def _usage(fault: click.UsageError) -> str:
    """A usage error in Vietnamese."""
    if isinstance(fault, click.NoSuchOption):
        return f"Không có tùy chọn «{fault.option_name}»."
    if isinstance(fault, click.MissingParameter):
        name = fault.param.make_metavar(fault.ctx) if fault.param and fault.ctx else ""
        return f"Thiếu {name}."
    command = getattr(fault.ctx, "command", None)
    if isinstance(command, Group):
        return f"Không có lệnh này. Các lệnh: {', '.join(command.commands)}."
    if fault.message == NEEDS_REASON:
        return fault.message
    return f"Tham số chưa đúng ({fault.format_message()})."


def _system(fault: OSError) -> str:
    """What the system refused, outside the workspace's own calls, in one sentence."""
    from thidua_batch.core.findings import WorkspaceError
    from thidua_batch.workspace import disk

    if fault.filename is not None:
        return str(disk.refusal(fault, str(fault.filename), denied="io"))
    return str(WorkspaceError("system", reason=fault.strerror))


def _run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and give its exit code; bugs are left to Python."""
    from thidua_batch.core.findings import InputRefused, WorkspaceError

    try:
        code = cli.main(arguments, prog_name="thidua", standalone_mode=False)
    except click.UsageError as fault:
        click.echo(f"{_usage(fault)} Xem: thidua --help", err=True)
        return REFUSED
    except click.ClickException as fault:
        click.echo(fault.format_message(), err=True)
        return REFUSED
    except InputRefused as refusal:
        show.findings(refusal.findings)
        click.echo("Không chạy tiếp được: sửa các lỗi trên rồi chạy lại.", err=True)
        return REFUSED
    except WorkspaceError as refusal:
        click.echo(str(refusal), err=True)
        return REFUSED
    except OSError as fault:
        if fault.errno is None:
            raise
        click.echo(_system(fault), err=True)
        return REFUSED
    except (click.Abort, KeyboardInterrupt):
        click.echo("Đã dừng theo yêu cầu; kết quả cũ còn nguyên.", err=True)
        return STOPPED
    return code if isinstance(code, int) else CLEAN


def main(arguments: Sequence[str] | None = None) -> None:
    """The console script `thidua`."""
    console.prepare()
    code = _run(arguments)
    sys.stdout.flush()
    sys.exit(code)
