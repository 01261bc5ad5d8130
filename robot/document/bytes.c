/* SPDX-License-Identifier: Apache-2.0 */
/* bytes.c - one pass over the characters, with their places. */

#include "document/bytes.h"
#include "base/diag.h"
#include "base/encode.h"
#include "document/yaml.h"

/* YAML 1.2 section 5.1, c-printable. A carriage return is allowed before a line feed only. */
static const char *unprintable(unsigned code)
{
    if (code < 0x20 && code != '\t' && code != '\n' && code != '\r')
        return "control character";
    if ((code >= 0x7F && code <= 0x9F && code != 0x85) || code == 0xFFFE || code == 0xFFFF)
        return "unprintable character";
    return NULL;
}

static bool check_characters(const struct source *source, struct diags *diags)
{
    struct text bytes = source->bytes;
    int line = 1, column = 1;
    for (size_t i = 0, length; i < bytes.length; i += length, column++) {
        unsigned code;
        struct place at = {.source = source, .line = line, .column = column, .length = 1};
        length = utf8_next(bytes, i, &code);
        if (length == 0) {
            diag_add(diags, at, "byte 0x%02X is not valid UTF-8", (unsigned char)bytes.at[i])
                ->hint = "save the file as UTF-8";
            return false;
        }
        if (unprintable(code) != NULL) {
            diag_add(diags, at, "%s U+%04X", unprintable(code), code)->hint =
                "in a double-quoted text, write it as an escape such as \"\\x1B\"";
            return false;
        }
        if (code == '\r' && (i + 1 == bytes.length || bytes.at[i + 1] != '\n')) {
            diag_add(diags, at, "carriage return without a line feed")->hint =
                "end lines with a line feed";
            return false;
        }
        if (code == '\n')
            line++, column = 0;
    }
    return true;
}

static bool check_size(const struct source *source, struct diags *diags)
{
    if (source->bytes.length <= YAML_MOST_BYTES)
        return true;
    diag_add(diags, (struct place){.source = source}, "the file is larger than %d bytes",
             (int)YAML_MOST_BYTES);
    return false;
}

bool bytes_check(const struct source *source, struct diags *diags)
{
    return check_size(source, diags) && check_characters(source, diags);
}
