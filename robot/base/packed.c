/* SPDX-License-Identifier: Apache-2.0 */
/* packed.c - redact, compress, name. */

#define ZLIB_CONST 1 /* zlib only reads what comes in */

#include "base/packed.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "base/must.h"
#include "base/redact.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/sha.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

enum { GZIP = 15 + 16, LEVEL = 1 };

static struct text compress_text(struct arena *arena, struct text t)
{
    z_stream z = {0};
    must(deflateInit2(&z, LEVEL, Z_DEFLATED, GZIP, 8, Z_DEFAULT_STRATEGY) == Z_OK);
    size_t room = deflateBound(&z, t.length);
    char *to = arena_alloc(arena, room);
    z.next_in = (const Bytef *)t.at;
    z.avail_in = (uInt)t.length;
    z.next_out = (Bytef *)to;
    z.avail_out = (uInt)room;
    must(deflate(&z, Z_FINISH) == Z_STREAM_END);
    struct text all = {.at = to, .length = z.total_out};
    deflateEnd(&z);
    return all;
}

static void name_it(struct packed *packed)
{
    unsigned char digest[SHA256_DIGEST_LENGTH];
    struct arena *scratch = arena_new();
    SHA256((const unsigned char *)packed->bytes.at, packed->bytes.length, digest);
    struct text hex = encode_hex(scratch, (struct text){(char *)digest, sizeof digest});
    snprintf(packed->name, sizeof packed->name, "%.*s", TEXT_ARGS(hex));
    arena_end(scratch);
}

bool packed_of(struct arena *arena, struct text text, struct packed *ret)
{
    struct arena *scratch = arena_new();
    struct buffer clean;
    buffer_init(&clean, PACKED_MOST_BYTES);
    redact_text(text, &clean);
    bool right = !clean.full;
    if (right) {
        ret->bytes = text_copy(arena, compress_text(scratch, buffer_text(&clean)));
        name_it(ret);
    }
    buffer_done(&clean);
    arena_end(scratch);
    return right;
}

bool packed_of_picture(struct arena *arena, struct text png, struct packed *ret)
{
    static const char signature[] = "\x89PNG\r\n\x1A\n"; /* PNG 3, section 5.2 */
    if (png.length > PACKED_MOST_BYTES || !text_starts_with(png, text_of(signature)))
        return false;
    ret->bytes = text_copy(arena, png);
    name_it(ret);
    return true;
}

static int inflate_all(z_stream *z, struct buffer *out)
{
    char chunk[16 * 1024];
    int how;
    do {
        z->next_out = (Bytef *)chunk;
        z->avail_out = sizeof chunk;
        how = inflate(z, Z_NO_FLUSH);
        buffer_add(out, chunk, sizeof chunk - z->avail_out);
    } while (how == Z_OK && !out->full && (z->avail_in > 0 || z->avail_out == 0));
    return how;
}

bool packed_read(struct arena *arena, struct text bytes, struct text *ret, const char **ret_why)
{
    z_stream z = {.next_in = (const Bytef *)bytes.at, .avail_in = (uInt)bytes.length};
    struct buffer out;
    must(inflateInit2(&z, GZIP) == Z_OK);
    buffer_init(&out, PACKED_MOST_BYTES);
    bool whole = inflate_all(&z, &out) == Z_STREAM_END;
    inflateEnd(&z);
    if (out.full)
        *ret_why = "is larger than 64 MB unpacked";
    else if (!whole)
        *ret_why = "is damaged";
    else
        *ret = text_copy(arena, buffer_text(&out));
    bool right = whole && !out.full;
    buffer_done(&out);
    return right;
}

static void make_folders(struct arena *arena, const char *path)
{
    char *folder = arena_strdup(arena, path);
    for (char *slash = strchr(folder + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(folder, 0700); /* what goes wrong here is told by the open that follows */
        *slash = '/';
    }
}

static bool put_all(int fd, struct text bytes)
{
    while (bytes.length > 0) {
        ssize_t done = write(fd, bytes.at, bytes.length);
        if (done < 0 && errno != EINTR)
            return false;
        if (done > 0)
            bytes = text_slice(bytes, (size_t)done, bytes.length);
    }
    return true;
}

bool packed_write(struct arena *arena, const char *path, const struct packed *packed,
                  const char **ret_why)
{
    const char *part = arena_printf(arena, "%s.part", path);
    int flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW;
    int fd = open(part, flags, 0600);
    if (fd < 0 && errno == ENOENT) {
        make_folders(arena, path);
        fd = open(part, flags, 0600);
    }
    bool right = fd >= 0 && put_all(fd, packed->bytes);
    int error = errno;
    if (fd >= 0 && close(fd) != 0 && right) {
        right = false;
        error = errno;
    }
    if (right && rename(part, path) == 0)
        return true;
    error = right ? errno : error;
    if (fd >= 0)
        unlink(part);
    *ret_why = arena_strdup(arena, strerrordesc_np(error));
    return false;
}
