/* SPDX-License-Identifier: Apache-2.0 */
/* print.c - writing to the two standard streams. */

#include "command/print.h"
#include "base/buffer.h"
#include "base/diag.h"
#include "base/files.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

enum { MOST_ERRORS_BYTES = 4 << 20 };

_Bool print_bytes(const struct buffer *out)
{
    return out_write(STDOUT_FILENO, buffer_text(out));
}

/* What does not fit is cut. */
static void print(int fd, const char *format, va_list ap)
{
    char text[4096];
    vsnprintf(text, sizeof text, format, ap);
    out_write(fd, text_of(text));
}

void print_out(const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    print(STDOUT_FILENO, format, ap);
    va_end(ap);
}

void print_error(const char *format, ...)
{
    va_list ap;
    va_start(ap, format);
    print(STDERR_FILENO, format, ap);
    va_end(ap);
}

void print_errors(const struct buffer *errors)
{
    out_write(STDERR_FILENO, buffer_text(errors));
}

void print_diags(const struct diags *diags)
{
    struct buffer out;
    buffer_init(&out, MOST_ERRORS_BYTES);
    diags_render(diags, &out);
    if (diags->count > 0)
        buffer_printf(&out, "%d error%s\n", diags->count, diags->count == 1 ? "" : "s");
    out_write(STDERR_FILENO, buffer_text(&out));
    buffer_done(&out);
}
