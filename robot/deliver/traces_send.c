/* SPDX-License-Identifier: Apache-2.0 */
/* traces_send.c - https://opentelemetry.io/docs/specs/otlp/#otlphttp-response */

#include "deliver/traces_send.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/must.h"
#include "deliver/call.h"
#include "deliver/ticker.h"
#include "document/json.h"
#include "model/wire.h"
#include "reporters/wire/otlp.h"

#include <curl/curl.h>
#include <string.h>

enum { MOST_REQUEST = 64 << 20, MOST_WORDS = 1024, LONGEST_PAUSE_S = 60 };

void trace_batch_add(struct batch *batch, const struct record *record, size_t spans)
{
    must(batch->count < BATCH_MOST_RUNS);
    batch->runs[batch->count++] = record;
    batch->spans += spans;
}

void trace_batch_end(struct batch *batch)
{
    for (size_t i = 0; i < batch->count; i++)
        arena_end(batch->runs[i]->arena);
    *batch = (struct batch){.count = 0};
}

struct traces_rule traces_rule_copy(struct arena *arena, const struct traces_rule *rule)
{
    struct wire_header *headers =
        arena_array(arena, rule->header_count + 1, struct wire_header);
    for (size_t i = 0; i < rule->header_count; i++)
        headers[i] = (struct wire_header){.name = arena_strdup(arena, rule->headers[i].name),
                                          .value = arena_strdup(arena, rule->headers[i].value)};
    return (struct traces_rule){
        .url = arena_strdup(arena, rule->url),
        .headers = headers,
        .header_count = rule->header_count,
        .timeout_ns = rule->timeout_ns,
    };
}

int64_t traces_pause_ns(int failed, int64_t retry_after_ns)
{
    int64_t pause_s = failed < 7 ? INT64_C(1) << (failed - 1) : LONGEST_PAUSE_S;
    int64_t pause_ns = (pause_s < LONGEST_PAUSE_S ? pause_s : LONGEST_PAUSE_S) * NS_PER_S;
    return retry_after_ns > pause_ns ? retry_after_ns : pause_ns;
}

static struct curl_slist *headers_of(struct arena *arena, const struct traces_rule *rule)
{
    struct curl_slist *list = curl_slist_append(NULL, "Content-Type: application/json");
    for (size_t i = 0; i < rule->header_count; i++)
        list = curl_slist_append(
            list, arena_printf(arena, "%s: %s", rule->headers[i].name, rule->headers[i].value));
    must(list != NULL);
    return list;
}

/* {"partialSuccess": {"rejectedSpans": "3", "errorMessage": "..."}} with status 200. */
static int64_t rejected_spans(struct arena *arena, struct text answer)
{
    struct json_error error;
    int64_t rejected = 0;
    const struct json *all = json_parse(arena, answer, &json_default_limits, &error);
    const struct json *part = all != NULL && all->kind == JSON_OBJECT
                                  ? json_member(all, text_of("partialSuccess"))
                                  : NULL;
    const struct json *count = part != NULL && part->kind == JSON_OBJECT
                                   ? json_member(part, text_of("rejectedSpans"))
                                   : NULL;
    bool number = count != NULL && (count->kind == JSON_NUMBER || count->kind == JSON_STRING) &&
                  json_is_number(count->text);
    return number && json_to_int(count->text, &rejected) && rejected > 0 ? rejected : 0;
}

static bool may_come_again(int status)
{
    return status == 0 || status == 429 || status == 502 || status == 503 || status == 504;
}

static void tell(const struct call *call, int64_t refused, bool again)
{
    struct buffer words;
    buffer_init(&words, MOST_WORDS);
    call_tell(call, &words);
    log_write(LEVEL_WARNING,
              again         ? "the collector of traces cannot be reached, spans wait"
              : refused > 0 ? "the collector of traces refuses spans"
                            : "the collector of traces is there again",
              "answer", words.at, NULL);
    buffer_done(&words);
}

static struct sent judge(const struct call *call, struct arena *arena, int64_t spans)
{
    struct sent sent = {.retry_after_ns = call->retry_after_ns};
    if (call->status >= 200 && call->status < 300) {
        int64_t rejected = rejected_spans(arena, buffer_text(&call->answer));
        sent.refused = rejected < spans ? rejected : spans;
        sent.accepted = spans - sent.refused;
    } else if (may_come_again(call->status)) {
        sent.again = true;
    } else {
        sent.refused = spans;
    }
    return sent;
}

struct sent traces_send(const struct batch *batch, const struct traces_rule *rule,
                        const struct ticker *ticker, bool failed_before)
{
    struct arena *scratch = arena_new();
    struct buffer body;
    buffer_init(&body, MOST_REQUEST);
    otlp_traces(batch->runs, batch->count, XUNJIAN_VERSION, &body);
    if (body.full) { /* nobody would take it */
        buffer_done(&body);
        arena_end(scratch);
        return (struct sent){.refused = (int64_t)batch->spans};
    }
    struct text bytes = buffer_text(&body);
    struct call call = {.url = rule->url,
                        .body = &bytes,
                        .headers = headers_of(scratch, rule),
                        .timeout_ns = rule->timeout_ns,
                        .ticker = ticker};
    call_make(&call);
    struct sent sent = judge(&call, scratch, (int64_t)batch->spans);
    bool stopped = ticker != NULL && ticker_stopping(ticker);
    if (sent.refused > 0 || (sent.again != failed_before && !stopped))
        tell(&call, sent.refused, sent.again);
    curl_slist_free_all(call.headers);
    call_done(&call);
    buffer_done(&body);
    arena_end(scratch);
    return sent;
}
