from __future__ import annotations

import pickle
import re
import tomllib
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from bot.errors import BadInput, EgakuError, NotFound
from bot.i18n import say
from bot.settings import Discord, Model, RoleLimits, Settings, load

SHIPPED = Path(__file__).parents[2] / "config.toml"
TOKEN = "MTk4NjIyNDgzNDcxOTI1MjQ4.Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"


@pytest.fixture(autouse=True)
def _an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def written(text: str, name: str = "config.toml") -> Path:
    file = Path(name)
    file.write_text(text, encoding="utf-8")
    return file


def refused(config: Path | None = None) -> EgakuError:
    with pytest.raises(EgakuError) as caught:
        load(config)
    return caught.value


def test_the_shipped_file_says_the_defaults() -> None:
    assert load(SHIPPED) == load()


def test_every_setting_is_in_the_shipped_file_and_explained_there() -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    assert set(_dotted(tomllib.loads(text))) == set(_settable())
    for before, line in zip(text.splitlines(), text.splitlines()[1:], strict=False):
        if re.match(r"\w+ = ", line):
            assert before.startswith("# ") or line.startswith("edit_revision"), f"nothing explains {line!r}"


def test_the_example_models_in_the_shipped_file_are_accepted() -> None:
    examples = re.findall(r"^# (\[models\.\w+\]|\w+ = .+)$", SHIPPED.read_text(encoding="utf-8"), re.MULTILINE)
    models = load(written("\n".join(examples))).models
    assert models["sd15"].edit == "timbrooks/instruct-pix2pix"
    assert (models["sdxl"].family, models["sdxl"].native_size) == ("sdxl", 1024)
    assert models["sd15"].edit_revision != models["sd15"].revision
    assert models["demo"] == load(SHIPPED).models["demo"]


def test_a_pipeline_that_runs_by_itself_has_its_own_sampler_unless_another_is_named() -> None:
    flux = '[models.flux]\ntext_to_image = "a/b"\nfamily = "pipeline"\n'
    assert (models := load(written(flux)).models)["flux"].sampler == "default"
    assert models["flux"].samplers == ("default",)
    named = load(written(flux + 'sampler = "dpm++ 2m"')).models["flux"]
    assert (named.sampler, named.samplers) == ("dpmpp_2m", ("dpmpp_2m",))


def _dotted(tree: dict[str, Any], prefix: str = "") -> Iterator[str]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _dotted(value, f"{prefix}{key}.")
        else:
            yield prefix + key


def _settable(section: type[BaseModel] = Settings, prefix: str = "") -> Iterator[str]:
    for name, field in section.model_fields.items():
        kind = Model if name == "models" else field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _settable(kind, f"{prefix}{name}.{'demo.' if name == 'models' else ''}")
        else:
            yield prefix + name


def test_the_environment_wins_over_the_file_and_the_file_over_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    written("[limits]\nmax_count = 3\nmax_steps = 30\n[models.demo]\nsteps = 10\nguidance = 2.0\n")
    monkeypatch.setenv("EGAKU_LIMITS__MAX_COUNT", "2")
    monkeypatch.setenv("EGAKU_MODELS__DEMO__STEPS", "5")
    settings = load()
    assert (settings.limits.max_count, settings.limits.max_steps, settings.limits.max_prompt_length) == (2, 30, 4000)
    assert (settings.models["demo"].steps, settings.models["demo"].guidance) == (5, 2.0)
    assert settings.models["demo"].edit == "builtin:edit"


def test_the_command_line_wins_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EGAKU_DATA__FOLDER", "from-the-environment")
    settings = load(data=Path("from-the-line"), locale="ja")
    assert (settings.data.folder, settings.defaults.locale, settings.defaults.model) == (
        Path("from-the-line"),
        "ja",
        "demo",
    )


