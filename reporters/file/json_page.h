/* SPDX-License-Identifier: Apache-2.0 */
/* json_page.h - what a browser's try saw, of the JSON report. For json.c. */
#pragma once

#include "model/observation.h"

struct json_out;
struct place;

/* The member "page", null for other kinds; with the document as it stood when `dom` is set. */
void json_page(const struct observation *saw, bool dom, struct json_out *out);

/* The member "at": a place in a scenario file, or null. */
void json_place(const struct place *at, struct json_out *out);
