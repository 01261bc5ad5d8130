/* SPDX-License-Identifier: Apache-2.0 */
/* How much of a picture is of one colour; the corpus of fuzz_png has the pictures. */

#include "checks/felt/png.h"

#include <criterion/criterion.h>
#include <stdio.h>

static size_t load(const char *name, char *to, size_t room)
{
    char path[128];
    snprintf(path, sizeof path, "tests/fuzz/corpus/png/%s", name);
    FILE *file = fopen(path, "rb");
    cr_assert_not_null(file, "%s", path);
    size_t length = fread(to, 1, room, file);
    fclose(file);
    return length;
}

Test(png, one_colour_is_told_whatever_the_filters)
{
    static const struct {
        const char *name;
        double share;
    } rows[] = {
        {"white.png", 1.0},         /* RGB, one colour */
        {"filters.png", 11.0 / 16}, /* RGBA; the lines need None, Sub, Up and Paeth */
        {"paeth.png", 2.0 / 6},     /* Average and Paeth, data in two chunks */
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char bytes[1024];
        double share = -1;
        struct text png = {bytes, load(rows[i].name, bytes, sizeof bytes)};
        cr_expect(png_one_colour(png, &share), "%s", rows[i].name);
        cr_expect_float_eq(share, rows[i].share, 1e-9, "%s: %f", rows[i].name, share);
    }
}

Test(png, half_a_picture_is_none)
{
    char bytes[1024];
    double share = -1;
    size_t length = load("filters.png", bytes, sizeof bytes);
    size_t end = length - 12 - 4; /* without IEND and the data's checksum it is not whole */
    for (size_t cut = 0; cut < end; cut++)
        cr_expect_not(png_one_colour((struct text){bytes, cut}, &share), "%zu bytes", cut);
    cr_expect_lt(share, 0, "untouched");
    bytes[24] = 16;
    cr_expect_not(png_one_colour((struct text){bytes, length}, &share), "16 bits");
}
