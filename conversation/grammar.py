"""How a compound writes addresses, from its row."""

from functools import lru_cache

import msgspec

from domain.residence import DEFAULT_GRAMMAR, AddressGrammar


@lru_cache(maxsize=256)
def grammar_of(address_words: str) -> AddressGrammar:
    """Return the grammar kept as JSON in a compound's row; the usual one for ""."""
    return msgspec.json.decode(address_words, type=AddressGrammar) if address_words else DEFAULT_GRAMMAR
