"""What a message says and which buttons it has, from records alone."""

from __future__ import annotations

import dataclasses
import datetime

import pytest

from bot import cards
from bot.views.keys import PATTERN, Verb
from generator.events import Event, Progress, Queued, Started
from generator.recipe import Recipe, Task
from storage import Job, Person, PersonSettings, Picture, Place, State, Turn

NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
PLACE = Place(platform="discord", channel="1", server="2")
MIA = Person(id=1, platform="discord", handle="42", name="mia", locale="en", settings=PersonSettings(), created_at=NOW)
AIKO = dataclasses.replace(MIA, settings=PersonSettings(locale="ja"))
RECIPE = Recipe(
    task=Task.TEXT_TO_IMAGE,
    prompt="a red circle",
    model="demo",
    revision="r",
    width=512,
    height=512,
    steps=20,
    guidance=3.0,
    sampler="ddim",
    seed=7,
)


def turn(state: State = State.DONE, count: int = 1, *, reason: str | None = None, **changes: object) -> Turn:
    job = Job(
        id=3,
        turn=5,
        conversation=1,
        person=1,
        place=PLACE,
        request="discord:1",
        state=state,
        attempts=1,
        reason=reason,
        created_at=NOW,
        started_at=NOW,
        ended_at=None if state in (State.QUEUED, State.RUNNING) else NOW,
        delivered_at=None,
    )
    pictures = tuple(picture(position) for position in range(1, count + 1)) if state is State.DONE else ()
    made = Turn(
        id=5,
        conversation=1,
        person=1,
        parent=None,
        parent_picture=None,
        redo=None,
        place=PLACE,
        text="a red circle --seed 7",
        action="imagine",
        intent={"described": "a red circle"},
        recipes_json=(RECIPE.to_json(),) * count,
        pictures=pictures,
        job=job,
        created_at=NOW,
    )
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


def picture(position: int) -> Picture:
    return Picture(
        id=position,
        turn=5,
        position=position,
        sha256="0" * 64,
        width=512,
        height=512,
        seed=7,
        recipe_json=RECIPE.to_json(),
        recipe_hash="h",
        has_latents=True,
        created_at=NOW,
    )


@pytest.mark.parametrize(
    ("event", "eta", "line"),
    [
        (None, None, "⏳ Getting ready"),
        (Queued(job=3, position=0, eta=0.0), None, "⏳ Next in line"),
        (Queued(job=3, position=2, eta=0.0), 33.0, "⏳ 2 before this one · about 35 s"),
        (
            Queued(job=3, position=2, eta=9.0, stalled=True),
            33.0,
            "⚠️ My drawing program won't start just now. I keep trying and draw this as soon as it does; whoever "
            "runs me finds the reason in my log.",
        ),
        (Started(job=3), 4.2, "🎨 Drawing · about 4 s"),
        (Progress(job=3, step=0, of=20), None, "▱▱▱▱▱▱▱▱▱▱▱▱ step 0 of 20"),
        (Progress(job=3, step=10, of=20), 0.3, "▰▰▰▰▰▰▱▱▱▱▱▱ step 10 of 20 · about 1 s"),
        (Progress(job=3, step=20, of=20), None, "▰▰▰▰▰▰▰▰▰▰▰▰ step 20 of 20"),
    ],
)
def test_a_placeholder_says_how_it_goes_on(event: Event | None, eta: float | None, line: str) -> None:
    card = cards.placeholder(turn(State.RUNNING), MIA, event, eta)
    assert card.content == f"<@42>\n```\na red circle --seed 7\n```\n{line}"
    assert [key.verb for row in card.keys for key in row] == [Verb.CANCEL]


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.0, 1), (1.4, 1), (9.6, 10), (33.0, 35), (61.0, 60), (94.0, 90), (3600.0, 3600)]
)
def test_times_are_said_as_people_say_them(seconds: float, said: int) -> None:
    assert cards.rounded(seconds) == said


