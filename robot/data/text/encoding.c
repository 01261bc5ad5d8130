/* SPDX-License-Identifier: Apache-2.0 */
/* encoding.c - base64, hex, url and back, and json. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/encode.h"
#include "data/argument.h"
#include "document/json.h"

enum { LONGEST_JSON = 16 << 20 };

static const struct json *make_base64(struct generator_call *call)
{
    return argument_string(call, encode_base64(call->arena, argument_text(call, 0)));
}

static const struct json *make_base64url(struct generator_call *call)
{
    return argument_string(call, encode_base64_url(call->arena, argument_text(call, 0)));
}

static const struct json *make_hex(struct generator_call *call)
{
    return argument_string(call, encode_hex(call->arena, argument_text(call, 0)));
}

static const struct json *make_url(struct generator_call *call)
{
    return argument_string(call, encode_url(call->arena, argument_text(call, 0)));
}

static const struct json *make_base64_decode(struct generator_call *call)
{
    struct text bytes;
    if (!decode_base64(call->arena, argument_text(call, 0), &bytes))
        return argument_fail(call, "argument 1: expected base64");
    return argument_string(call, bytes);
}

static const struct json *make_hex_decode(struct generator_call *call)
{
    struct text bytes;
    if (!decode_hex(call->arena, argument_text(call, 0), &bytes))
        return argument_fail(call, "argument 1: expected an even number of hex digits");
    return argument_string(call, bytes);
}

static const struct json *make_url_decode(struct generator_call *call)
{
    struct text bytes;
    if (!decode_url(call->arena, argument_text(call, 0), &bytes))
        return argument_fail(call, "argument 1: expected two hex digits after every %%");
    return argument_string(call, bytes);
}

static const struct json *make_json(struct generator_call *call)
{
    struct buffer out;
    buffer_init(&out, LONGEST_JSON);
    json_write(call->arguments[0], &out);
    struct text written = text_copy(call->arena, buffer_text(&out));
    bool whole = !out.full;
    buffer_done(&out);
    if (!whole)
        return argument_fail(call, "argument 1: its JSON is over 16 MB");
    return argument_string(call, written);
}

const struct generator generator_base64 = {
    .name = "base64",
    .usage = "base64(text)",
    .text = "text or bytes as base64 (RFC 4648 section 4, padded)",
    .least = 1,
    .most = 1,
    .make = make_base64,
    .constant = true,
};

const struct generator generator_base64_decode = {
    .name = "base64_decode",
    .usage = "base64_decode(text)",
    .text = "the bytes that base64 or base64url stands for, padded or not",
    .least = 1,
    .most = 1,
    .make = make_base64_decode,
    .constant = true,
};

const struct generator generator_base64url = {
    .name = "base64url",
    .usage = "base64url(text)",
    .text = "text or bytes as base64url (RFC 4648 section 5, no padding), as in a JWT",
    .least = 1,
    .most = 1,
    .make = make_base64url,
    .constant = true,
};

const struct generator generator_hex = {
    .name = "hex",
    .usage = "hex(text)",
    .text = "text or bytes as lower-case hex digits",
    .least = 1,
    .most = 1,
    .make = make_hex,
    .constant = true,
};

const struct generator generator_hex_decode = {
    .name = "hex_decode",
    .usage = "hex_decode(text)",
    .text = "the bytes that hex digits stand for",
    .least = 1,
    .most = 1,
    .make = make_hex_decode,
    .constant = true,
};

const struct generator generator_json = {
    .name = "json",
    .usage = "json(value)",
    .text = "the value as compact JSON: a text is quoted and escaped",
    .least = 1,
    .most = 1,
    .make = make_json,
    .constant = true,
};

const struct generator generator_url = {
    .name = "url",
    .usage = "url(text)",
    .text = "percent-encoded for a URL: all but letters, digits and -._~ (RFC 3986)",
    .least = 1,
    .most = 1,
    .make = make_url,
    .constant = true,
};

const struct generator generator_url_decode = {
    .name = "url_decode",
    .usage = "url_decode(text)",
    .text = "the bytes that percent-encoding stands for; + stays +",
    .least = 1,
    .most = 1,
    .make = make_url_decode,
    .constant = true,
};
