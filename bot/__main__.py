"""The ``egaku`` command line. Nothing heavy is imported before a command runs."""

from __future__ import annotations

import enum
import getpass
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer

if TYPE_CHECKING:
    from bot.errors import EgakuError
    from bot.settings import Settings


T = TypeVar("T")


class Locale(enum.StrEnum):
    EN = "en"
    JA = "ja"


app = typer.Typer(
    help="Draw by talking: every reply makes the next version, every version is kept.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

db = typer.Typer(help="Look after what is kept: back it up, restore it, upgrade it, mend it.", no_args_is_help=True)
app.add_typer(db, name="db")

Config = Annotated[Path | None, typer.Option(help="Settings file; else EGAKU_CONFIG, else ./config.toml.")]
Data = Annotated[
    Path | None, typer.Option(help="Data folder: everything that is kept. A later run on it goes on there.")
]
Speak = Annotated[Locale | None, typer.Option(help="Language of the answers; else the settings'.")]


@app.callback()
def _egaku() -> None:
    """Without a callback Typer would make the only command the whole program."""


@app.command()
def talk(
    json: Annotated[bool, typer.Option("--json", help="One JSON object for each line of input.")] = False,
    data: Data = None,
    user: Annotated[str | None, typer.Option(help="Who is talking; everybody has pictures of their own.")] = None,
    locale: Speak = None,
    config: Config = None,
) -> None:
    """Draw by talking, here in the terminal.

    A line is /imagine PROMPT, /edit FILE INSTRUCTION, another slash command (/help lists them), a message that replies
    to the latest picture, or "@TURN message" for an earlier one.
    """
    from bot.talk.program import JsonFront, talk

    settings = _settings(config, data, locale)
    if json:
        raise typer.Exit(_run(settings, lambda: talk(settings, JsonFront(), user=user or _user())))
    from bot.talk.terminal import TerminalFront

    settings.data.folder.mkdir(parents=True, exist_ok=True)
    front = TerminalFront(settings.defaults.locale, settings.data.folder / "typed")
    raise typer.Exit(_run(settings, lambda: talk(settings, front, user=user or _user())))


@app.command()
def run(data: Data = None, locale: Speak = None, config: Config = None) -> None:
    """Be a bot on Discord, with the token of the settings or of EGAKU_DISCORD__TOKEN, until Ctrl-C."""
    from bot.run import run

    settings = _settings(config, data, locale)
    raise typer.Exit(_run(settings, lambda: run(settings)))


@app.command()
def playground(
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Of this machine, for the page; 0 takes any free one.")
    ] = 8765,
    headless: Annotated[
        bool, typer.Option("--headless", help="Print the address alone, once the bot is there.")
    ] = False,
    no_open: Annotated[bool, typer.Option("--no-open", help="Leave opening the page in a browser to you.")] = False,
    data: Data = None,
    locale: Speak = None,
    config: Config = None,
) -> None:
    """Try the bot in a Discord of your own, in the browser: no account, no token, nothing leaves this machine."""
    from bot.errors import Refused

    settings = _settings(config, data, locale)
    if data is None:
        # Away from what a bot on the real Discord keeps.
        settings = settings.model_copy(
            update={"data": settings.data.model_copy(update={"folder": settings.data.folder / "playground"})}
        )
    try:
        from bot.playground.program import play
    except ModuleNotFoundError:
        _refuse(Refused("error.playground_missing"), settings.defaults.locale)
    raise typer.Exit(
        _run(settings, lambda: play(settings, config=config, port=port, headless=headless, show=not no_open))
    )


@app.command()
def remake(
    picture: Annotated[str, typer.Argument(help="The picture's file, or how its sha256 begins.")],
    json: Annotated[bool, typer.Option("--json", help="One JSON object instead of sentences.")] = False,
    data: Data = None,
    locale: Speak = None,
    config: Config = None,
) -> None:
    """Draw a picture again, and say whether it comes out the same to the bit.

    The exit status is 0 where it does, 1 where it does not, 2 where it could not be tried.
    """
    from bot.remake import remake

    settings = _settings(config, data, locale)
    raise typer.Exit(_run(settings, lambda: remake(settings, picture, json=json)))


