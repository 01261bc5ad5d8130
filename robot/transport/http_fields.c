/* SPDX-License-Identifier: Apache-2.0 */
/* http_fields.c - the keys of an `http:` step. */

#include "document/bind.h"
#include "document/node.h"
#include "model/step_kind.h"
#include "plan/template.h"
#include "transport/http.h"
#include "transport/http_attempt.h"
#include "transport/http_url.h"

#include <string.h>

static const struct field pair_value = {
    .name = "value",
    .type = FIELD_TEMPLATE,
    .at = offsetof(struct http_pair, value),
    .text = "the value",
};

static const struct field_table pair_table = {
    .name = "pair",
    .text = "a name and its value",
    .size = sizeof(struct http_pair),
    .whole = &pair_value,
    .name_at = offsetof(struct http_pair, name),
    .has_name = true,
    .name_place_at = offsetof(struct http_pair, at),
};

static const struct field part_fields[] = {
    {.name = "name",
     .type = FIELD_TEMPLATE,
     .at = offsetof(struct http_part, name),
     .required = true,
     .text = "the field's name"},
    {.name = "value",
     .type = FIELD_TEMPLATE,
     .at = offsetof(struct http_part, value),
     .text = "the content itself"},
    {.name = "file",
     .type = FIELD_TEMPLATE,
     .at = offsetof(struct http_part, file),
     .text = "a file with the content, relative to the journey's folder"},
    {.name = "filename",
     .type = FIELD_TEMPLATE,
     .at = offsetof(struct http_part, filename),
     .text = "the file name to tell; default: the file's own"},
    {.name = "type",
     .type = FIELD_TEMPLATE,
     .at = offsetof(struct http_part, type),
     .text = "the content type; default for files: application/octet-stream"},
    {0},
};

static const char *const contents[] = {"value", "file", NULL};
static const struct field_choice part_choices[] = {
    {.names = contents, .what = "content of a part", .required = true},
    {0},
};

static const struct field_table part_table = {
    .name = "part",
    .text = "one part of a multipart/form-data body",
    .size = sizeof(struct http_part),
    .fields = part_fields,
    .choices = part_choices,
};

static const struct field basic_fields[] = {
    {.name = "user",
     .type = FIELD_TEMPLATE,
     .at = offsetof(struct http_basic, user),
     .required = true,
     .text = "the user's name"},
    {.name = "password",
     .type = FIELD_TEMPLATE,
     .at = offsetof(struct http_basic, password),
     .required = true,
     .text = "the password; better a secret than written here"},
    {0},
};

static const struct field_table basic_table = {
    .name = "basic",
    .text = "HTTP basic authentication (RFC 7617)",
    .size = sizeof(struct http_basic),
    .fields = basic_fields,
};

static const struct word versions[] = {
    {.name = "any",
     .value = HTTP_VERSION_ANY,
     .text = "HTTP/2 when the server offers it over TLS, else HTTP/1.1"},
    {.name = "1.1", .value = HTTP_VERSION_1, .text = "HTTP/1.1 only"},
    {.name = "2",
     .value = HTTP_VERSION_2,
     .text = "HTTP/2 over TLS; without TLS at once, by prior knowledge"},
    {0},
};

#define PAIRS(member)                                                     \
    .type = FIELD_MAP, .at = offsetof(struct http_request, member.items), \
    .count_at = offsetof(struct http_request, member.count), .of = &pair_table