def test_a_result_carries_its_pictures_with_their_words() -> None:
    card = cards.ended(turn(count=2), MIA, (("png", b"1"), ("webp", b"2")))
    assert [(each.name, each.alt) for each in card.files] == [
        ("egaku-5-1.png", "a red circle"),
        ("egaku-5-2.webp", "a red circle"),
    ]
    assert card.content.endswith("-# version 5 · seed 7 · 512 × 512 · demo · steps 20")


def test_a_version_that_somebody_went_back_to_says_so() -> None:
    card = cards.ended(turn(), MIA, (("png", b"1"),), again=True)
    assert card.content.startswith("<@42> · Here is version 5 again\n")


def test_a_picture_that_no_model_drew_has_no_dice_and_no_steps() -> None:
    enlarged = RECIPE.but(task=Task.UPSCALE, source="0" * 64, model="lanczos", sampler="", steps=0)
    assert cards.facts(enlarged, "en") == "512 × 512"


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_buttons_fit_on_a_telephone_and_into_discord(count: int) -> None:
    rows = cards.ended(turn(count=count), AIKO, (("png", b"1"),) * count).keys
    assert len(rows) <= 5 and all(1 <= len(row) <= 5 for row in rows)
    keys = [key for row in rows for key in row]
    assert len({key.custom_id for key in keys}) == len(keys)
    assert all(len(key.custom_id) <= 100 and len(key.label or "") <= 12 for key in keys)
    assert all(key.label or key.emoji for key in keys)
    assert [key.label for key in keys if key.verb is Verb.VARY] == [f"V{number + 1}" for number in range(count)]


def test_a_custom_id_says_all_there_is_to_know() -> None:
    for row in cards.ended(turn(count=4), MIA, ()).keys:
        for key in row:
            found = PATTERN.fullmatch(key.custom_id)
            assert found is not None
            assert (found["verb"], int(found["turn"])) == (key.verb.value, 5)
            assert found["number"] == (None if key.number is None else str(key.number))


@pytest.mark.parametrize("custom_id", ["egaku:vary", "egaku:vary:x", "other:vary:1", "egaku:no:1", "egaku:vary:1:2:3"])
def test_what_is_not_a_button_of_ours_is_left_alone(custom_id: str) -> None:
    assert PATTERN.fullmatch(custom_id) is None


@pytest.mark.parametrize(
    ("state", "reason", "words"),
    [
        (State.CANCELLED, None, "Cancelled. Nothing of it was kept."),
        (State.FAILED, "out_of_memory", "not enough memory"),
        (State.FAILED, "worker_died", "crashed several times"),
    ],
)
def test_an_end_without_pictures_says_why_and_offers_another_try(state: State, reason: str | None, words: str) -> None:
    card = cards.ended(turn(state, reason=reason), MIA, ())
    assert words in card.content and not card.files
    assert [key.verb for row in card.keys for key in row] == [Verb.REROLL, Verb.DELETE]


@pytest.mark.parametrize(
    ("action", "words"),
    [("vary", "Variations of picture 2"), ("upscale", "Picture 2, enlarged"), ("reroll", "with other dice")],
)
def test_what_a_button_asked_for_is_said_in_words_with_its_prompt(action: str, words: str) -> None:
    made = turn(action=action, text="V2", parent=4, parent_picture=2)
    content = cards.ended(made, MIA, (("png", b"1"),)).content
    assert words in content and "a red circle" in content and "V2" not in content


def test_everything_is_said_in_the_chosen_language() -> None:
    assert "シード 7" in cards.ended(turn(), AIKO, (("png", b"1"),)).content
    assert "描いています" in cards.placeholder(turn(State.RUNNING), AIKO, Started(job=3)).content


def test_the_longest_message_stays_within_two_thousand_characters() -> None:
    made = turn(text="あ" * 4000, intent={"described": "あ" * 4000})
    assert len(cards.ended(made, AIKO, (("png", b"1"),)).content) <= 2000
    assert len(cards.ended(made, AIKO, (("png", b"1"),)).files[0].alt) <= cards.ALT
