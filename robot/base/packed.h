/* SPDX-License-Identifier: Apache-2.0 */
/* packed.h - evidence: redacted, then compressed; a door for bytes, like files.h.
 *
 * Redaction must come before compression, and never touch the compressed bytes again: a secret's
 * four bytes turn up in them by chance. So what files_write_packed writes can only be made by
 * packed_of, which redacts, or packed_of_picture, which takes pictures alone. */
#pragma once

#include "base/text.h"

struct arena;

enum { PACKED_MOST_BYTES = 64 << 20, PACKED_NAME = 65 };

struct packed {
    struct text bytes;      /* gzip (RFC 1952) of the redacted text, or a PNG */
    char name[PACKED_NAME]; /* SHA-256 of `bytes`, hex: `sha256sum` proves a file by its name */
};

/* False when the redacted text is larger than PACKED_MOST_BYTES. */
bool packed_of(struct arena *arena, struct text text, struct packed *ret);

/* A PNG as it is: its secrets were covered before it was taken, and a compressed picture cannot be searched
 * for more. False when it is none. */
bool packed_of_picture(struct arena *arena, struct text png, struct packed *ret);

/* The text. False with *ret_why when it is not gzip, damaged, or larger than PACKED_MOST_BYTES. */
bool packed_read(struct arena *arena, struct text bytes, struct text *ret,
                 const char **ret_why);

/* Writes the file so that nobody ever sees half of it, readable by its owner alone; missing folders
 * are made likewise. Not forced to disk: after a power cut the newest may be missing, which a reader
 * tells. False with *ret_why. */
bool packed_write(struct arena *arena, const char *path, const struct packed *packed,
                  const char **ret_why);
