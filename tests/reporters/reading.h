/* SPDX-License-Identifier: Apache-2.0 */
/* reading.h - a rendered report, read back by a real parser. */
#pragma once

#include "document/json.h"

struct _xmlDoc;
struct report;

/* What the reporter of that name makes of `report`; in the arena. */
struct text reading_render(struct arena *arena, const char *reporter,
                           const struct report *report);

/* The same, parsed as JSON; fails the test when it is none. */
const struct json *reading_json(struct arena *arena, const char *reporter,
                                const struct report *report);

/* The value at "runs/1/steps/0/name", as compact JSON; "(absent)" when there is none. */
const char *reading_at(struct arena *arena, const struct json *root, const char *path);

/* One fact about a document: path and JSON text. */
struct reading_row {
    const char *path, *value;
};

void reading_expect(struct arena *arena, const struct json *root,
                    const struct reading_row *rows, size_t count);

/* The string value of an XPath expression in an XML or HTML document. */
const char *reading_xpath(struct arena *arena, struct _xmlDoc *document,
                          const char *expression);
