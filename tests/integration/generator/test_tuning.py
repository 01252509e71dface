"""Options of speed over the tiny models: none of them changes a picture but for its rounding.

The GPU's part of CUDA graphs runs on a GPU alone; everything around it is tried here, with a capture that runs the
pass again where a GPU would replay it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import torch
from torch import Tensor

from generator.cuda_graphs import Graphs, OnCuda
from generator.families.latent import Rows
from generator.families.sd import StableDiffusion
from generator.recipe import Recipe
from generator.residency import Residency
from generator.speed import Attention, Speed
from generator.tuning import Tuned, set_tf32
from tests.integration.generator import tiny

pytestmark = pytest.mark.model

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def family(folders: tiny.Folders) -> StableDiffusion:
    home = str(folders.text_to_image)
    return StableDiffusion.load(home, revision=None, variant=None, dtype=torch.float32, device=CPU)


def rows_of(count: int, side: int = 8) -> Rows:
    draw = torch.Generator().manual_seed(count)
    return Rows(
        sample=torch.randn(count, 4, side, side, generator=draw),
        timesteps=torch.linspace(900, 100, count),
        embeddings=torch.randn(count, 32, 32, generator=draw),
    )


def distance(one: Tensor, other: Tensor) -> float:
    assert one.shape == other.shape
    return float((one - other).abs().max())


@pytest.mark.parametrize(
    "speed",
    [
        Speed(),
        Speed(channels_last=False),
        Speed(attention=Attention.MATH),
        Speed(attention=Attention.FLASH),
        Speed(attention=Attention.EFFICIENT),
        Speed(attention=Attention.CUDNN),
        Speed(cuda_graphs=True),
    ],
    ids=lambda speed: speed.name or "usual",
)
def test_a_pass_gives_the_same_whatever_the_options(family: StableDiffusion, speed: Speed) -> None:
    network = tiny.unet(4).eval()
    network.load_state_dict(family._unet.state_dict())
    tuned, rows = Tuned(network, speed, CPU), rows_of(3)
    assert distance(tuned.run(_forward(network), rows), family.run(rows)) < 1e-5


def test_a_registry_entrys_options_reach_its_passes_and_models_that_differ_in_them_are_loaded_apart(
    folders: tiny.Folders, recipe: Recipe
) -> None:
    plain = folders.spec(key="plain", speed=Speed(channels_last=False, attention=Attention.MATH))
    models = Residency([folders.spec(), plain], device="cpu")
    families = [models.family(recipe.but(model=key)) for key in ("tiny", "plain")]
    weights = [family._unet.conv_in.weight for family in families if isinstance(family, StableDiffusion)]
    assert [weight.is_contiguous(memory_format=torch.channels_last) for weight in weights] == [True, False]
    assert models.key(recipe) != models.key(recipe.but(model="plain"))
    outputs = [family.predict([family.begin(recipe, None)])[0] for family in families]
    assert distance(*outputs) < 1e-5


def test_a_compiled_pass_gives_the_same_for_any_number_of_rows_without_being_compiled_for_each(
    family: StableDiffusion,
) -> None:
    made = 0

    def counting(graph: torch.fx.GraphModule, _: list[Tensor]) -> Callable[..., Any]:
        nonlocal made
        made += 1
        return graph.forward

    network = tiny.unet(4).eval()
    network.load_state_dict(family._unet.state_dict())
    tuned = Tuned(network, Speed(compile=True), CPU, backend=counting)
    for count in (2, 1, 3):
        assert distance(tuned.run(_forward(network), rows_of(count)), family.run(rows_of(count))) < 1e-5
    before = made
    assert before
    for count in (5, 8, 16):
        assert distance(tuned.run(_forward(network), rows_of(count)), family.run(rows_of(count))) < 1e-5
    assert made == before


def _forward(network: Any) -> Callable[[Rows], Tensor]:
    @torch.inference_mode()
    def forward(rows: Rows) -> Tensor:
        output: Tensor = network(rows.sample, rows.timesteps, encoder_hidden_states=rows.embeddings, return_dict=False)[
            0
        ]
        return output

    return forward


class Recorder:
    """Keeps what it was told to capture; runs it again instead of replaying it, and writes into one place."""

    def __init__(self, *, refuses: int = 0) -> None:
        self.refuses = refuses
        self.captured: list[int] = []
        self.replayed: list[int] = []

    def __call__(self, forward: Callable[[Rows], Tensor], held: Rows) -> Callable[[], Tensor]:
        if len(held) == self.refuses:
            raise RuntimeError("operation not permitted when stream is capturing")
        self.captured.append(len(held))
        place = forward(held)

        def replay() -> Tensor:
            self.replayed.append(len(held))
            return place.copy_(forward(held))

        with torch.inference_mode():
            place.fill_(torch.nan)
        return replay


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


def test_a_shape_is_captured_when_it_comes_again_and_then_replayed(family: StableDiffusion, recorder: Recorder) -> None:
    graphs = Graphs(recorder)
    for _ in range(4):
        assert distance(graphs.run(family.forward, rows_of(2)), family.forward(rows_of(2))) == 0
    assert (recorder.captured, recorder.replayed) == ([2], [2, 2, 2])


def test_rows_are_padded_to_the_next_bucket_and_what_was_added_is_cut_off(
    family: StableDiffusion, recorder: Recorder
) -> None:
    graphs = Graphs(recorder)
    for count in (3, 4, 3, 7, 5, 8, 1, 1):
        rows = rows_of(count)
        assert distance(graphs.run(family.forward, rows), family.forward(rows)) < 1e-5
    assert (recorder.captured, recorder.replayed) == ([4, 8, 1], [4, 4, 8, 8, 1])


def test_in_exact_mode_a_row_is_the_same_to_the_bit_whatever_its_neighbours(
    family: StableDiffusion, recorder: Recorder
) -> None:
    graphs = Graphs(recorder)
    mine, other = rows_of(2), rows_of(3)
    alone, first, last = mine.sized(8), Rows.joined(mine, other).sized(8), Rows.joined(other, mine).sized(8)
    for _ in range(2):
        outputs = [graphs.run(family.forward, rows) for rows in (alone, first, last)]
    assert torch.equal(outputs[0][:2], outputs[1][:2])
    assert torch.equal(outputs[0][:2], outputs[2][3:5])


def test_an_output_stays_as_it_is_when_the_graph_runs_again(family: StableDiffusion, recorder: Recorder) -> None:
    graphs = Graphs(recorder)
    kept = [graphs.run(family.forward, rows_of(2)) for _ in range(2)][-1]
    before = kept.clone()
    graphs.run(family.forward, Rows.joined(rows_of(1), rows_of(1)))
    assert torch.equal(kept, before)


def test_what_cannot_be_captured_is_run_plainly_and_not_tried_again(family: StableDiffusion) -> None:
    recorder = Recorder(refuses=4)
    graphs = Graphs(recorder)
    for count in (3, 3, 3, 2, 2):
        assert distance(graphs.run(family.forward, rows_of(count)), family.forward(rows_of(count))) < 1e-5
    assert (recorder.captured, recorder.replayed) == ([2], [2])


def test_more_rows_than_the_largest_bucket_are_run_plainly(family: StableDiffusion, recorder: Recorder) -> None:
    graphs = Graphs(recorder)
    for _ in range(3):
        assert len(graphs.run(family.forward, rows_of(17))) == 17
    assert not recorder.captured


def test_the_graph_used_longest_ago_goes_first(family: StableDiffusion, recorder: Recorder) -> None:
    graphs = Graphs(recorder, keep=2)
    for count in (1, 1, 2, 2, 1, 4, 4, 1, 2):
        graphs.run(family.forward, rows_of(count))
    assert recorder.captured == [1, 2, 4, 2]


def test_pictures_of_another_size_have_graphs_of_their_own(family: StableDiffusion, recorder: Recorder) -> None:
    graphs = Graphs(recorder)
    for side in (8, 8, 12, 12, 8):
        assert distance(graphs.run(family.forward, rows_of(2, side)), family.forward(rows_of(2, side))) == 0
    assert recorder.captured == [2, 2]


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_a_replayed_graph_gives_what_the_plain_pass_gives(folders: tiny.Folders) -> None:
    cuda = torch.device("cuda")
    home = str(folders.text_to_image)
    family = StableDiffusion.load(home, revision=None, variant=None, dtype=torch.float32, device=cuda)
    graphs = Graphs(OnCuda(cuda))
    for count in (2, 2, 3, 3, 3):
        here = rows_of(count)
        rows = Rows(sample=here.sample.cuda(), timesteps=here.timesteps.cuda(), embeddings=here.embeddings.cuda())
        assert distance(graphs.run(family.forward, rows), family.forward(rows)) < 1e-4
    assert len(graphs._graphs) == 2


@pytest.fixture
def _as_before() -> Iterator[None]:
    before = torch.get_float32_matmul_precision(), torch.backends.cudnn.allow_tf32
    yield
    torch.set_float32_matmul_precision(before[0])
    torch.backends.cudnn.allow_tf32 = before[1]


@pytest.mark.usefixtures("_as_before")
def test_tf32_is_set_for_products_and_convolutions_at_once() -> None:
    for on in (True, False):
        set_tf32(on)
        assert (torch.backends.cuda.matmul.allow_tf32, torch.backends.cudnn.allow_tf32) == (on, on)
