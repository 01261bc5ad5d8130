/* SPDX-License-Identifier: Apache-2.0 */
/* png.c - a PNG read line by line: two lines in memory, whatever its size. */

#include "checks/felt/png.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { MOST_SIDE = 20000, SHADES = 1 << 12, SIGNATURE = 8, CHUNK_HEAD = 8, CHUNK_END = 4 };

struct png {
    struct text rest; /* chunks not read yet */
    uint32_t width, height;
    unsigned pixel; /* bytes */
    uint8_t filter; /* of the line at hand */
    size_t line_bytes;
    uint8_t *line, *above; /* with room for a pixel of zeros before them */
    uint32_t counts[SHADES];
    z_stream stream;
};

static uint32_t number(const char *at)
{
    const uint8_t *b = (const uint8_t *)at;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

/* The next chunk; its checksum is not of interest: zlib has its own. */
static bool chunk(struct png *png, struct text *ret_type, struct text *ret_body)
{
    if (png->rest.length < CHUNK_HEAD + CHUNK_END)
        return false;
    uint32_t length = number(png->rest.at);
    if (length > png->rest.length - CHUNK_HEAD - CHUNK_END)
        return false;
    *ret_type = text_slice(png->rest, 4, CHUNK_HEAD);
    *ret_body = text_slice(png->rest, CHUNK_HEAD, CHUNK_HEAD + (size_t)length);
    png->rest =
        text_slice(png->rest, CHUNK_HEAD + (size_t)length + CHUNK_END, png->rest.length);
    return true;
}

static bool header(struct png *png)
{
    struct text type, body;
    if (!chunk(png, &type, &body) || !text_is(type, "IHDR") || body.length != 13)
        return false;
    png->width = number(body.at);
    png->height = number(body.at + 4);
    bool plain = body.at[8] == 8 && body.at[10] == 0 && body.at[11] == 0 && body.at[12] == 0;
    if (!plain || (body.at[9] != 2 && body.at[9] != 6) || png->width == 0 || png->height == 0 ||
        png->width > MOST_SIDE || png->height > MOST_SIDE)
        return false;
    png->pixel = body.at[9] == 6 ? 4 : 3;
    png->line_bytes = (size_t)png->width * png->pixel;
    return true;
}

/* Fills `to` from the data chunks. */
static bool inflate_to(struct png *png, uint8_t *to, size_t length)
{
    struct text type, body;
    png->stream.next_out = to;
    png->stream.avail_out = (uInt)length;
    while (png->stream.avail_out > 0) {
        if (png->stream.avail_in == 0) {
            if (!chunk(png, &type, &body) || text_is(type, "IEND"))
                return false;
            if (!text_is(type, "IDAT"))
                continue;
            png->stream.next_in = (Bytef *)(uintptr_t)body.at;
            png->stream.avail_in = (uInt)body.length;
        }
        int result = inflate(&png->stream, Z_NO_FLUSH);
        if (result == Z_STREAM_END)
            return png->stream.avail_out == 0;
        if (result != Z_OK && result != Z_BUF_ERROR)
            return false;
    }
    return true;
}

/* Paeth's predictor (12.4). */
static uint8_t paeth(int a, int b, int c)
{
    int p = a + b - c, pa = abs(p - a), pb = abs(p - b), pc = abs(p - c);
    return (uint8_t)(pa <= pb && pa <= pc ? a : pb <= pc ? b : c);
}

static bool unfilter(struct png *png)
{
    const uint8_t filter = png->filter;
    uint8_t *x = png->line, *b = png->above;
    ptrdiff_t step = (ptrdiff_t)png->pixel;
    if (filter > 4)
        return false;
    for (ptrdiff_t i = 0; i < (ptrdiff_t)png->line_bytes && filter != 0; i++) {
        uint8_t left = x[i - step], up = b[i], corner = b[i - step];
        int guess = filter == 1   ? left
                    : filter == 2 ? up
                    : filter == 3 ? (left + up) / 2
                                  : paeth(left, up, corner);
        x[i] = (uint8_t)(x[i] + guess);
    }
    return true;
}

static void count_line(struct png *png)
{
    const uint8_t *at = png->line;
    for (uint32_t i = 0; i < png->width; i++, at += png->pixel)
        png->counts[(at[0] >> 4) << 8 | (at[1] >> 4) << 4 | at[2] >> 4]++;
}

static bool read_lines(struct png *png)
{
    for (uint32_t y = 0; y < png->height; y++) {
        uint8_t *line = png->above;
        png->above = png->line;
        png->line = line;
        if (!inflate_to(png, &png->filter, 1) || !inflate_to(png, png->line, png->line_bytes) ||
            !unfilter(png))
            return false;
        count_line(png);
    }
    return true;
}

static double largest_share(const struct png *png)
{
    uint32_t most = 0;
    for (size_t i = 0; i < SHADES; i++)
        most = png->counts[i] > most ? png->counts[i] : most;
    return (double)most / ((double)png->width * (double)png->height);
}

static bool read_pixels(struct png *png)
{
    uint8_t *room = calloc(2, png->line_bytes + png->pixel);
    if (room == NULL || inflateInit(&png->stream) != Z_OK) {
        free(room);
        return false;
    }
    png->above = room + png->pixel;
    png->line = png->above + png->line_bytes + png->pixel;
    bool read = read_lines(png);
    inflateEnd(&png->stream);
    free(room);
    return read;
}

bool png_one_colour(struct text bytes, double *ret)
{
    struct png png = {.rest = text_slice(bytes, SIGNATURE, bytes.length)};
    if (!text_starts_with(bytes, (struct text){"\x89PNG\r\n\x1a\n", SIGNATURE}) ||
        !header(&png) || !read_pixels(&png))
        return false;
    *ret = largest_share(&png);
    return true;
}
