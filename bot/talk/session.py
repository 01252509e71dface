"""A person's conversation with the studio, a line at a time."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import secrets
from collections.abc import Callable
from pathlib import Path

from bot.bootstrap import House
from bot.errors import BadInput, EgakuError, NotFound
from bot.i18n import say
from bot.studio import imagine, looking_back, refine
from bot.studio.outcome import Drawing, Ignored, Outcome, Said, Shown
from bot.studio.studio import Request, as_json, in_words
from bot.talk.line import Reply, Slash, parse, split_file
from bot.talk.result import Result, Status, acting
from bot.talk.times import timed
from bot.understanding.intent import GoTo, Intent, Redo, Reroll, Undo, Upscale, Vary
from generator.events import Cancelled, Event, Failed
from storage import Job, Person, Picture, Place, Turn
from storage.errors import StorageError

Watch = Callable[[Event], None]
"""Is shown every event of a job as it comes."""

PLATFORM = "terminal"


class Session:
    """One person at one terminal. Not for several lines at once."""

    def __init__(self, house: House, viewer: Person, watch: Watch) -> None:
        self._house = house
        self._viewer = viewer
        self._watch = watch
        self._selected: tuple[int, int] | None = None
        """(turn, picture) that a "go to the 2nd one" chose."""
        self._offered: tuple[int, str] | None = None
        """(turn, words) that /apply takes for a wish."""

    async def answer(self, text: str) -> Result:
        """Carry a line out, to its end. What goes wrong is in the result's words; a bug is raised."""
        try:
            return await self._answer(text)
        except EgakuError as error:
            status = Status.FAILED if error.key in _FAULTS else Status.REFUSED
            said = {name: timed(value, self._viewer.locale) for name, value in error.values.items()}
            return Result(status=status, text=self._say(error.key, **said))

    async def take_up(self) -> int:
        """Draw what a killed run left unfinished at a terminal. Returns how many jobs that were."""
        jobs = await self._house.jobs.resume(PLATFORM)
        for job in jobs:
            async with contextlib.aclosing(self._house.jobs.draw(job)) as events:
                async for event in events:
                    self._watch(event)
            await self._seen(job)
        return len(jobs)

    async def _answer(self, text: str) -> Result:
        if not text.strip():
            return Result(status=Status.IGNORED, intent=acting("ignore"))
        match parse(text):
            case Slash(name="imagine", rest=rest):
                return await self._result(await imagine.imagine(self._house.studio, self._request(), rest))
            case Slash(name="edit", rest=rest):
                return await self._edit(rest)
            case Slash(name=name, rest=rest):
                return await self._command(name, rest)
            case Reply() as reply:
                return await self._reply(reply)

    async def _edit(self, rest: str) -> Result:
        file, instruction = split_file(rest)
        data = await asyncio.to_thread(_read, Path(file).expanduser(), self._house.settings.limits.max_upload_bytes)
        return await self._result(await imagine.edit(self._house.studio, self._request(), data, instruction))

    async def _reply(self, reply: Reply) -> Result:
        picture = reply.picture
        if reply.turn is None and self._selected is not None:
            picture = await self._selection()
        outcome = await refine.refine(
            self._house.studio, self._request(), reply.message, turn=reply.turn, picture=picture
        )
        return await self._result(outcome)

    async def _selection(self) -> int | None:
        """The chosen picture while its turn is the current one."""
        current = await looking_back.current(self._house.studio, self._viewer.id)
        if self._selected and current and current.id == self._selected[0]:
            return self._selected[1]
        self._selected = None
        return None

    async def _command(self, name: str, rest: str) -> Result:
        if name == "quit":
            raise EOFError
        looks = {
            "help": self._help,
            "models": self._models,
            "history": self._history,
            "tree": self._tree,
            "recipe": self._recipe,
            "delete": self._delete,
        }
        if name == "apply":
            return await self._apply()
        if name in looks:
            return dataclasses.replace(await looks[name](rest), intent=acting(name))
        intent = _meant(name, _number(rest))
        turn = await looking_back.current(self._house.studio, self._viewer.id)
        text = f"/{name} {rest}".strip()
        return await self._result(await refine.carry_out(self._house.studio, self._request(), intent, text, turn))

    async def _apply(self) -> Result:
        if self._offered is None:
            raise NotFound("error.nothing_offered")
        (turn, wish), self._offered = self._offered, None
        return await self._result(
            await refine.refine(self._house.studio, self._request(), wish, turn=turn, certain=True)
        )

    # -- looking back

    async def _help(self, _: str) -> Result:
        return Result(status=Status.ANSWERED, text=self._say("talk.help"))

    async def _models(self, _: str) -> Result:
        lines = [
            f"{key}  {spec.description or self._description(key)} ({spec.licence})"
            for key, spec in self._house.studio.planner.models.items()
        ]
        return Result(status=Status.ANSWERED, text="\n".join(lines))

    async def _history(self, text: str) -> Result:
        page = await looking_back.history(self._house.studio, self._viewer.id, text)
        if not page.pictures:
            key = "talk.history_none_found" if text else "talk.history_empty"
            return Result(status=Status.ANSWERED, text=self._say(key, text=text))
        lines = [
            self._say(
                "talk.history_line",
                turn=p.turn,
                prompt=p.recipe.prompt,
                seed=p.seed,
                time=f"{p.created_at.astimezone():%Y-%m-%d %H:%M}",
            )
            for p in page.pictures
        ]
        if page.before is not None:
            lines.append(self._say("talk.history_more"))
        return Result(status=Status.ANSWERED, text="\n".join(lines), pictures=await self._there(page.pictures))

    async def _tree(self, _: str) -> Result:
        turn = await self._current("")
        turns = await looking_back.tree(self._house.studio, self._viewer.id, turn.conversation)
        depth: dict[int | None, int] = {None: -1}
        lines = []
        for each in _depth_first(turns):
            depth[each.id] = depth.get(each.parent, -1) + 1
            mark = "●" if each.id == turn.id else "○"
            lines.append(f"{'   ' * depth[each.id]}{mark} {each.id}  {each.text}")
        return Result(status=Status.ANSWERED, turn=turn.id, parent=turn.parent, text="\n".join(lines))

    async def _recipe(self, rest: str) -> Result:
        turn = await self._current(rest)
        lines = [picture.recipe_json for picture in turn.pictures]
        if way := turn.intent.get("way"):
            lines.append(self._say(f"way.{way}"))
        if original := turn.intent.get("original"):
            lines.append(self._say("recipe.original", original=original))
        files = await self._there(turn.pictures)
        return Result(status=Status.ANSWERED, turn=turn.id, parent=turn.parent, text="\n".join(lines), pictures=files)

    async def _delete(self, rest: str) -> Result:
        turn = await self._current(rest)
        left = await looking_back.delete(self._house.studio, self._house.jobs, self._viewer.id, turn.id)
        text = self._say("talk.deleted", turn=turn.id)
        if left is None:
            return Result(status=Status.DONE, text=text)
        files = await self._files(left.pictures)
        return Result(status=Status.DONE, turn=left.id, parent=left.parent, text=text, pictures=files)

    async def _current(self, rest: str) -> Turn:
        turn = await looking_back.current(self._house.studio, self._viewer.id, _number(rest))
        if turn is None:
            raise NotFound("said.no_picture_yet")
        return turn

    def _description(self, key: str) -> str:
        return self._say("model.demo") if key == "demo" else ""

    # -- from outcome to result

    async def _result(self, outcome: Outcome) -> Result:
        match outcome:
            case Drawing():
                return await self._drawn(outcome)
            case Shown(turn=turn, intent=intent, picture=picture):
                if picture is not None:
                    self._selected = (turn.id, picture)
                pictures = turn.pictures if picture is None else turn.pictures[picture - 1 : picture]
                return await self._of_turn(
                    turn, intent, Status.DONE, self._say("talk.shown", turn=turn.id, text=turn.text), pictures
                )
            case Said(offer=str(wish), turn=int(turn), intent=intent):
                self._offered = turn, wish
                return Result(status=Status.ASKED, text=self._say("talk.offer"), intent=as_json(intent))
            case Said(key=key, values=values, question=question, intent=intent):
                status = Status.ASKED if question else Status.ANSWERED
                return Result(status=status, text=self._say(key, **values), intent=as_json(intent))
            case Ignored(intent=intent):
                return Result(status=Status.IGNORED, intent=as_json(intent))

    async def _drawn(self, drawing: Drawing) -> Result:
        ending: Event | None = None
        try:
            ending = await self._watched(drawing)
        except asyncio.CancelledError:
            # Ctrl-C: the job ends as cancelled before the interruption goes on.
            await asyncio.shield(self._stop(drawing))
            raise
        await self._seen(drawing.job)
        match ending:
            case Failed(reason=reason):
                text = self._say(f"failed.{reason.value}")
                return await self._of_turn(drawing.turn, drawing.intent, Status.FAILED, text, ())
            case Cancelled():
                return await self._of_turn(drawing.turn, drawing.intent, Status.FAILED, self._say("talk.cancelled"), ())
        turn = await looking_back.current(self._house.studio, self._viewer.id, drawing.turn.id)
        if turn is None:
            raise NotFound("error.not_found")
        text = self._say("talk.done", turn=turn.id, text=turn.text)
        return await self._of_turn(turn, drawing.intent, Status.DONE, text, turn.pictures)

    @in_words
    async def _watched(self, drawing: Drawing) -> Event | None:
        event: Event | None = None
        async with contextlib.aclosing(self._house.jobs.draw(drawing.job)) as events:
            async for event in events:
                self._watch(event)
        return event

    async def _stop(self, drawing: Drawing) -> None:
        with contextlib.suppress(EgakuError):
            await self._house.jobs.cancel(self._viewer.id, drawing.job.id)
        await self._seen(drawing.job)

    async def _seen(self, job: Job) -> None:
        """Its end is shown here and now; nobody tries again where that cannot be noted."""
        with contextlib.suppress(StorageError):
            await self._house.studio.storage.jobs.delivered(job.id)

    async def _of_turn(
        self, turn: Turn, intent: Intent, status: Status, text: str, pictures: tuple[Picture, ...]
    ) -> Result:
        return Result(
            status=status,
            turn=turn.id,
            parent=turn.parent,
            text=text,
            intent=as_json(intent),
            pictures=await self._files(pictures),
        )

    async def _files(self, pictures: tuple[Picture, ...]) -> tuple[tuple[Picture, Path], ...]:
        viewer = self._viewer.id
        return tuple([(each, await looking_back.file_of(self._house.studio, viewer, each)) for each in pictures])

    async def _there(self, pictures: tuple[Picture, ...]) -> tuple[tuple[Picture, Path], ...]:
        """As :meth:`_files`, for answers that can do without one whose file is gone."""
        return await self._files(await looking_back.there(self._house.studio, self._viewer.id, pictures))

    def _request(self) -> Request:
        place = Place(platform=PLATFORM, channel=self._viewer.handle)
        return Request(viewer=self._viewer, place=place, key=secrets.token_hex(12))

    def _say(self, key: str, **values: object) -> str:
        return say(key, self._viewer.locale, **values)


