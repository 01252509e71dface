"""Settings: config.toml and EGAKU_ environment variables in, one frozen object out.

The environment wins over the file, the file over the defaults that stand here; config.toml in the repository repeats
every default with its meaning. What is wrong is refused with the key's name and never with its value: that could be a
token.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    SecretStr,
    StringConstraints,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from bot import config_file, config_problem
from bot.errors import EgakuError
from generator import samplers


class Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


def _expanded(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError as error:
        raise ValueError from error


Place = Annotated[Path, AfterValidator(_expanded)]


DEVICE = r"^(auto|cpu|mps|cuda(:\d+)?)$"
DEVICES: list[JsonValue] = ["auto", "cpu", "cuda", "cuda:0", "cuda:1", "…", "mps"]


class Data(Section):
    folder: Place = Path("data")
    keep_free: int = Field(536_870_912, ge=0, le=2**60)


Most = Annotated[int, Field(ge=0, le=1_000_000)]


class RoleLimits(Section):
    id: int = Field(ge=1, le=2**63 - 1)
    at_once: Most | None = None
    a_day: Most | None = None
    gpu_seconds_a_day: Most | None = None


class Limits(Section):
    max_count: int = Field(4, ge=1, le=4)
    max_steps: int = Field(60, ge=1, le=150)
    max_pixels: int = Field(4_194_304, ge=65_536, le=67_108_864)
    max_prompt_length: int = Field(4000, ge=1, le=20_000)
    max_upload_pixels: int = Field(25_000_000, ge=65_536, le=100_000_000)
    max_upload_bytes: int = Field(20_971_520, ge=65_536, le=536_870_912)
    at_once: Most = 50
    a_day: Most = 0
    gpu_seconds_a_day: Most = 0
    server_at_once: Most = 0
    server_a_day: Most = 0
    server_gpu_seconds_a_day: Most = 0
    roles: tuple[RoleLimits, ...] = ()


class Worker(Section):
    device: str = Field("auto", pattern=DEVICE, json_schema_extra={"enum": DEVICES})
    threads: int = Field(1, ge=1, le=256)
    preview_interval: float = Field(1.5, ge=0.1, le=60)
    attempts: int = Field(3, ge=1, le=3)
    hang: float = Field(120, ge=5, le=3600)
    grace: float = Field(20, ge=0, le=600)
    exact: bool = False


class Log(Section):
    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["console", "json"] = "console"


class Operating(Section):
    port: int = Field(0, ge=0, le=65_535)
    host: str = Field("127.0.0.1", min_length=1)


class Defaults(Section):
    model: str = "demo"
    locale: Literal["en", "ja"] = "en"


class Understanding(Section):
    merge_after: int = Field(0, ge=0, le=12)
    language_model: str = ""
    language_revision: str = ""
    translation_model: str = ""
    translation_revision: str = ""
    language_device: str = Field("cpu", pattern=DEVICE, json_schema_extra={"enum": DEVICES})
    language_dtype: Literal["auto", "float32", "float16", "bfloat16"] = "auto"
    language_threads: int = Field(1, ge=1, le=256)
    language_seconds: float = Field(5.0, ge=0.1, le=60)


class Discord(Section):
    token: SecretStr = SecretStr("")
    token_file: Literal[""] | Place = ""

    def secret(self) -> SecretStr:
        """The token: said outright, else the contents of ``token_file``, else empty. Raises OSError for the file."""
        if self.token or not self.token_file:
            return self.token
        return SecretStr(self.token_file.read_text(encoding="utf-8").strip())


def _sampler(text: str) -> str:
    name = samplers.find(text)
    if name is None:
        raise ValueError
    return name


Sampler = Annotated[str, AfterValidator(_sampler), Field(json_schema_extra={"enum": list(samplers.SAMPLERS)})]
Steps = Annotated[int, Field(ge=1, le=150)]
Guidance = Annotated[float, Field(ge=0, le=30)]
Home = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
ModelKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=64)]


class Model(Section):
    """One model to draw with. Without ``edit`` a picture is changed by image-to-image with a rewritten prompt.

    ``text_to_image`` and ``edit`` are each a hub id (``owner/name``), a folder, or ``builtin:NAME`` for what ships with
    Egaku. The demo models' values are in :data:`DEMO`; the defaults here suit Stable Diffusion 1.5.
    """

    text_to_image: Home
    edit: str = ""
    revision: str = ""
    edit_revision: str = ""
    family: Literal["sd", "sdxl", "pipeline"] = "sd"
    edit_family: Literal["pix2pix", "pipeline"] = "pix2pix"
    dtype: Literal["auto", "float32", "float16", "bfloat16"] = "auto"
    compile: bool = False
    channels_last: bool = True
    attention: Literal["auto", "flash", "efficient", "math", "cudnn"] = "auto"
    tf32: bool = True
    cuda_graphs: bool = False
    native_size: int = Field(512, ge=16, le=4096)
    size_multiple: int = Field(8, ge=1, le=256)
    enlarge: int = Field(1, ge=1, le=8)
    max_side: int = Field(1024, ge=16, le=8192)
    sampler: Sampler = "ddim"
    samplers: tuple[Sampler, ...] = ()
    steps: Steps = 25
    guidance: Guidance = 7.5
    strength: float = Field(0.6, gt=0, le=1)
    edit_steps: Steps = 25
    edit_guidance: Guidance = 7.5
    image_guidance: float = Field(1.5, ge=1, le=10)
    languages: tuple[str, ...] = ("en",)
    licence: str = ""
    description: str = ""

    @model_validator(mode="before")
    @classmethod
    def _a_pipeline_has_its_own_sampler(cls, values: Any) -> Any:
        if not isinstance(values, Mapping) or values.get("family") != "pipeline":
            return values
        sampler = values.get("sampler", samplers.OWN)
        return {"sampler": sampler, "samplers": (sampler,), **values}


DEMO: dict[str, Any] = {
    "text_to_image": "builtin:text-to-image",
    "edit": "builtin:edit",
    "dtype": "float32",
    "native_size": 128,
    "enlarge": 4,
    "steps": 20,
    "guidance": 3.0,
    "samplers": ("ddim", "ddpm", "euler", "euler_a", "heun", "dpmpp_2m", "dpmpp_2m_sde", "deis", "unipc"),
    "edit_steps": 20,
    "edit_guidance": 2.5,
    "image_guidance": 1.5,
    "languages": ("en", "ja"),
    "licence": "Apache-2.0",
}


class Settings(BaseSettings):
    """Everything an operator decides. Made by :func:`load`, which says in words what is wrong."""

    model_config = SettingsConfigDict(
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        env_prefix=config_problem.PREFIX,
        env_nested_delimiter=config_problem.DELIMITER,
        env_ignore_empty=True,
    )

    data: Data = Data()
    limits: Limits = Limits()
    worker: Worker = Worker()
    log: Log = Log()
    operating: Operating = Operating()
    defaults: Defaults = Defaults()
    understanding: Understanding = Understanding()
    discord: Discord = Discord()
    models: dict[ModelKey, Model]

    @model_validator(mode="before")
    @classmethod
    def _demo_is_there(cls, values: dict[str, Any]) -> dict[str, Any]:
        """The demo models stay, with whatever the operator changed of them, beside the operator's own."""
        given = values.get("models", {})
        demo = given.get("demo", {}) if isinstance(given, Mapping) else None
        if not isinstance(demo, Mapping):
            return values
        return {**values, "models": {"demo": {**DEMO, **demo}, **{key: given[key] for key in given if key != "demo"}}}

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment, then what is passed in: the file's contents."""
        return env_settings, init_settings


