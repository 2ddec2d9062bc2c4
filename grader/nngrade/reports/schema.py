"""Make the JSON schema of `nngrade/result/v1` from the structs: python -m nngrade.reports.schema > FILE."""

from __future__ import annotations

from typing import Any

import msgspec

from nngrade.reports.json_report import dump
from nngrade.result import SCHEMA, Result


def schema() -> dict[str, Any]:
    """Return the schema (JSON Schema 2020-12) that `--format json` keeps to.

    Unknown keys are allowed: a reader of version 1 should not stumble over a field that is added later.
    """
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": SCHEMA}
    return head | msgspec.json.schema(Result)


if __name__ == "__main__":
    print(dump(schema()), end="")