def test_the_file_is_the_named_one_else_the_environments_else_the_usual_one(monkeypatch: pytest.MonkeyPatch) -> None:
    written("[limits]\nmax_count = 1\n")
    by_variable = written("[limits]\nmax_count = 2\n", "by-variable.toml")
    named = written("[limits]\nmax_count = 3\n", "named.toml")
    assert load().limits.max_count == 1
    monkeypatch.setenv("EGAKU_CONFIG", str(by_variable))
    assert load().limits.max_count == 2
    assert load(named).limits.max_count == 3


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EGAKU_LIMITS__MAX_COUNT", "")
    monkeypatch.setenv("EGAKU_DISCORD__TOKEN", "")
    assert load() == load(SHIPPED)


@pytest.mark.parametrize(
    ("roles", "words"),
    [
        ('[{ id = "x" }]', "limits.roles.0.id can't have this value. It takes: integer, 1 … 9223372036854775807"),
        ("[{ id = 1 }, { at_once = 3 }]", "limits.roles.1.id has to be set"),
        ("[{ id = 5, at_onc = 3 }]", "limits.roles.0.at_onc. Did you mean limits.roles.0.at_once?"),
        ("[{ id = 5, a_day = -3 }]", "limits.roles.0.a_day can't have this value. It takes: integer, 0 … 1000000"),
        ("[5]", "limits.roles.0 can't have this value. It takes: table"),
        ("5", "limits.roles can't have this value. It takes: array of table"),
    ],
)
def test_what_is_wrong_with_a_roles_limits_is_named(roles: str, words: str) -> None:
    error = refused(written(f"[limits]\nroles = {roles}\n"))
    assert words in say(error.key, "en", **error.values)


def test_limits_of_roles_may_be_tables_or_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = written("[[limits.roles]]\nid = 123456789012345678\na_day = 0\n[[limits.roles]]\nid = 4\n")
    assert load(tables).limits.roles == (RoleLimits(id=123456789012345678, a_day=0), RoleLimits(id=4))
    monkeypatch.setenv("EGAKU_LIMITS__ROLES", '[{"id": 5, "at_once": 3}]')
    assert load(tables).limits.roles == (RoleLimits(id=5, at_once=3),)


def test_the_example_of_roles_in_the_shipped_file_is_accepted() -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    [example] = re.findall(r"^#   (roles = .+)$", text, re.MULTILINE)
    assert len(load(written(text.replace("\nroles = []", f"\n{example}"))).limits.roles) == 2


def test_a_revision_of_digits_in_the_environment_stays_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EGAKU_MODELS__DEMO__REVISION", "1234567")
    monkeypatch.setenv("EGAKU_MODELS__DEMO__LANGUAGES", '["en"]')
    demo = load().models["demo"]
    assert (demo.revision, demo.languages) == ("1234567", ("en",))


def test_a_file_in_japanese_with_a_byte_order_mark_is_read() -> None:
    Path("設定.toml").write_bytes(b"\xef\xbb\xbf" + '[models.demo]\ndescription = "丸と四角"\n'.encode())
    assert load(Path("設定.toml")).models["demo"].description == "丸と四角"


@pytest.mark.parametrize(
    ("text", "setting", "nearest"),
    [
        ("[limits]\nmax_cuont = 4", "limits.max_cuont", "limits.max_count"),
        ("[limts]\nmax_count = 4", "limts", "limits"),
        ("max_count = 4", "max_count", "limits.max_count"),
        ("[worker]\nmax_steps = 4", "worker.max_steps", "limits.max_steps"),
        ("[models.demo]\ngidance = 4", "models.demo.gidance", "models.demo.guidance"),
        ('[models.mine]\ntext_to_imag = "x"', "models.mine.text_to_imag", "models.mine.text_to_image"),
        ("_env_file = 4", "_env_file", "discord.token_file"),
        ("[discord]\ntokn = 4", "discord.tokn", "discord.token"),
        ('"" = 4', "", "data"),
    ],
)
def test_an_unknown_key_is_refused_by_name_with_the_nearest_known_one(text: str, setting: str, nearest: str) -> None:
    file = written(text)
    error = refused()
    assert (type(error), error.key) == (BadInput, "error.config_unknown_key")
    assert error.values == {"setting": setting, "nearest": nearest, "file": file}


