"""What an error says of Python's arguments, in the options of the command that met it."""

from __future__ import annotations

import argparse
import re
from collections.abc import Container
from types import TracebackType

__all__: list[str] = []

# arguments of readers are others than the options of the same name, which choose among records
_READERS = "armsflow.sources"
_CALL, _KEPT = r"read_\w+\([^)]*\)", "\0"
_KEYS, _WHERE = r", or keep them apart with '\w+' among the keys", r"where\(records, \w+=…\)"
_VALUE = r"(?:\"[^\"]*\"|'[^']*'|-?\d+)"


def in_options(error: BaseException, parser: argparse.ArgumentParser) -> str:
    """The message of an error with options for arguments: ``incomplete="keep"`` is ``--incomplete keep``.

    Examples
    --------
    >>> parser = argparse.ArgumentParser()
    >>> _ = parser.add_argument("--end", type=int, metavar="YEAR")
    >>> in_options(ValueError("end is 0; give one, such as end=2024, or step="), parser)
    '--end is 0; give one, such as --end 2024, or step='
    """
    options = {flag for action in parser._actions for flag in action.option_strings}
    if _is_of_a_reader(error.__traceback__):
        return _of_lines(str(error), options)
    calls = re.findall(_CALL, str(error))
    text = re.sub(_CALL, _KEPT, str(error))
    for action in parser._actions:
        option = next((flag for flag in action.option_strings if flag.startswith("--")), "")
        if option and action.dest != "help":
            text = _said(text, action.dest, option, str(action.metavar or action.dest.upper()))
    for call in calls:
        text = text.replace(_KEPT, call, 1)
    if "--to" in options:
        text = text.replace("to_currency() or to_prices()", "--to")
    if "--without-parts" in options:
        text = text.replace("without_parts(records)", "--without-parts")
    # a command takes no keys, and not every column has an option
    text = re.sub(_KEYS, "", text)
    text = re.sub(_WHERE, r"\g<0> in Python", text)
    return text.replace("records, such as read_sipri(path)", "a FILE of records")


def _of_lines(text: str, options: Container[str]) -> str:
    """What an error on the lines of a file says of leaving them out, where the command can."""
    if "--on-error" in options:
        return text.replace("on_error='collect'", "--on-error collect")
    return re.sub(r", or (?:read|take) the (?:rest|other \d+ line\(s\)) with on_error='collect'", "", text)


def _said(text: str, name: str, option: str, metavar: str) -> str:
    text = re.sub(rf"where\(records, {name}=…\)", f"{option} {metavar}", text)
    text = re.sub(rf"(?<![\w.(]){name}=({_VALUE})", lambda met: f"{option} {_plain(met[1])}", text)
    text = re.sub(rf"(?<![\w.(]){name}=(?=[\s,;.:)]|$)", option, text)
    text = re.sub(rf"\A{name}(?= (?:is|names|has|lacks)\b)", option, text)
    return re.sub(rf"(?:(?<=given without )|(?<=\Aneither )|(?<= nor )){name}(?![\w.])", option, text)


def _plain(value: str) -> str:
    """A value as a shell takes it."""
    return value[1:-1] if value[0] in "\"'" and re.fullmatch(r"\S*", value[1:-1]) else value


def _is_of_a_reader(traceback: TracebackType | None) -> bool:
    """Whether an error arose while a file was read."""
    while traceback is not None:
        if str(traceback.tb_frame.f_globals.get("__name__", "")).startswith(_READERS):
            return True
        traceback = traceback.tb_next
    return False
