"""A message that answers a picture: understood, then carried out or answered."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Sequence

from bot.errors import Refused
from bot.studio import advice, answering, looking_back, navigate, versions
from bot.studio.outcome import Drawing, Ignored, Outcome, Said, Shown
from bot.studio.retouching import retouched
from bot.studio.strategy import Strategy, Way, Why, chosen
from bot.studio.studio import Request, Studio, accept, described, in_words, is_borrowed, picture_of
from bot.studio.translation import Planned, planned
from bot.understanding import interpret
from bot.understanding.intent import (
    Adjust,
    Answer,
    Ask,
    Edit,
    GoTo,
    Ignore,
    Imagine,
    Intent,
    Redo,
    Reroll,
    Retouch,
    Undo,
    Upscale,
    Vary,
)
from bot.understanding.parameters import Parameters
from bot.understanding.rewrite import new_prompt, unwanted
from generator.recipe import Task
from storage import Picture, Turn


@in_words
async def refine(
    studio: Studio,
    request: Request,
    message: str,
    *,
    turn: int | None = None,
    picture: int | None = None,
    owner: int | None = None,
    certain: bool = False,
) -> Outcome:
    """Do what ``message`` asks of ``turn`` (the current one where None) and its 1-based ``picture``.

    ``owner`` is whose turn that is: the viewer's where None. From somebody else's turn the viewer begins a branch of
    their own; they must have been shown it. ``certain``: somebody said that it is a wish, whatever it looks like.
    """
    current = await looking_back.current(studio, owner or request.viewer.id, turn)
    count = len(current.pictures) if current else 0
    path = await versions.path(studio, current) if current else ()
    context = interpret.Context(
        has_picture=count > 0,
        pictures=count,
        versions=len(path),
        prompt=described(current) if current else "",
        prompts=tuple(map(described, reversed(path))),
    )
    intent = interpret.as_edit(message, context) if certain else interpret.interpret(message, context)
    intent = await advice.settled(studio.adviser, intent, message, context, _own_words(request, current))
    if isinstance(intent, GoTo):
        intent = await versions.counted(studio, request.viewer.id, intent, path)
    return await carry_out(studio, request, intent, message, current, picture)


@in_words
async def carry_out(
    studio: Studio, request: Request, intent: Intent, text: str, turn: Turn | None, picture: int | None = None
) -> Outcome:
    """Do what an intent asks: of a message, or of a button that needs no understanding."""
    match intent:
        case Ignore():
            return Ignored(intent=intent)
        case Ask(wish=wish):
            offered = wish if turn is not None and turn.pictures else None
            return Said(
                key=intent.key if wish is None or offered else "ask.unclear",
                intent=intent,
                question=True,
                offer=offered,
                turn=turn.id if turn else None,
            )
        case Answer(version=version):
            asked = turn and (await versions.meant(studio, turn, version))[0]
            return answering.answered(intent, asked, intent.picture or (None if version else picture))
        case Imagine():
            new = await planned(studio, functools.partial(studio.planner.imagine, intent.prompt, intent.parameters))
            return await accept(
                studio, request, intent, new.recipes, text=text, described=intent.prompt, original=new.original
            )
    if turn is None:
        return Said(key="said.no_picture_yet", intent=intent, question=True)
    match intent:
        case Undo() | Redo() | GoTo():
            return await moved(studio, request, turn, intent)
        case Reroll():
            return await _again(studio, request, intent, text, turn)
    path = await versions.meant(studio, turn, intent.version)
    at = None if intent.version else intent.picture or picture
    match intent:
        case Adjust():
            return await _again(studio, request, intent, text, path[0])
        case Retouch():
            return await _retouched(studio, request, intent, text, path[0], at)
        case Edit() | Vary() | Upscale():
            return await _from_picture(studio, request, intent, text, path, at)
    raise AssertionError(f"no use case for {intent.action}")


@in_words
async def moved(studio: Studio, request: Request, turn: Turn, intent: Undo | Redo | GoTo) -> Shown:
    """Go from ``turn`` to another one. Raises Refused for somebody else's: a conversation is its owner's to walk."""
    if turn.person != request.viewer.id:
        raise Refused("error.not_yours")
    match intent:
        case Undo():
            return await navigate.undo(studio, request.viewer.id, turn, intent)
        case Redo():
            return await navigate.redo(studio, request.viewer.id, turn, intent)
        case GoTo():
            return await navigate.go_to(studio, request.viewer.id, turn, intent)


@in_words
async def seen(studio: Studio, owner: int, turn: int) -> Turn:
    """A turn that somebody was shown, for whatever they are going to do about it."""
    return await studio.storage.turns.get(owner, turn)


@in_words
async def remake(studio: Studio, request: Request, turn: Turn) -> Drawing:
    """The very same recipes once more."""
    return await _accept_again(studio, request, Adjust(parameters=Parameters()), turn.text, turn, Planned(turn.recipes))


async def _again(studio: Studio, request: Request, intent: Reroll | Adjust, text: str, turn: Turn) -> Drawing:
    """The turn's own request once more: a sibling of it, from the same parent."""
    recipes = turn.recipes
    if isinstance(intent, Adjust):
        if intent.picture is not None:
            recipes = (picture_of(turn, intent.picture).recipe,)
        plan = functools.partial(studio.planner.adjust, recipes, intent.parameters)
        again = await planned(studio, plan, own=bool(_own_words(request, turn)))
    else:
        again = Planned(await asyncio.to_thread(studio.planner.reroll, recipes))
    return await _accept_again(studio, request, intent, text, turn, again)


