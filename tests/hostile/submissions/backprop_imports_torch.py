"""Imports torch, as the first line of all."""
import torch
