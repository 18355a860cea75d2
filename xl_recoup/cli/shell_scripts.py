"""The scripts by which bash and PowerShell complete what is typed, made of the commands themselves.

They hold every command, option and choice, so that the tab key starts no Python. Both complete
`python -m xl_recoup`, by whatever name Python is called, and `xl-recoup`; where neither is typed,
and where a workbook is due, the shell completes names of files as it always does.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from xl_recoup.cli.command import SHARED, Argument, Command
from xl_recoup.errors import Refused
from xl_recoup.words import listed

PYTHONS = ("python", "python3", "py")
PROGRAM = "xl-recoup"
SHELLS = ("bash", "powershell")
BASH = """\
_xl_recoup() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} first=1 words=
    COMPREPLY=()
    if [[ ${COMP_WORDS[0]##*/} != xl-recoup* ]]; then
        [[ ${COMP_WORDS[1]} == -m && ${COMP_WORDS[2]} == xl_recoup ]] || return 0
        first=3
    fi
    (( COMP_CWORD >= first )) || return 0
    if (( COMP_CWORD == first )); then
        words="@commands"
    else
        case "${COMP_WORDS[first]} $before" in
@choices
        *)
            [[ $word == -* ]] || return 0
            case ${COMP_WORDS[first]} in
@options
            esac
        esac
    fi
    COMPREPLY=( $(compgen -W "$words" -- "$word") )
}
complete -o default -o bashdefault -F _xl_recoup @names
"""
POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName @names -ScriptBlock {
    param($word, $line, $cursor)
    $words = @{
@words
    }
    $typed = @($line.CommandElements | ForEach-Object { "$_" })
    $start = 1
    if ($typed[0] -notlike '*xl-recoup*') {
        $start = [array]::IndexOf($typed, 'xl_recoup') + 1
        if ($start -lt 3 -or $typed[$start - 2] -ne '-m') { return }
    }
    $typed = @($typed | Select-Object -Skip $start)
    if ($word) { $typed = @($typed | Select-Object -SkipLast 1) }
    $at = ''
    if ($typed.Count -gt 0) { $at = $typed[0] }
    if ($typed.Count -gt 0 -and $words.ContainsKey("$at $($typed[-1])")) {
        $at = "$at $($typed[-1])"
    } elseif ($typed.Count -gt 0 -and "$word" -notlike '-*') { return }
    if (-not $words.ContainsKey($at)) { return }
    foreach ($each in $words[$at].GetEnumerator()) {
        if ($each.Key -like "$word*") {
            [System.Management.Automation.CompletionResult]::new(
                $each.Key, $each.Key, 'ParameterValue', $each.Value)
        }
    }
}
"""


class Due(NamedTuple):
    """What may come next at one place of a line."""

    after: str
    """`""` for the first word, `post` for an option of it, `post --accept` for what that takes."""
    words: dict[str, str]
    """Each word with what is said of it."""


def script(shell: str, commands: Iterable[Command]) -> str:
    """Return the script for a shell, in plain ASCII letters; Refused for one that has none."""
    if shell not in SHELLS:
        raise Refused(f"Completion is there for {listed(SHELLS)}, not for {shell}.")
    places = _places(list(commands))
    made = _bash(places) if shell == "bash" else _powershell(places)
    return made.replace("“", "").replace("”", "").encode("ascii", "replace").decode("ascii")


def _places(commands: list[Command]) -> list[Due]:
    names = {c.name: c.help for c in commands}
    found = [Due("", names | {"help": "what a command takes"}), Due("help help", names)]
    found.append(Due("completion completion", dict.fromkeys(SHELLS, "a shell")))
    for each in commands:
        taken = [*each.each(), *SHARED]
        options = {a.names[0]: _help(a) for a in taken if a.names[0].startswith("-")}
        found.append(Due(each.name, options | {"--help": "what this command takes"}))
        for a in taken:
            if "choices" in a.how:
                choices = dict.fromkeys(a.how["choices"], _help(a))
                found.append(Due(f"{each.name} {a.names[0]}", choices))
    return found


def _help(argument: Argument) -> str:
    return str(argument.how["help"])


def _bash(places: list[Due]) -> str:
    choices = [
        f'        "{p.after}") words="{" ".join(p.words)}" ;;' for p in places if " " in p.after
    ]
    options = [
        f'            {p.after}) words="{" ".join(p.words)}" ;;'
        for p in places
        if p.after and " " not in p.after
    ]
    return (
        BASH.replace("@commands", " ".join(places[0].words))
        .replace("@choices", "\n".join(choices))
        .replace("@options", "\n".join(options))
        .replace("@names", " ".join((*PYTHONS, PROGRAM)))
    )


def _powershell(places: list[Due]) -> str:
    lines = []
    for place in places:
        lines.append(f"        {_quoted(place.after)} = [ordered]@{{")
        lines += [f"            {_quoted(w)} = {_quoted(says)}" for w, says in place.words.items()]
        lines.append("        }")
    names = ", ".join((*PYTHONS, PROGRAM))
    return POWERSHELL.replace("@words", "\n".join(lines)).replace("@names", names)


def _quoted(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"
