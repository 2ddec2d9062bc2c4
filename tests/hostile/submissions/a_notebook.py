{"cells": [{"cell_type": "code", "source": ["# A notebook, saved under the module's name.\n"]}], "nbformat": 4, "metadata": {"a": null}}
