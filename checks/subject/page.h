/* SPDX-License-Identifier: Apache-2.0 */
/* page.h - the body as a page, parsed once for all assertions of a step. */
#pragma once

struct html;
struct sight;

/* NULL with *ret_problem told. */
const struct html *page_of(struct sight *sight, const char **ret_problem);