async def _accept_again(
    studio: Studio,
    request: Request,
    intent: Reroll | Adjust,
    text: str,
    turn: Turn,
    again: Planned,
) -> Drawing:
    parent = await studio.storage.turns.get(turn.person, turn.parent) if turn.parent else None
    picture = turn.parent_picture if parent else None
    return await accept(
        studio,
        request,
        intent,
        again.recipes,
        text=text,
        described=described(turn),
        parent=parent,
        picture=picture,
        owner=turn.person,
        borrowed=is_borrowed(turn),
        original=again.original or turn.intent.get("original"),
    )


async def _retouched(
    studio: Studio, request: Request, intent: Retouch, text: str, turn: Turn, number: int | None
) -> Drawing:
    """The picture's pixels changed, without a model: what the worker draws is already there."""
    picture = picture_of(turn, number)
    png = await studio.storage.pictures.read(turn.person, picture.sha256)
    changed = await asyncio.to_thread(retouched, png, intent.pixels, studio.planner.limits.max_pixels)
    recipes = studio.planner.finished(changed, picture.recipe)
    strategy = Strategy(way=Way.PIXELS, why=Why.EXACT, instruction=text)
    return await accept(
        studio,
        request,
        intent,
        recipes,
        text=text,
        described=described(turn),
        parent=turn,
        picture=picture.position,
        uploads=(changed,),
        owner=turn.person,
        strategy=strategy.as_json(),
        borrowed=is_borrowed(turn),
    )


async def _from_picture(
    studio: Studio,
    request: Request,
    intent: Edit | Vary | Upscale,
    text: str,
    path: Sequence[Turn],
    number: int | None,
) -> Drawing:
    turn = path[0]
    picture = picture_of(turn, number)
    words = described(turn)
    drawn = await _as_drawn(studio, turn, picture)
    planner, source = studio.planner, drawn.sha256
    basis = planner.basis(drawn.recipe, _model_before(path, drawn))
    strategy: Strategy | None = None
    own = bool(_own_words(request, turn))
    match intent:
        case Upscale(factor=factor):
            size = (picture.width, picture.height)
            plan = functools.partial(planner.upscale, picture.sha256, *size, picture.recipe, factor)
        case Vary(strength=strength, count=count):
            plan = functools.partial(planner.vary, words, source, basis, strength, count)
        case Edit(instruction=instruction, parameters=parameters):
            proposal = await advice.proposed(studio.adviser, _own_words(request, turn), instruction)
            words = proposal.prompt if proposal else new_prompt(words, instruction)
            model = planner.model(parameters.model or basis.model)
            strategy = chosen(path, instruction, edits=bool(model.edit), merge_after=studio.merge_after)
            if strategy.root:
                root = path[strategy.root]
                first = await _as_drawn(studio, root, picture_of(root, path[strategy.root - 1].parent_picture))
                source = first.sha256
            gone = (*unwanted(instruction), *(proposal.unwanted if proposal else ()))
            own = own or strategy.way is Way.EDIT
            unwished = parameters.without(tuple(dict.fromkeys(gone))) if strategy.way is Way.REDRAW else parameters
            plan = functools.partial(planner.edit, strategy.instruction, words, source, basis, unwished)
    new = await planned(studio, plan, own=own)
    return await accept(
        studio,
        request,
        intent,
        new.recipes,
        text=text,
        described=words,
        parent=turn,
        picture=picture.position,
        owner=turn.person,
        strategy=strategy.as_json() if strategy else None,
        borrowed=is_borrowed(turn),
        original=new.original,
    )


def _own_words(request: Request, turn: Turn | None) -> str:
    """A prompt for the turn's pictures, "" where not all of it is the viewer's."""
    own = turn is not None and turn.person == request.viewer.id and not is_borrowed(turn)
    return described(turn) if turn is not None and own else ""


def _model_before(path: Sequence[Turn], drawn: Picture) -> str | None:
    """The model of the nearest version above that a model drew, for a picture that none did."""
    if drawn.recipe.task is not Task.UPSCALE:
        return None
    return next((each.recipes[0].model for each in path if each.recipes[0].task is not Task.UPSCALE), None)


async def _as_drawn(studio: Studio, turn: Turn, picture: Picture) -> Picture:
    """The picture that a model drew: an upscaled one stands for the one it was made from, whose latents are kept.

    Where that one was deleted, the upscaled picture is all there is.
    """
    here = turn
    while picture.recipe.task is Task.UPSCALE and here.parent is not None:
        here = await studio.storage.turns.get(turn.person, here.parent)
        made_from = [each for each in here.pictures if each.sha256 == picture.recipe.source]
        if not made_from:
            break
        picture = made_from[0]
    return picture
