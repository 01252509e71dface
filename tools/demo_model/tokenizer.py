"""The demo models' own byte-level BPE: every word of the grammar one token, anything else in pieces, down to bytes."""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path

from tokenizers import pre_tokenizers
from transformers import CLIPTokenizer

VOCABULARY = Path(__file__).with_name("vocabulary.txt")
"""The words that are one token each, a line each. Wordings grow, this list stays: weights depend on it."""

LENGTH = 32
"""Tokens, start and end included, that the text encoder reads."""

_END = "</w>"
_BYTES = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)

Merge = tuple[str, str]


def new_tokenizer() -> CLIPTokenizer:
    words = VOCABULARY.read_text().split()
    japanese = [_characters(word) for word in words if not word.isascii()]
    english = [[*word[:-1], word[-1] + _END] for word in words if word.isascii()]
    # Japanese has no spaces: its pieces must be tokens inside a run of letters as well as at its end.
    merges = [*_byte_merges(japanese), *_at_both_places(_learned(japanese)), *_learned(english)]
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokens = [*alphabet, *(letter + _END for letter in alphabet), *(left + right for left, right in merges)]
    names = [*dict.fromkeys(tokens), "<|startoftext|>", "<|endoftext|>"]
    return CLIPTokenizer(
        vocab={token: index for index, token in enumerate(names)},
        merges=list(dict.fromkeys(merges)),
        model_max_length=LENGTH,
    )


def _characters(word: str) -> list[str]:
    """Each character as the string that stands for its bytes."""
    return [_BYTES.pre_tokenize_str(character)[0][0] for character in word]


def _byte_merges(words: list[list[str]]) -> list[Merge]:
    """Bytes to characters before all else, so that no token ends inside a character."""
    merges = [
        (character[:cut], character[cut])
        for character in dict.fromkeys(c for word in words for c in word)
        for cut in range(1, len(character))
    ]
    return _at_both_places(list(dict.fromkeys(merges)))


def _at_both_places(merges: list[Merge]) -> list[Merge]:
    return [pair for left, right in merges for pair in ((left, right), (left, right + _END))]


def _learned(words: list[list[str]]) -> list[Merge]:
    """Byte-pair encoding (Sennrich et al., 2016), the commonest pair first, until every word is one token."""
    merges: list[Merge] = []
    words = [list(word) for word in words]
    while pairs := Counter(pair for word in words for pair in itertools.pairwise(word)):
        merges.append(max(pairs, key=lambda pair: (pairs[pair], pair)))
        words = [_merged(word, merges[-1]) for word in words]
    return merges


def _merged(word: list[str], pair: Merge) -> list[str]:
    done: list[str] = []
    for piece in word:
        if done and (done[-1], piece) == pair:
            done[-1] += piece
        else:
            done.append(piece)
    return done
