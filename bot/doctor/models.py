"""The models that the settings name: are their files there, and which exact ones are they."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot import bootstrap
from bot.doctor.finding import Finding, error, ok, warning
from bot.settings import Settings
from generator.models import ModelSpec, is_folder
from generator.recipe import Task

_SHORT = 12


def models(settings: Settings) -> Iterator[Finding]:
    """Slow: the files of models in folders are read whole."""
    for key, spec in bootstrap.specs(settings).items():
        for task in (Task.TEXT_TO_IMAGE, Task.EDIT) if spec.edit else (Task.TEXT_TO_IMAGE,):
            yield _model(key, spec, task, usual=key == settings.defaults.model)


def words(settings: Settings) -> Iterator[Finding]:
    """The models of words."""
    asked = settings.understanding
    for name, home in (("language model", asked.language_model), ("translation model", asked.translation_model)):
        if home and is_folder(home) and not any(Path(home).expanduser().glob("*.safetensors")):
            yield error(name, "words_missing", home=home)
        elif home:
            yield ok(name, "words", home=home)


def _model(key: str, spec: ModelSpec, task: Task, *, usual: bool) -> Finding:
    name, home = f"model {key}" + (" (edit)" if task is Task.EDIT else ""), spec.home(task)
    if not is_folder(home):
        pinned = spec.pinned(task)
        if pinned is None:
            return warning(name, "model_unpinned", home=home, key=key)
        return ok(name, "model_from_hub", home=home, revision=pinned[:_SHORT])
    try:
        return ok(name, "model", home=home, revision=spec.revision_of(task)[:_SHORT])
    except OSError:
        return (error if usual else warning)(name, "model_missing", home=home, key=key)
