"""``armsflow completion``: a script with which a shell completes commands and options."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterable

__all__: list[str] = []

HELP = "print a script for completion in bash or zsh"
MORE = 'Have the shell run it: eval "$(armsflow completion bash)" in ~/.bashrc, or the same for zsh.'
EXAMPLES = ("armsflow completion bash", "armsflow completion zsh")

_BASH = """\
_armsflow() {{
    local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} offered=
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=( $(compgen -W {commands} -- "$word") )
        return
    fi
    case "${{COMP_WORDS[1]}} $before" in
{values}
    *) case "${{COMP_WORDS[1]}} $word" in
{options}
        esac ;;
    esac
    COMPREPLY=( $(compgen -W "$offered" -- "$word") )
}}
complete -o default -F _armsflow armsflow
"""
# zsh runs bash's functions of completion once it is told so
_ZSH = """\
autoload -U +X compinit && compinit
autoload -U +X bashcompinit && bashcompinit
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("shell", choices=("bash", "zsh"))


def run(chosen: argparse.Namespace) -> int:
    script = _bash(chosen.commands)
    print(f"{_ZSH}{script}" if chosen.shell == "zsh" else script, end="")
    return 0


def _bash(commands: dict[str, argparse.ArgumentParser]) -> str:
    """The script for bash, made from the parsers of the commands."""
    values, options = [], []
    for name, parser in commands.items():
        actions = parser._actions
        for action in actions:
            if action.choices and action.option_strings:
                told = " | ".join(f"{shlex.quote(f'{name} {o}')}" for o in action.option_strings)
                values.append(f"    {told}) offered={_words(action.choices)} ;;")
        flags = [flag for action in actions for flag in action.option_strings]
        plain = [str(c) for action in actions if not action.option_strings for c in action.choices or ()]
        options.append(f"        {shlex.quote(name + ' -')}*) offered={_words(flags)} ;;")
        if plain:
            options.append(f"        {shlex.quote(name + ' ')}*) offered={_words(plain)} ;;")
    return _BASH.format(commands=_words(commands), values="\n".join(values), options="\n".join(options))


def _words(words: Iterable[object]) -> str:
    return shlex.quote(" ".join(map(str, words)))
