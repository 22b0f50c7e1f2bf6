"""The `varde` command: reads what was asked for and hands over to the module that does it.

Nothing else is imported before that, so that `varde --help` answers at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    _Commands = argparse._SubParsersAction[argparse.ArgumentParser]

FINE, CONTENT_IS_WRONG, USED_WRONGLY = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0 fine, 1 the content has a FEIL, 2 wrong usage or configuration."""
    given = _parser().parse_args(arguments)
    if arguments is None:
        usual = "INFO" if given.module == "service" else "WARNING"
        import_module("bot.logs").install(os.environ.get("VARDE_LOG", usual))
    with import_module("bot.cli.setting").said():
        status: int = import_module(f"bot.cli.{given.module}").run(given)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="varde", description="Veiviser for ansatte som møter barn som pårørende.")
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and stop")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _chat(commands)
    _service(commands)
    _ask(commands)
    _check(commands)
    _schema(commands)
    _flow(commands)
    _people(commands)
    _ping(commands)
    _report(commands)
    _privacy(commands)
    return parser


class _Version(argparse.Action):
    """Looks the version up only when it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"varde {version('varde-bot')}")
        parser.exit()


def _command(commands: _Commands, name: str, does: str, module: str = "") -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=does, description=does)
    parser.set_defaults(module=module or name)
    place = parser.add_argument_group("where things are")
    place.add_argument("--config", type=Path, metavar="F", help="configuration (default: config.yaml here, if any)")
    place.add_argument("--data", type=Path, metavar="DIR", help="where conversations are kept")
    place.add_argument("--knowledge", type=Path, metavar="DIR", help="the knowledge base (default: the shipped one)")
    place.add_argument("--flows", type=Path, metavar="DIR", help="the flows (default: the shipped ones)")
    place.add_argument("--people", type=Path, metavar="F", help="units and barneansvarlige (default: nobody)")
    place.add_argument("--today", type=_date, metavar="DATE", help="pretend it is this day (2026-11-21)")
    return parser


def _chat(commands: _Commands) -> None:
    parser = _command(commands, "chat", "talk to Varde in this terminal, or by JSON lines")
    parser.add_argument("--user", default="meg", metavar="NAME", help="whose conversation it is (default: meg)")
    parser.add_argument("--jsonl", action="store_true", help="one JSON object a line, in and out")
    parser.add_argument("--virtual-clock", action="store_true", help="with --jsonl: the clock stands until it is moved")


def _service(commands: _Commands) -> None:
    _command(commands, "run", "the service: every channel in the configuration", "service")


def _ask(commands: _Commands) -> None:
    parser = _command(commands, "ask", "one question to the knowledge base")
    parser.add_argument("question", nargs="*", metavar="TEXT")
    parser.add_argument("--district", metavar="D", help="where the asker works (an id of distrikter.yaml)")
    parser.add_argument("--lang", choices=("nb", "nn", "en"), default="nb")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--batch", type=Path, metavar="FILE", help="one JSON object a line: id, q, district, lang")
    parser.add_argument("--why", action="store_true", help="show why an entry was found")


def _check(commands: _Commands) -> None:
    parser = _command(commands, "check", "every problem in the content, with file, line and column")
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files or folders (default: all content)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def _schema(commands: _Commands) -> None:
    parser = _command(commands, "schema", "JSON Schemas of the content files, for editors; without NAME their names")
    parser.add_argument("name", nargs="?", metavar="NAME", help="one of them, such as tilbud")
    parser.add_argument("--write", type=Path, metavar="DIR", help="write them to this folder, one file each")


def _flow(commands: _Commands) -> None:
    parser = _command(commands, "flow", "the flows: list, graph, paths")
    parser.add_argument("what", choices=("list", "graph", "paths"))
    parser.add_argument("flow", nargs="?", metavar="FLOW", help="a flow or an entry, such as bekymring")
    parser.add_argument("--json", action="store_true", help="print JSON")


def _people(commands: _Commands) -> None:
    parser = _command(commands, "people", "units and barneansvarlige: check, coverage, test")
    parser.add_argument("what", choices=("check", "coverage", "test"))
    parser.add_argument("unit", nargs="?", metavar="UNIT", help="whom a practice ping goes to")
    parser.add_argument("--format", choices=("text", "json", "html"), default="text", help="of the coverage")
    parser.add_argument("--json", action="store_true", help="print JSON")


def _ping(commands: _Commands) -> None:
    parser = _command(commands, "ping", "what is asked at the moment: ids and states only")
    parser.add_argument("what", choices=("list", "show"))
    parser.add_argument("number", nargs="?", metavar="N", help="the ping to show")
    parser.add_argument("--json", action="store_true", help="print JSON")


def _report(commands: _Commands) -> None:
    parser = _command(commands, "report", "how Varde is used; nobody can be recognised in it")
    parser.add_argument("--from", dest="first", metavar="W", help="the first week, like 2026-W03 (default: a year ago)")
    parser.add_argument("--to", dest="last", metavar="W", help="the last week (default: the last that is over)")
    parser.add_argument("--format", choices=("text", "json", "html"), default="text", help="default: text")
    parser.add_argument("--demo", action="store_true", help="a made-up year, to see what the report looks like")


def _privacy(commands: _Commands) -> None:
    parser = _command(commands, "privacy", "what is stored: about whom, for how long, where")
    parser.add_argument("what", choices=("show",))
    parser.add_argument("--json", action="store_true", help="print JSON")


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("a date is written like 2026-11-21") from None


if __name__ == "__main__":
    sys.exit(main())
