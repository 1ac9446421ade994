"""The command line: ``armsflow COMMAND``; each command is a file in ``commands/``."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import textwrap
import traceback
import warnings
from collections.abc import Iterator, Sequence
from types import ModuleType

from armsflow.commands import (
    check,
    cite,
    claims,
    completion,
    convert,
    orders,
    rank,
    read,
    report,
    tables,
)
from armsflow.commands.options import in_options
from armsflow.commands.terminal import note, paragraph
from armsflow.commands.version import installed_version
from armsflow.errors import ArmsflowError

__all__: list[str] = []

COMMANDS: dict[str, ModuleType] = {
    module.__name__.rpartition(".")[2]: module
    for module in (report, read, check, convert, rank, orders, claims, tables, cite, completion)
}


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code of the command: 0, or 1 with a paragraph on standard error; 2 is wrong usage."""
    chosen = _chosen(arguments)
    _encode_all()
    try:
        with _warnings_in_lines():
            code = int(COMMANDS[chosen.command].run(chosen))
        sys.stdout.flush()
    except BrokenPipeError:
        # who reads the output has enough, as `head` has
        _close_output()
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        return _failed(error, chosen)
    return code


def _chosen(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What was typed; of what a command does not take, it may say what was meant."""
    chosen, rest = _parser().parse_known_args(arguments)
    if rest:
        meant = getattr(COMMANDS[chosen.command], "STRAY", "")
        hint = f"; {meant}" if meant and not any(word.startswith("-") for word in rest) else ""
        chosen.commands[chosen.command].error(f"unrecognized arguments: {' '.join(rest)}{hint}")
    return chosen


def _failed(error: Exception, chosen: argparse.Namespace) -> int:
    if getattr(chosen, "debug", False):
        print(paragraph("".join(traceback.format_exception(error))), file=sys.stderr)
    if isinstance(error, ArmsflowError | OSError):
        print(f"armsflow: {paragraph(in_options(error, chosen.commands[chosen.command]))}", file=sys.stderr)
    else:
        note(f"unexpected {type(error).__name__}: {error}; please report it, with what --debug prints")
    return 1


def _encode_all() -> None:
    """A terminal that cannot show a sign shows its number."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


@contextlib.contextmanager
def _warnings_in_lines() -> Iterator[None]:
    """Print warnings of the library as one line each."""
    with warnings.catch_warnings():
        if not sys.warnoptions:
            warnings.simplefilter("default", UserWarning)
        warnings.showwarning = lambda message, *rest, **more: note(f"warning: {_without_python(message)}")
        yield


def _without_python(message: Warning | str) -> str:
    """A warning without the advice that is of use in Python only."""
    return str(message).removesuffix(getattr(message, "advice", ""))


def _close_output() -> None:
    # else Python says at its end that the pipe is broken
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    debug = argparse.ArgumentParser(add_help=False)
    debug.add_argument(
        "--debug", action="store_true", default=argparse.SUPPRESS, help="show where an error arose"
    )
    parser = argparse.ArgumentParser(
        prog="armsflow",
        description="Arms-transfer data in which every number carries bounds.",
        epilog="armsflow COMMAND --help shows options and examples.",
        allow_abbrev=False,
        parents=[debug],
    )
    parser.add_argument("--version", action="version", version=f"armsflow {installed_version()}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, module in COMMANDS.items():
        each = commands.add_parser(
            name,
            help=module.HELP,
            description=textwrap.fill(f"{module.HELP[0].upper()}{module.HELP[1:]}. {module.MORE}", 78),
            epilog="\n  ".join(("examples:", *module.EXAMPLES)),
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
            parents=[debug],
        )
        module.arguments(each)
    # completion lists what the others take
    parser.set_defaults(commands=commands.choices)
    return parser
