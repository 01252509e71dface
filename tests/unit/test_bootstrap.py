"""What settings become on their way to the worker."""

from __future__ import annotations

from pathlib import Path

from bot import bootstrap
from bot.settings import Data, Model, load
from generator.speed import Attention, Speed


def test_a_models_options_of_speed_are_its_specs() -> None:
    assert bootstrap.spec("usual", Model(text_to_image="x")).speed == Speed()
    model = Model(text_to_image="x", compile=True, channels_last=False, attention="math", tf32=False, cuda_graphs=True)
    assert bootstrap.spec("unusual", model).speed == Speed(
        compile=True, channels_last=False, attention=Attention.MATH, tf32=False, cuda_graphs=True
    )


def test_what_is_measured_of_the_machine_is_kept_in_the_data_folder() -> None:
    settings = load(Path(__file__).parents[2] / "config.toml").model_copy(update={"data": Data(folder=Path("here"))})
    assert bootstrap.worker_options(settings, ()).capacities == Path("here/cache/capacities.json")