@app.command()
def interpret(
    json: Annotated[bool, typer.Option("--json", help="JSON lines in and out; there is no other form yet.")] = True,
) -> None:
    """Say what messages mean, without drawing: a JSON object a line on standard input, one a line on standard output.

    In: {id, message, lang, context: {parent_prompt, n_images, history, reply_to}}. Out: {id, action, kind, kinds,
    target_scope, target_index, instruction, new_prompt, negative_prompt, params, ms}.
    """
    import json as codec

    from bot.understanding.report import rows

    try:
        for row in rows(sys.stdin):
            print(codec.dumps(row, ensure_ascii=False), flush=True)
    except (ValueError, KeyError, TypeError) as error:
        from bot.errors import BadInput

        _refuse(BadInput("error.rows_unreadable", reason=type(error).__name__), "en")


@app.command()
def doctor(
    json: Annotated[bool, typer.Option("--json", help="One JSON object instead of sentences.")] = False,
    deep: Annotated[bool, typer.Option("--deep", help="Read every picture, too, and have one drawn.")] = False,
    data: Data = None,
    locale: Speak = None,
    config: Config = None,
) -> None:
    """Look at everything that Egaku needs, and say what to do where something is amiss.

    It changes nothing, and also looks where the settings cannot be read. The exit status is 1 where there is an error.
    """
    from bot.doctor.program import doctor

    raise typer.Exit(doctor(config, data, locale.value if locale else None, json=json, deep=deep))


@db.command("backup")
def back_up(
    file: Annotated[
        Path | None,
        typer.Argument(help="The backup: a new file, or a folder to put one into; else the folder backups."),
    ] = None,
    data: Data = None,
    locale: Speak = None,
    config: Config = None,
) -> None:
    """Write everything that is kept, pictures included, into one file, and read it again. Egaku may go on meanwhile."""
    from bot import db

    settings = _settings(config, data, locale)
    _run(settings, lambda: db.back_up(settings, file))


@db.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup, or a copy of the database from the folder backups.")],
    pictures: Annotated[
        bool, typer.Option("--pictures", help="Only files that pictures have lost; Egaku may go on meanwhile.")
    ] = False,
    data: Data = None,
    locale: Speak = None,
    config: Config = None,
) -> None:
    """Bring back what a backup has, while no Egaku is running. What is there now goes aside."""
    from bot import db

    settings = _settings(config, data, locale)
    _run(settings, lambda: (db.bring_back if pictures else db.restore)(settings, file))


@db.command()
def upgrade(data: Data = None, locale: Speak = None, config: Config = None) -> None:
    """Bring the database to this version, as each start does too; a copy of it as it was is made first."""
    from bot import db

    settings = _settings(config, data, locale)
    _run(settings, lambda: db.upgrade(settings))


@db.command()
def mend(data: Data = None, locale: Speak = None, config: Config = None) -> None:
    """Remove picture files that nothing refers to, and say which pictures have lost theirs."""
    from bot import db

    settings = _settings(config, data, locale)
    _run(settings, lambda: db.mend(settings))


def _settings(config: Path | None, data: Path | None, locale: Locale | None) -> Settings:
    from bot.errors import EgakuError
    from bot.settings import load

    try:
        return load(config, data=data, locale=locale.value if locale else None)
    except EgakuError as error:
        _refuse(error, locale.value if locale else "en")


def _run(settings: Settings, program: Callable[[], T]) -> T:
    from bot.errors import EgakuError

    try:
        return program()
    except EgakuError as error:
        _refuse(error, settings.defaults.locale)


def _refuse(error: EgakuError, locale: str) -> NoReturn:
    """A clear sentence and exit status 2: it could not even begin."""
    from bot.i18n import say

    print(say(error.key, locale, **error.values), file=sys.stderr)
    raise typer.Exit(2)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "me"


def main() -> None:
    app()


if __name__ == "__main__":
    main()
