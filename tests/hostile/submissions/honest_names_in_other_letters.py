"""Is written in other letters: Größe, 数, переменная, λ."""
from right import *


def normalized(größe):
    λ, 数, переменная = größe.mean(), größe, "ÄÖÜß 🙂 \u200d"
    print(переменная, "數字", λ)
    return 数 - λ
