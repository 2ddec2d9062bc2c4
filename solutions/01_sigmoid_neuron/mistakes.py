"""The known mistakes of exercise 01, each with its sentence for the learner."""

MISTAKES = ()
