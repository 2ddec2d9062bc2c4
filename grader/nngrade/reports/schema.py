"""Make a JSON schema from its structs: python -m nngrade.reports.schema result > FILE; or `audit`."""

from __future__ import annotations

import sys
from typing import Any

import msgspec

from nngrade.audit.findings import SCHEMA as AUDIT
from nngrade.audit.findings import Audit
from nngrade.reports.json_report import dump
from nngrade.result import SCHEMA as RESULT
from nngrade.result import Result

DOCUMENTS: dict[str, tuple[str, type[msgspec.Struct]]] = {"result": (RESULT, Result), "audit": (AUDIT, Audit)}


def schema(name: str = "result") -> dict[str, Any]:
    """Return the schema (JSON Schema 2020-12) that `--format json` keeps to.

    Unknown keys are allowed: a reader of version 1 should not stumble over a field that is added later.
    """
    title, document = DOCUMENTS[name]
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    return head | msgspec.json.schema(document)


if __name__ == "__main__":
    print(dump(schema(*sys.argv[1:])), end="")
