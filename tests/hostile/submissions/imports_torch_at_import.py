"""Imports torch at the top of the file."""
import torch
