"""What is said to the process of a language model or a translation model, and by it. Free of torch, picklable."""

from __future__ import annotations

import dataclasses

from generator.executors.protocol import Ready, Stop


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class LanguageOptions:
    """``home`` is a folder or a hub id of a model of transformers; its weights are read from safetensors alone, and no
    code of its own is run. ``revision`` pins a hub commit. With ``translates`` it is asked :class:`Translate` and is
    either a seq2seq model or a causal one with a chat template; without, it is asked :class:`Question` and is a causal
    one with a fast tokenizer.

    ``device`` is auto, cpu, cuda, cuda:N or mps. ``dtype`` is float32, float16, bfloat16 or auto (float32 on a CPU, 16
    bits elsewhere). ``threads`` are torch's on a CPU.
    """

    home: str
    revision: str | None = None
    device: str = "cpu"
    dtype: str = "auto"
    threads: int = 1
    translates: bool = False
    log_level: str = "warning"
    log_json: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """``instruction`` and ``examples`` (of texts and their answers) are the asker's own; ``text`` is anybody's."""

    instruction: str
    examples: tuple[tuple[str, str], ...]
    text: str
    schema: str
    """JSON schema of the answer."""
    most_tokens: int = 512
    chance: int | None = None
    """None: the likeliest answer. A number: one drawn with that seed, the same each time."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Translate:
    """A line in Japanese, anybody's; the answer is what the model makes of it in English."""

    text: str


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    number: int
    question: Question | Translate
    seconds: float
    """From when it is begun; what is not done by then is given up."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    number: int
    text: str | None
    """None: nothing whole came of it."""


ToModel = Asked | Stop
FromModel = Answered | Ready