_FAULTS = {"error.disk_full", "error.disk_low", "error.busy", "error.data_damaged", "error.data_unusable"}


def _meant(name: str, number: int | None) -> Intent:
    """The intent of a command that acts on a picture."""
    match name:
        case "undo":
            return Undo(times=number or 1)
        case "redo":
            return Redo(times=number or 1)
        case "vary":
            return Vary(picture=number)
        case "reroll":
            return Reroll()
        case "upscale":
            return Upscale(picture=number)
        case "goto" if number is not None:
            return GoTo(turn=number)
        case "goto":
            raise BadInput("error.goto_needs_number")
    raise AssertionError(f"no intent for /{name}")


def _number(rest: str) -> int | None:
    """The number that a command was given. Raises BadInput for anything else."""
    if not rest:
        return None
    digits = rest.strip().lstrip("#@＃＠")
    if not digits.isdecimal() or len(digits) > 18:
        raise BadInput("error.not_a_number", value=rest[:40])
    return int(digits)


def _read(file: Path, most: int) -> bytes:
    try:
        if file.stat().st_size > most:
            raise BadInput("error.picture_too_heavy", limit=f"{most / 2**20:.0f}")
        return file.read_bytes()
    except (OSError, ValueError) as error:
        raise NotFound("error.file_missing", file=str(file)) from error


def _depth_first(turns: tuple[Turn, ...]) -> list[Turn]:
    known = {turn.id for turn in turns}
    children: dict[int | None, list[Turn]] = {}
    for turn in turns:
        children.setdefault(turn.parent if turn.parent in known else None, []).append(turn)
    stack, ordered = list(reversed(children.get(None, []))), []
    while stack:
        turn = stack.pop()
        ordered.append(turn)
        stack.extend(reversed(children.get(turn.id, [])))
    return ordered
