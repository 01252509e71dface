"""What a language model is let decide: whether an unclear message is a wish, and in what words a change is described.

It has no authority: from it come one of three actions, a prompt and what shall not be seen, or a translation. Without
it, in doubt, and after its time everything is as if there were none. It reads what the viewer wrote, and nobody else's
words.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.understanding import interpret, judging, proposing, questions, translating
from bot.understanding.dialogue import Dialogue
from bot.understanding.intent import Answer, Ask, Edit, Ignore, Intent, Retouch
from bot.understanding.proposing import Proposal
from generator.language.protocol import Question

T = TypeVar("T")

_CHANCES = (None, 1)
"""The likeliest answer; where that is none, another one."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Adviser:
    ask: Callable[[Question, float], Awaitable[str | None]]
    """JSON, or None within the seconds given; that of :class:`generator.language.executor.LanguageExecutor`."""
    seconds: float
    """What one question may take, its retry included."""

    async def judged(self, message: str, prompt: str) -> judging.Action | None:
        return await self._answer(judging.asked(message, prompt), judging.read)

    async def proposed(self, prompt: str, instruction: str) -> Proposal | None:
        dialogue = proposing.asked(prompt, instruction)
        return await self._answer(dialogue, lambda answer: proposing.read(answer, prompt, instruction))

    async def english(self, piece: str, seconds: float) -> str | None:
        """A piece of a text that is to be translated."""
        return await self._answer(translating.asked(piece), lambda answer: translating.read(answer, piece), seconds)

    async def _answer(
        self, dialogue: Dialogue | None, read: Callable[[str], T | None], seconds: float | None = None
    ) -> T | None:
        if dialogue is None:
            return None
        until = time.monotonic() + (self.seconds if seconds is None else seconds)
        for chance in _CHANCES:
            if (left := until - time.monotonic()) <= 0:
                return None
            answer = await self.ask(_question(dialogue, chance), left)
            if answer is not None and (understood := read(answer)) is not None:
                return understood
        return None


def _question(dialogue: Dialogue, chance: int | None) -> Question:
    return Question(
        instruction=dialogue.instruction,
        examples=dialogue.examples,
        text=dialogue.text,
        schema=dialogue.schema,
        chance=chance,
    )


async def settled(
    adviser: Adviser | None, intent: Intent, message: str, context: interpret.Context, prompt: str
) -> Intent:
    """``intent``, read out of ``message``; where that was to be asked back about, what the model makes of it.

    ``prompt``: the viewer's own for the picture, "" where it is somebody else's.
    """
    if adviser is None or not isinstance(intent, Ask) or intent.key != "ask.apply" or not intent.wish:
        return intent
    match await adviser.judged(intent.wish, prompt):
        case "edit":
            wished = interpret.as_edit(message, context)
            return wished if isinstance(wished, Edit | Retouch) else intent
        case "answer":
            return Answer(question=intent.wish, topic=questions.topic(intent.wish))
        case "none":
            return Ignore()
        case None:
            return intent


async def proposed(adviser: Adviser | None, prompt: str, instruction: str) -> Proposal | None:
    """The model's words for a picture of ``prompt``, the viewer's own, after ``instruction``; None: use others."""
    return await adviser.proposed(prompt, instruction) if adviser is not None and prompt else None
