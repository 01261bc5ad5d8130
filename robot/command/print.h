/* SPDX-License-Identifier: Apache-2.0 */
/* print.h - the command room's voice: everything goes through redaction by value. */
#pragma once

struct buffer;
struct diags;

/* To standard output; false when it could not be written (a closed pipe, a full disk). */
_Bool print_bytes(const struct buffer *out);

/* To standard output, a line or a few. */
void print_out(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* To standard error. */
void print_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same, of any length. */
void print_errors(const struct buffer *errors);

/* Every error like a compiler's, then how many there were. */
void print_diags(const struct diags *diags);
