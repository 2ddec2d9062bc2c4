"""The known mistakes of exercise 02, each with its sentence for the learner."""

MISTAKES = ()
