"""The studio: what the use cases work with, and the one way in which a request is accepted."""

from __future__ import annotations

import dataclasses
import datetime
import functools
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, ParamSpec, TypeVar

import structlog

import storage
from bot.errors import Broken, EgakuError, NotFound, Refused
from bot.studio.advice import Adviser
from bot.studio.outcome import Drawing
from bot.studio.permissions import Permissions, refusal
from bot.studio.planning import Planner
from bot.studio.translation import Translator
from bot.understanding.intent import Edit, Intent
from generator.recipe import Recipe
from storage import Person, Picture, Place, Storage, Turn
from storage.presence import Holder

_log = structlog.get_logger(__name__)

P = ParamSpec("P")
T = TypeVar("T")


@dataclasses.dataclass(frozen=True, slots=True)
class Studio:
    storage: Storage
    planner: Planner
    merge_after: int = 0
    """Edits in a row after which they are drawn as one from the first picture; 0 never."""
    adviser: Adviser | None = None
    translator: Translator | None = None
    permissions: Permissions = dataclasses.field(default_factory=Permissions)
    eta: Callable[[int], float | None] = lambda job: None
    """Seconds until a job is done, as far as is known."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Who asks, where, and a key that is this request's alone (an interaction's or a message's id)."""

    viewer: Person
    place: Place
    key: str
    roles: frozenset[int] = frozenset()
    """What the viewer is on the server, as the platform numbers it."""


def in_words(use_case: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[T]]:
    """Storage's complaints as what a user may be told."""

    @functools.wraps(use_case)
    async def told(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return await use_case(*args, **kwargs)
        except storage.errors.StorageError as error:
            raise words_for(error) from error

    return told


def words_for(error: storage.errors.StorageError) -> EgakuError:
    match error:
        case storage.errors.Gone():
            return NotFound("error.file_gone")
        case storage.errors.Missing():
            return NotFound("error.not_found")
        case storage.errors.NotCancellable():
            return Refused("error.not_cancellable")
        case storage.errors.StaleJob():
            return Refused("error.stale_job")
        case storage.errors.NoRoom():
            return Broken("error.disk_low")
        case storage.errors.StorageFull():
            return Broken("error.disk_full")
        case storage.errors.Busy():
            return Broken("error.busy")
        case storage.errors.NewerData():
            return Refused("error.newer_data")
        case storage.errors.Occupied():
            return _occupied(error)
        case storage.errors.Damaged():
            return Broken("error.data_damaged")
        case _:
            return Broken("error.data_unusable")


def _occupied(error: storage.errors.Occupied) -> Refused:
    match error:
        case storage.errors.Reserved():
            return Refused("error.folder_reserved", folder=error.folder)
        case storage.errors.Taken(holder=Holder() as holder):
            since = f"{holder.since:%Y-%m-%d %H:%M}"
            return Refused("error.bot_already", folder=error.folder, pid=holder.pid, host=holder.host, since=since)
        case storage.errors.Taken():
            return Refused("error.bot_already_somewhere", folder=error.folder)
        case _:
            return Refused("error.in_use", folder=error.folder)


async def accept(
    studio: Studio,
    request: Request,
    intent: Intent,
    recipes: Sequence[Recipe],
    *,
    text: str,
    described: str,
    parent: Turn | None = None,
    picture: int | None = None,
    uploads: Sequence[bytes] = (),
    owner: int | None = None,
    strategy: Mapping[str, str] | None = None,
    borrowed: bool = False,
    original: str | None = None,
) -> Drawing:
    """Write the turn and its job. ``described`` is a prompt for the picture as it shall then be.

    ``owner`` is whose pictures the recipes start from. Where that is not the viewer, this is a branch of the viewer's
    own: a new conversation that begins with those pictures. They keep their sha256, so that their latents are found.
    ``strategy`` says which way was taken and why. ``borrowed``: somebody else's words are in ``described``.
    ``original`` is what the recipes' prompt was translated from. Nothing is accepted while the disk is nearly full;
    raises Refused where the viewer, or the server, has had what they may.
    """
    try:
        studio.storage.space.demand()
    except storage.errors.NoRoom as error:
        _log.warning("nothing new is taken on", reason=str(error))
        raise
    if owner is not None and owner != request.viewer.id:
        borrowed = True
        parent, picture, uploads = None, None, uploads or await _sources(studio, owner, recipes)
    try:
        accepted = await studio.storage.jobs.accept(
            request.viewer.id,
            request_key=request.key,
            text=text,
            action=intent.action,
            intent=as_json(intent)
            | {"described": described, **(strategy or {})}
            | ({"borrowed": True} if borrowed else {})
            | ({"original": original} if original else {}),
            recipes=recipes,
            place=request.place,
            parent=parent.id if parent else None,
            parent_picture=picture,
            uploads=uploads,
            limits=studio.permissions.limits(request.roles),
        )
    except storage.errors.Limited as error:
        raise refusal(error, studio.eta, datetime.datetime.now(datetime.UTC)) from error
    return Drawing(turn=accepted.turn, job=accepted.job, intent=intent, repeated=accepted.repeated)


async def _sources(studio: Studio, owner: int, recipes: Sequence[Recipe]) -> tuple[bytes, ...]:
    hashes = {recipe.source for recipe in recipes if recipe.source}
    return tuple([await studio.storage.pictures.read(owner, sha256) for sha256 in sorted(hashes)])


def as_json(intent: Intent) -> dict[str, Any]:
    """The intent as plain values, without what was not said; ``kind`` is that of an edit's first wish."""
    said = {name: value for name, value in dataclasses.asdict(intent).items() if value not in (None, (), "")}
    said["action"] = intent.action
    said["kind"] = intent.kinds[0] if isinstance(intent, Edit) and intent.kinds else intent.action
    if "parameters" in said:
        said["parameters"] = {name: value for name, value in said["parameters"].items() if value not in (None, ())}
    return said


def described(turn: Turn) -> str:
    """A prompt for the turn's pictures."""
    return str(turn.intent.get("described") or turn.text)


def is_borrowed(turn: Turn) -> bool:
    """Whether somebody else's words are in the turn's prompt: it is of a branch that began with their picture."""
    return bool(turn.intent.get("borrowed"))


def picture_of(turn: Turn, number: int | None) -> Picture:
    """The turn's picture by its 1-based number, the first where None. Raises NotFound, or Refused while it is drawn."""
    if turn.job.unfinished:
        raise Refused("error.still_drawing")
    if not turn.pictures:
        raise Refused("error.turn_without_picture")
    wanted = number or 1
    if not 1 <= wanted <= len(turn.pictures):
        raise NotFound("error.no_such_picture", picture=wanted, pictures=len(turn.pictures))
    return turn.pictures[wanted - 1]
