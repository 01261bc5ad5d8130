/* SPDX-License-Identifier: Apache-2.0 */
/* looks.h - what agent.js tells of a page's looks, as facts. */
#pragma once

#include "model/page_sight.h"

struct arena;
struct json;

/* NULL when nothing was told. Everything is copied. */
const struct page_looks *looks_of(struct arena *arena, const struct json *told);
/* `page` is NULL when nothing was told. */
struct page_mark mark_of(struct arena *arena, const struct json *told);
