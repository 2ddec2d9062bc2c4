"""The known mistakes of exercise 03, each with its sentence for the learner."""

MISTAKES = ()
