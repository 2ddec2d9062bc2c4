"""Known mistakes of 05_minibatch_sgd, each with the sentence that names it."""

MISTAKES = ()
