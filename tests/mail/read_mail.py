#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Reads a mail from standard input as Python's strict parser does and prints what it says, as JSON.

The oracle of tests about mail: it shares no line with the robot's own writer."""

import email
import email.policy
import json
import sys

message = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
parts = [part for part in message.walk() if not part.is_multipart()]
defects = [str(d) for part in message.walk() for d in part.defects]
defects += [f"{name}: {d}" for name, value in message.items() for d in value.defects]
json.dump(
    {
        "headers": {name.lower(): str(value) for name, value in message.items()},
        "count": len(message.items()),
        "types": [part.get_content_type() for part in parts],
        "texts": [part.get_content() for part in parts],
        "defects": defects,
    },
    sys.stdout,
    ensure_ascii=False,
)
