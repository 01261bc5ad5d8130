/* SPDX-License-Identifier: Apache-2.0 */
/* console_evidence.h - why a step ended as it did, in lines for people. For console.c. */
#pragma once

#include "model/outcome.h"

struct buffer;

/* "  FIELD     VALUE", foreign bytes made harmless; nothing when value is empty. */
void console_fact(const char *indent, const char *field, struct text value, struct buffer *out);

/* "  at FILE:LINE:COLUMN"; nothing for a place in no file. */
void console_place(const char *indent, const struct place *at, struct buffer *out);

/* The findings that did not pass, or all. */
void console_findings(const struct tried *tried, bool all, const char *indent,
                      struct buffer *out);

/* What was asked, what came back, from where, and where the time went: for each exchange. */
void console_exchanges(const struct observation *saw, const char *indent, struct buffer *out);
/* The same of one of them, with the beginning of its body or without. */
void console_exchange(const struct observation *saw, size_t index, bool body,
                      const char *indent, struct buffer *out);

/* One line: "try 1 of 3: connect (refused) MESSAGE". `number` from 1. */
void console_try(const struct step_outcome *step, size_t number, const char *indent,
                 struct buffer *out);