@pytest.mark.parametrize(
    ("variable", "nearest"),
    [
        ("EGAKU_LIMITS__MAX_CUONT", "EGAKU_LIMITS__MAX_COUNT"),
        ("EGAKU_LIMTIS__MAX_COUNT", "EGAKU_LIMITS__MAX_COUNT"),
        ("EGAKU_DATA_FOLDER", "EGAKU_DATA__FOLDER"),
        ("EGAKU_TOKEN", "EGAKU_DISCORD__TOKEN"),
        ("EGAKU_MODELS__DEMO__STEP", "EGAKU_MODELS__DEMO__STEPS"),
    ],
)
def test_an_unknown_variable_is_refused_by_name_with_the_nearest_known_one(
    variable: str, nearest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "4")
    error = refused()
    assert (error.key, error.values) == ("error.config_unknown_variable", {"variable": variable, "nearest": nearest})


@pytest.mark.parametrize(
    ("text", "setting", "allowed"),
    [
        ("[limits]\nmax_count = 5", "limits.max_count", "integer, 1 … 4"),
        ('[limits]\nmax_count = "many"', "limits.max_count", "integer, 1 … 4"),
        ("limits = 4", "limits", "table"),
        ('[worker]\ndevice = "gpu"', "worker.device", "auto, cpu, cuda, cuda:0, cuda:1, …, mps"),
        ("[worker]\npreview_interval = 0", "worker.preview_interval", "float, 0.1 … 60"),
        ("[worker]\npreview_interval = nan", "worker.preview_interval", "float, 0.1 … 60"),
        ("[models.demo]\nstrength = 0", "models.demo.strength", "float, > 0 … 1"),
        ('[models.demo]\nlanguages = "en"', "models.demo.languages", "array of string"),
        ("[models.demo]\nlanguages = [1]", "models.demo.languages", "array of string"),
        ('[models.mine]\ntext_to_image = ""', "models.mine.text_to_image", "string, 1 …"),
        ('[models."My model"]\ntext_to_image = "x"', "models.My model", "^[a-z0-9][a-z0-9._-]*$"),
        ("models = 3", "models", "table"),
        ("models.demo = 3", "models.demo", "table"),
        ('[defaults]\nlocale = "fr"', "defaults.locale", "en, ja"),
        ('[defaults]\nmodel = "sdxl"', "defaults.model", "demo"),
        ("[discord]\ntoken_file = 3", "discord.token_file", '"" | string'),
        ('[operating]\nhost = ""', "operating.host", "string, 1 …"),
        ('[data]\nfolder = "~nobody-by-that-name/x"', "data.folder", "string"),
    ],
)
def test_a_wrong_value_is_refused_with_its_key_and_what_it_takes(text: str, setting: str, allowed: str) -> None:
    file = written(text)
    error = refused()
    assert (error.key, error.values) == ("error.config_value", {"setting": setting, "allowed": allowed, "file": file})