static const struct field fields[] = {
    {.name = "url",
     .type = FIELD_TEMPLATE,
     .at = offsetof(struct http_request, url),
     .place_at = offsetof(struct http_request, url_at),
     .required = true,
     .text = "http:// or https:// and the rest; spaces and letters outside ASCII are encoded"},
    {.name = "method",
     .type = FIELD_TEXT,
     .at = offsetof(struct http_request, method),
     .text = "the request method; default GET, or POST when there is a body"},
    {.name = "headers",
     PAIRS(headers),
     .text = "request headers; an empty value is sent empty"},
    {.name = "query", PAIRS(query), .text = "added to the url's query, encoded"},
    {.name = "cookies",
     PAIRS(cookies),
     .text = "sent beside those the run was given; not to another origin after a redirect"},
    {.name = "json",
     .type = FIELD_TREE,
     .at = offsetof(struct http_request, json),
     .text = "the body, as JSON; content type application/json"},
    {.name = "form", PAIRS(form), .text = "the body, as application/x-www-form-urlencoded"},
    {.name = "multipart",
     .type = FIELD_LIST,
     .at = offsetof(struct http_request, parts),
     .count_at = offsetof(struct http_request, part_count),
     .of = &part_table,
     .text = "the body, as multipart/form-data"},
    {.name = "body",
     .type = FIELD_TEMPLATE,
     .at = offsetof(struct http_request, body),
     .text = "the body, as it is; say the content type in headers"},
    {.name = "file",
     .type = FIELD_TEMPLATE,
     .at = offsetof(struct http_request, file),
     .text = "a file with the body, at most 16 MB, relative to the journey's folder"},
    {.name = "basic",
     .type = FIELD_POINTER,
     .at = offsetof(struct http_request, basic),
     .of = &basic_table,
     .text = "basic authentication; not sent to another origin after a redirect"},
    {.name = "follow",
     .type = FIELD_FLAG,
     .at = offsetof(struct http_request, follow),
     .fallback = "true",
     .text = "follow redirects; each is an exchange of its own"},
    {.name = "redirects",
     .type = FIELD_COUNT,
     .at = offsetof(struct http_request, redirects),
     .least = 1,
     .most = 50,
     .fallback = "10",
     .text = "follow at most so many; one more fails the step"},
    {.name = "version",
     .also = "http_version",
     .type = FIELD_WORD,
     .at = offsetof(struct http_request, version),
     .words = versions,
     .fallback = "any",
     .text = "the protocol version to speak"},
    {.name = "compressed",
     .type = FIELD_FLAG,
     .at = offsetof(struct http_request, compressed),
     .fallback = "true",
     .text = "ask for gzip, deflate, br and zstd; checks see the decoded body"},
    {.name = "connect_timeout",
     .type = FIELD_DURATION,
     .at = offsetof(struct http_request, connect_timeout_ns),
     .least = 1000000,
     .text = "time for dns, connect and tls together; default: the step's time-out"},
    {0},
};

static const char *const bodies[] = {"json", "form", "multipart", "body", "file", NULL};
static const struct field_choice choices[] = {
    {.names = bodies, .what = "body"},
    {0},
};

static const struct field_table table = {
    .name = "http",
    .text = "one HTTP request and, when it redirects, those that follow",
    .size = sizeof(struct http_request),
    .fields = fields,
    .shorthand = "url",
    .choices = choices,
    .place_at = offsetof(struct http_request, at),
};

/* RFC 9110 section 5.6.2. */
static bool is_token(const char *name)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789!#$%&'*+-.^_`|~";
    return name[0] != '\0' && name[strspn(name, allowed)] == '\0';
}

/* Section 9.1: methods are case-sensitive tokens; all that are in use are upper case. */
static bool is_method(const char *name)
{
    return name[0] != '\0' && name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-")] == '\0';
}

static void check_names(struct reading *reading, const struct http_pairs *pairs,
                        const char *what)
{
    for (size_t i = 0; i < pairs->count; i++)
        if (!is_token(pairs->items[i].name))
            diag_add(reading->diags, pairs->items[i].at,
                     "\"%s\" cannot be the name of a %s (letters, digits and !#$%%&'*+-.^_`|~)",
                     pairs->items[i].name, what);
}

static void check(struct reading *reading, const struct node *at, void *params)
{
    struct http_request *request = params;
    const char *method = request->method;
    if (method != NULL && !is_method(method)) {
        const struct node *value = node_member(at, "method");
        diag_add(reading->diags, value != NULL ? value->at : at->at,
                 "\"%s\" is not a request method (they are upper case)", method);
    }
    check_names(reading, &request->headers, "header");
    check_names(reading, &request->cookies, "cookie");
    struct text url;
    if (template_constant(request->url, &url) && !http_url_allowed(url)) {
        struct diag *d = diag_add(reading->diags, request->url_at,
                                  "\"%.*s\" is not an http or https URL", TEXT_ARGS(url));
        d->hint = "write http://HOST/PATH, https://HOST/PATH or ${base}/PATH";
    }
}

const struct step_kind step_kind_http = {
    .name = "http",
    .text = "one HTTP request; redirects are followed, each recorded",
    .fields = &table,
    .transport = &http_transport,
    .check = check,
};
