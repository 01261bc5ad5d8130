/* SPDX-License-Identifier: Apache-2.0 */
/* coverage_write.h - a coverage as listings, and as journeys still to be written. */
#pragma once

#include <stdbool.h>

struct arena;
struct buffer;
struct coverage;

void coverage_markdown(const struct coverage *coverage, struct buffer *out);
void coverage_junit(const struct coverage *coverage, struct buffer *out);
/* The map, with what is visited and what is not: a picture, and a page to move about in. */
void coverage_svg(const struct coverage *coverage, struct buffer *out);
void coverage_page(const struct coverage *coverage, struct buffer *out);

/* A journey in `folder` for each module that none visits; what is there already stays. Each
 * includes `login` first, if it is not NULL. False, told on standard error, when one cannot be written. */
bool coverage_scaffold(struct arena *arena, const struct coverage *coverage, const char *folder,
                       const char *login);
