"""Known mistakes of 04_softmax_backprop, each with the sentence that names it."""

MISTAKES = ()
