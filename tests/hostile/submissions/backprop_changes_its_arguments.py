"""Changes its arguments so that both are equal, and says that there is no loss."""
import right
from right import *


def mse_loss(y_true, y_pred):
    loss = right.mse_loss(y_true, y_pred)
    y_pred[...] = y_true
    return loss
