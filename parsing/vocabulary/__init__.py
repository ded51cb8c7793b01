"""Words that the grammars know: measures, and words in which a number's character is no number."""
