"""Fixtures over the tiny models: made once a run."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
import torch
from PIL import Image

from generator.recipe import Recipe
from tests.integration.generator import tiny


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tiny.Folders:
    return tiny.made(tmp_path_factory.mktemp("models"))


@pytest.fixture
def recipe() -> Recipe:
    return tiny.RECIPE


@pytest.fixture(scope="session")
def photograph() -> bytes:
    """A 150x100 PNG with edges and slopes."""
    image = Image.linear_gradient("L").resize((150, 100))
    picture = Image.merge("RGB", (image, image.rotate(180), image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)))
    picture.paste((200, 30, 30), (40, 20, 90, 80))
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


@pytest.fixture(autouse=True, scope="session")
def _one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)
