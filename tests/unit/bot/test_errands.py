from __future__ import annotations

import json
import traceback

import pytest

from bot.errands import (
    Attached,
    Call,
    Edit,
    Errand,
    Imagine,
    Manner,
    Press,
    Refine,
    Remove,
    Unreadable,
    Written,
    from_json,
    to_json,
)
from bot.permissions import Reach
from bot.views.keys import Verb

SECRET, WORDS = (
    "aW50ZXJhY3Rpb24",
    "a red circle\n「丸」 \ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
)
CALL = Call(
    id=2**63 - 1,
    application=2,
    token=SECRET,
    manner=Manner.DRAWS,
    reach=Reach.HERE,
    person=3,
    name="Mia",
    locale="ja",
    roles=frozenset({4, 5}),
    channel=6,
    server=None,
    around=None,
    reply_to=7,
)
IMAGE = Attached(url=f"https://cdn/{SECRET}", size=10)
ERRANDS = (
    Imagine(call=CALL, prompt=WORDS, options={"seed": "7", "no": WORDS}, image=IMAGE),
    Imagine(call=CALL, prompt=WORDS, options={}, image=None),
    Edit(call=CALL, image=IMAGE, instruction=WORDS),
    Refine(call=CALL, message=8, wish=WORDS),
    Press(call=CALL, verb=Verb.APPLY, turn=1, number=2**64 - 1, message=9, wish=WORDS),
    Press(call=CALL, verb=Verb.REROLL, turn=1, number=None, message=9),
    Written(channel=6, message=8, roles=frozenset()),
    Remove(person=1, turn=1, channel=6, asked=None, unnoted=True, messages=((6, 9), (7, 10)), question=9),
)


@pytest.mark.parametrize("errand", ERRANDS, ids=lambda errand: errand.kind)
def test_what_was_asked_is_the_same_for_whoever_reads_it(errand: Errand) -> None:
    assert from_json(to_json(errand)) == errand


@pytest.mark.parametrize("errand", ERRANDS, ids=lambda errand: errand.kind)
def test_neither_words_nor_tokens_are_shown_by_accident(errand: Errand) -> None:
    assert SECRET not in repr(errand) and "red" not in repr(errand)


@pytest.mark.parametrize(
    "change", [{"kind": "fax"}, {"more": 1}, {"message": "8"}, {"roles": None}], ids=lambda change: next(iter(change))
)
def test_what_is_not_understood_to_the_letter_is_refused_without_repeating_it(change: dict[str, object]) -> None:
    said = json.loads(to_json(ERRANDS[-1])) | change | {"note": SECRET}
    with pytest.raises(Unreadable) as refused:
        from_json(json.dumps(said))
    assert SECRET not in "".join(traceback.format_exception(refused.value))
