"""Known mistakes of exercise 06, each with its sentence for the learner."""

MISTAKES = ()
