/* SPDX-License-Identifier: Apache-2.0 */
/* reporter.h - the shape of a way to tell: a report in, bytes out. Pure.
 *
 * To add one: write reporters/file/NAME.c defining `const struct reporter reporter_NAME`, and add
 * its line to reporters/registry.c. The bytes are redacted by value on their way to disk. */
#pragma once

struct buffer;
struct report;

struct reporter {
    const char *name; /* the KIND in --report KIND=FILE */
    const char *text; /* one sentence */
    const char *extension;
    void (*render)(const struct report *report, struct buffer *out);
};

extern const struct reporter *const reporters[]; /* sorted by name, NULL-terminated */
