#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Reads a scrape with the strict parser and writes every sample: NAME{labels} value.
Usage: read_metrics.py open|text < SCRAPE   Ends with 1 and the parser's words when it is wrong."""
import sys

from prometheus_client.openmetrics.parser import text_string_to_metric_families as read_open
from prometheus_client.parser import text_string_to_metric_families as read_text

read = read_open if sys.argv[1] == "open" else read_text
seen = set()
try:
    for family in read(sys.stdin.buffer.read().decode("utf-8")):
        for sample in family.samples:
            labels = ",".join(f"{k}={v!r}" for k, v in sorted(sample.labels.items()))
            line = f"{sample.name}{{{labels}}}"
            if line in seen:
                sys.exit(f"twice: {line}")
            seen.add(line)
            print(line, float(sample.value))
except ValueError as wrong:
    sys.exit(f"not valid: {wrong}")
