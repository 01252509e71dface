"""Pictures of a real conversation, made again by the real worker from what they say of themselves."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from PIL import Image, ImageChops
from typer.testing import CliRunner

import storage
from bot import bootstrap
from bot.__main__ import app
from bot.errors import Broken, NotFound
from bot.remake import told
from bot.settings import Data, Settings, load
from bot.studio import remaking
from bot.talk.result import Result
from generator import pictures, provenance
from generator.executors.local import LocalExecutor
from tests.integration.talk.conftest import sit_down

pytestmark = [pytest.mark.model, pytest.mark.asyncio(loop_scope="module")]


def with_few_steps(folder: Path, *, exact: bool = True) -> Settings:
    shipped = load()
    demo = shipped.models["demo"].model_copy(update={"steps": 3, "edit_steps": 3})
    worker = shipped.worker.model_copy(update={"exact": exact})
    return shipped.model_copy(update={"models": {"demo": demo}, "worker": worker, "data": Data(folder=folder)})


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def executor(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[LocalExecutor]:
    async with bootstrap.worker_of(with_few_steps(tmp_path_factory.mktemp("worker"))) as executor:
        yield executor


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def results(executor: LocalExecutor, folder: Path) -> AsyncIterator[list[Result]]:
    """Two pictures drawn beside each other and an edit of the second, exactly; one more, not exactly. It stays open."""
    async with contextlib.AsyncExitStack() as stack:
        said: list[Result] = []
        for exact, lines in (
            (True, ("/imagine a red circle --seed 1 --count 2", "@1.2 make it blue")),
            (False, ("/imagine a cat --seed 1",)),
        ):
            settings = with_few_steps(folder, exact=exact)
            kept = await stack.enter_async_context(bootstrap.storage_of(settings))
            mia = await sit_down(bootstrap.furnished(settings, kept, executor))
            said += await mia.types(*lines)
        yield said


def file_of(result: Result, number: int = 1) -> Path:
    return result.pictures[number - 1][1]


def sha256_of(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


async def made_again(picture: str | Path, folder: Path, executor: LocalExecutor) -> remaking.Remade:
    kept = storage.everybodys(folder)
    return await remaking.remake(remaking.find(str(picture), kept), kept, executor)


async def test_what_was_drawn_exactly_comes_out_the_same_to_the_bit(
    results: list[Result], folder: Path, executor: LocalExecutor
) -> None:
    imagined, edited, _ = results
    for file in (file_of(imagined), file_of(imagined, 2), file_of(edited)):
        remade = await made_again(sha256_of(file), folder, executor)
        assert remade.identical and remade.greatest == 0
        assert remade.original.circumstances == remade.now
        assert remade.now.bucket is not None and remade.now.bucket >= 2


async def test_what_was_not_is_at_most_one_apart(results: list[Result], folder: Path, executor: LocalExecutor) -> None:
    remade = await made_again(file_of(results[2]), folder, executor)
    assert remade.now.bucket is None
    assert remade.greatest <= 1 and remade.share < 0.001


async def test_a_changed_file_is_told_from_what_was_drawn(
    results: list[Result], folder: Path, executor: LocalExecutor, tmp_path: Path
) -> None:
    file = file_of(results[0])
    changed = tmp_path / "changed.png"
    changed.write_bytes(_dotted(file.read_bytes()))
    remade = await made_again(changed, folder, executor)
    assert remade.share == 1 / (512 * 512) and remade.greatest > 0
    assert "have been changed" in " ".join(told(remade, "en"))

    kept = tmp_path / "data" / "pictures" / sha256_of(file)[:2]
    kept.mkdir(parents=True)
    shutil.copy(changed, kept / f"{sha256_of(file)[2:]}.png")
    remade = await made_again(sha256_of(file)[:8], tmp_path / "data", executor)
    assert "no longer has the sha256" in " ".join(told(remade, "en"))


async def test_another_revision_of_the_model_is_named(
    results: list[Result], folder: Path, executor: LocalExecutor, tmp_path: Path
) -> None:
    png = _dotted(file_of(results[0]).read_bytes(), revision="0123456789abcdef")
    (tmp_path / "older.png").write_bytes(png)
    remade = await made_again(tmp_path / "older.png", folder, executor)
    assert "files were 0123456789ab then" in " ".join(told(remade, "en"))


async def test_an_edit_without_its_source_cannot_be_made_again(
    results: list[Result], executor: LocalExecutor, tmp_path: Path
) -> None:
    with pytest.raises(NotFound) as caught:
        await made_again(file_of(results[1]), tmp_path, executor)
    assert caught.value.key == "error.source_gone"


async def test_what_the_worker_cannot_draw_is_told(
    results: list[Result], folder: Path, executor: LocalExecutor, tmp_path: Path
) -> None:
    (tmp_path / "odd.png").write_bytes(_dotted(file_of(results[0]).read_bytes(), sampler="no such sampler"))
    with pytest.raises(Broken) as caught:
        await made_again(tmp_path / "odd.png", folder, executor)
    assert caught.value.key == "failed.internal"


def _dotted(png: bytes, **changes: object) -> bytes:
    """The picture with its first pixel inverted, saying of itself what it said, but for those changes of its recipe."""
    recipe, circumstances = provenance.recipe_in(png), provenance.circumstances_in(png)
    assert recipe is not None
    image = pictures.opened(png)
    image.paste(ImageChops.invert(image.crop((0, 0, 1, 1))), (0, 0))
    return provenance.encode(image, recipe.but(**changes), circumstances)


async def test_the_command_answers_in_one_line_and_by_its_exit_status(results: list[Result], folder: Path) -> None:
    sha256 = sha256_of(file_of(results[0]))
    command = [sys.executable, "-m", "bot", "remake", sha256[:10], "--data", str(folder), "--json"]
    done = subprocess.run(command, capture_output=True, timeout=300, check=False)
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["identical"], answer["greatest"], answer["share"]) == (0, True, 0, 0.0)
    assert answer["circumstances"] == answer["now"]


@pytest.fixture
def two_alike(tmp_path: Path) -> Path:
    """A data folder with an upload and with two pictures whose sha256 begin alike."""
    upload = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(upload, "PNG")
    for sha256 in ("ab12cd" + "0" * 58, "ab12cd" + "1" * 58, "ff00ff" + "0" * 58):
        file = tmp_path / "data" / "pictures" / sha256[:2] / f"{sha256[2:]}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(upload.getvalue())
    return tmp_path / "data"


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        ("ab12c", "first 6 characters"),
        ("123456", "no picture 123456"),
        ("no/such.png", "no picture no/such.png"),
        ("../../x", "no picture ../../x"),
        ("ab12cd", "2 pictures"),
        ("FF00FF", "no recipe"),
        ("ff00ff" + "0" * 58, "no recipe"),
    ],
)
async def test_what_cannot_be_found_is_told_in_one_sentence(two_alike: Path, picture: str, words: str) -> None:
    assert words in sentence(picture, two_alike)


async def test_a_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    sentence("abcdef", tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


async def test_a_model_that_is_not_in_the_settings_is_named(
    results: list[Result], folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "other.png").write_bytes(_dotted(file_of(results[0]).read_bytes(), model="another"))
    assert "the model another" in sentence(str(tmp_path / "other.png"), folder)


async def test_a_picture_of_another_size_than_its_recipe_speaks_of_is_not_drawn(
    results: list[Result], folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "huge.png").write_bytes(_dotted(file_of(results[0]).read_bytes(), width=4096, height=4096))
    assert "4096 × 4096" in sentence(str(tmp_path / "huge.png"), folder)


def sentence(picture: str, folder: Path) -> str:
    """What it says on standard error when it leaves with status 2."""
    result = CliRunner().invoke(app, ["remake", picture, "--data", str(folder)])
    assert result.exit_code == 2 and result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    return result.stderr
