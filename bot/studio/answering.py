"""Questions about a picture, answered from its recipe: nothing is drawn. Pure."""

from __future__ import annotations

from typing import Any

from bot.studio.outcome import Said
from bot.studio.studio import described
from bot.understanding.intent import Answer
from bot.understanding.questions import Topic
from storage import Turn

_WITHOUT_A_PICTURE = frozenset(
    {
        *(Topic.LANGUAGE, Topic.MAKER, Topic.HOW_EDIT, Topic.HOW_UNDO, Topic.HOW_VARY),
        *(Topic.HOW_UPSCALE, Topic.HOW_SAVE, Topic.HOW_DELETE, Topic.HOW_MAKE),
    }
)


def answered(intent: Answer, turn: Turn | None, number: int | None) -> Said:
    """What there is to say of ``turn`` and its 1-based picture ``number``."""
    topic = intent.topic
    if topic in _WITHOUT_A_PICTURE:
        return Said(key=f"answer.{topic}", intent=intent)
    if turn is None:
        return Said(key="said.no_picture_yet", intent=intent, question=True)
    if topic is Topic.RECIPE:
        return Said(key="said.see_recipe", intent=intent)
    said = _values(turn, number)
    if topic is Topic.SEED and "," in said["seed"]:
        return Said(key="answer.seeds", values=said, intent=intent)
    none = {
        Topic.NEGATIVE: not said["negative"],
        Topic.LORA: not said["loras"],
        Topic.TIME: said["seconds"] is None,
        Topic.SAMPLER: not said["sampler"],
        Topic.STEPS: not said["sampler"],
        Topic.GUIDANCE: not said["sampler"],
    }
    key = f"answer.no_{topic}" if none.get(topic) else f"answer.{topic}"
    if key in ("answer.no_sampler", "answer.no_steps", "answer.no_guidance"):
        key = "answer.no_model_used"
    return Said(key=key, values=said, intent=intent)


def _values(turn: Turn, number: int | None) -> dict[str, Any]:
    recipes = turn.recipes
    recipe = recipes[min(max((number or 1) - 1, 0), len(recipes) - 1)]
    started, ended = turn.job.started_at, turn.job.ended_at
    seconds = max(1, round((ended - started).total_seconds())) if started and ended else None
    chosen = recipes if number is None else (recipe,)
    return {
        "seed": ", ".join(dict.fromkeys(str(each.seed) for each in chosen)),
        "prompt": described(turn),
        "negative": recipe.negative_prompt,
        "model": recipe.model,
        "loras": ", ".join(f"{each.name}:{each.weight:g}" for each in recipe.loras),
        "steps": recipe.steps,
        "guidance": f"{recipe.guidance:g}",
        "sampler": recipe.sampler,
        "width": recipe.width,
        "height": recipe.height,
        "seconds": seconds,
    }