def load(
    config: Path | None = None, *, data: Path | None = None, locale: Literal["en", "ja"] | None = None
) -> Settings:
    """Settings from ``config``, else the file that EGAKU_CONFIG names, else ./config.toml where there is one.

    ``data`` and ``locale`` are a command line's own, over everything else. Raises NotFound for a named file that is not
    there, BadInput for anything in it, or in the environment, that cannot be meant.
    """
    settings = _read(config_file.chosen(config, os.environ))
    if isinstance(settings, EgakuError):
        raise settings
    changes: dict[str, Section] = {}
    if data is not None:
        changes["data"] = settings.data.model_copy(update={"folder": Data(folder=data).folder})
    if locale is not None:
        changes["defaults"] = settings.defaults.model_copy(update={"locale": locale})
    return settings.model_copy(update=changes)


def shipped() -> Settings:
    """As everything is where neither a file nor the environment says anything."""
    return Settings(_env_prefix=f"{config_problem.PREFIX}OF_NOBODY__", models={})


def _read(file: Path | None) -> Settings | EgakuError:
    """Returns its errors: a raised one would carry this frame, and with it the file's contents, into a traceback."""
    explainer = config_problem.Explainer(Settings, os.environ, file)
    try:
        tree = config_file.read(file) if file else {}
    except EgakuError as error:
        return error.with_traceback(None)
    if (unknown := explainer.unknown_section(tree)) is not None:
        return unknown
    try:
        settings = Settings(**tree)
    except ValidationError as error:
        return explainer.refusal(error.errors(include_input=False))
    except SettingsError:
        return explainer.refusal_of_json()
    if settings.defaults.model not in settings.models:
        return explainer.wrong_value(("defaults", "model"), ", ".join(settings.models))
    return settings
