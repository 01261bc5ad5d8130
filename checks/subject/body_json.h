/* SPDX-License-Identifier: Apache-2.0 */
/* body_json.h - the body as JSON, parsed once for all assertions of a step. */
#pragma once

struct extracted;
struct json;
struct sight;

/* NULL with ret->problem told: no answer, an empty body, where it is not JSON, which limit. */
const struct json *body_json(struct sight *sight, struct extracted *ret);