@pytest.mark.parametrize(
    ("variable", "value", "allowed"),
    [
        ("EGAKU_LIMITS__MAX_COUNT", "many", "integer, 1 … 4"),
        ("EGAKU_LIMITS__MAX_COUNT__X", "1", "integer, 1 … 4"),
        ("EGAKU_LIMITS", "{", "JSON, table"),
        ("EGAKU_LIMITS", "5", "table"),
        ("EGAKU_MODELS__DEMO__LANGUAGES", "en,ja", "JSON, array of string"),
    ],
)
def test_a_wrong_value_in_the_environment_is_refused_with_the_variables_name(
    variable: str, value: str, allowed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written("[limits]\nmax_count = 2")
    monkeypatch.setenv(variable, value)
    error = refused()
    assert error.key == "error.config_variable_value"
    assert error.values == {"variable": variable, "allowed": allowed}


def test_a_sampler_is_taken_as_people_write_it_and_an_unknown_one_refused_with_the_names() -> None:
    assert load(written('[models.demo]\nsampler = "DPM++ 2M Karras"')).models["demo"].sampler == "dpmpp_2m_karras"
    allowed = str(refused(written('[models.demo]\nsampler = "dim"')).values["allowed"])
    assert {"ddim", "euler_a"} < set(allowed.split(", "))


def test_a_model_without_weights_is_refused_by_the_missing_keys_name() -> None:
    file = written("[models.mine]\nsteps = 4")
    error = refused()
    assert error.key == "error.config_missing_key"
    assert error.values == {"setting": "models.mine.text_to_image", "file": file}


@pytest.mark.parametrize(
    ("data", "line"),
    [(b"[data]\nfolder = \n", 2), (b"[data]\n[data]\n", 2), (b"a = 1\nb = '\xff'\n", 2), (b"a = [1,\n", 2), (b"\0", 1)],
)
def test_a_file_that_is_no_toml_is_refused_with_the_line(data: bytes, line: int) -> None:
    Path("config.toml").write_bytes(data)
    error = refused()
    assert (error.key, error.values) == ("error.config_syntax", {"file": Path("config.toml"), "line": line})


def test_a_named_file_that_is_not_there_or_is_no_file_is_said_so(tmp_path: Path) -> None:
    assert isinstance(missing := refused(Path("no-such.toml")), NotFound)
    assert missing.values == {"file": Path("no-such.toml")}
    assert refused(tmp_path).key == "error.config_unreadable"


def test_settings_cannot_be_changed_and_can_be_sent_to_another_process() -> None:
    settings = load()
    with pytest.raises(ValidationError):
        settings.data = settings.data  # type: ignore[misc]
    with pytest.raises(ValidationError):
        settings.limits.max_count = 1  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(settings)) == settings


def test_no_way_of_printing_settings_shows_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EGAKU_DISCORD__TOKEN", TOKEN)
    settings = load()
    assert settings.discord.secret().get_secret_value() == TOKEN
    shown = [
        repr(settings),
        str(settings),
        settings.model_dump_json(),
        repr(settings.model_dump()),
        repr(vars(settings)),
    ]
    shown += [f"{settings.discord}", str(settings.discord.token), repr(settings.discord.secret())]
    assert not [text for text in shown if TOKEN in text]


@pytest.mark.parametrize(
    "text",
    [
        f'token = "{TOKEN}"',
        f'[discord]\ntokn = "{TOKEN}"',
        f'discord = "{TOKEN}"',
        f'[discord]\ntoken = ["{TOKEN}"]',
        f'[discord]\ntoken = "{TOKEN}',
        f'[discord]\ntoken = "{TOKEN}"\n[limits]\nmax_count = 99',
        f'[discord]\ntoken = "{TOKEN}"\n[defaults]\nmodel = "none"',
    ],
)
def test_no_error_about_settings_holds_the_token(text: str) -> None:
    error = refused(written(text))
    told = traceback.TracebackException.from_exception(error, capture_locals=True)
    frames = [
        repr(frame.f_locals)
        for frame, _ in traceback.walk_tb(error.__traceback__)
        if "bot" in frame.f_globals["__name__"]
    ]
    assert frames
    assert TOKEN not in str(error) + repr(error.values) + repr(error.__context__) + "".join(frames)
    assert TOKEN not in "".join(told.format_exception_only())


def test_the_token_may_stand_in_a_file_of_its_own() -> None:
    Path("token").write_text(f"{TOKEN}\n", encoding="utf-8")
    settings = load(written('[discord]\ntoken_file = "token"'))
    assert settings.discord.secret().get_secret_value() == TOKEN
    assert TOKEN not in repr(settings)
    assert not Discord().secret()
