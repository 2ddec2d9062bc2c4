"""Its model is a dataclass with slots."""
from dataclasses import dataclass
import numpy as np
import right
from right import *


@dataclass(slots=True)
class Model:
    w: np.ndarray

    def __post_init__(self):
        self.w = self.w.copy()

    def step(self, x, lr=0.5):
        self.w = (1 - lr) * self.w + lr * x
        return float(np.sqrt(((x - self.w) ** 2).sum()))

    def save(self, path):
        np.savez_compressed(path, w=self.w)
