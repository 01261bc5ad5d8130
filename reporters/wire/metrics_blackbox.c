/* SPDX-License-Identifier: Apache-2.0 */
/* metrics_blackbox.c - what blackbox_exporter would say, under its names, with its meanings.
 *
 * Names, phases and helps: prober/http.go and prober/handler.go of blackbox_exporter 0.23. Its phases
 * are resolve, connect, tls, processing (our send and wait) and transfer, 0 where one did not happen.
 * A run the robot itself spoilt says nothing here: probe_success 0 would page the app's team. */

#include "base/clock.h"
#include "reporters/wire/metrics_subject.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

static bool speaks(const struct subject *s)
{
    return s->verdict != VERDICT_INTERNAL && s->verdict != VERDICT_SKIPPED;
}

static void say(struct metrics *m, const struct subject *s, double value)
{
    metrics_sample_of(m, s->labels, NULL, value);
}

static double seconds(int64_t ns)
{
    return ns < 0 ? 0 : (double)ns / (double)NS_PER_S;
}

/* Of what happened. */
static int64_t sum_of(int64_t a, int64_t b)
{
    return (a > 0 ? a : 0) + (b > 0 ? b : 0);
}

static void tell_success(struct metrics *m, const struct subject *s)
{
    if (speaks(s))
        say(m, s, s->verdict == VERDICT_PASS || s->verdict == VERDICT_DEGRADED);
}

static void tell_duration(struct metrics *m, const struct subject *s)
{
    if (speaks(s))
        say(m, s, seconds(s->step != NULL ? s->step->duration_ns : s->record->duration_ns));
}

static void tell_dns(struct metrics *m, const struct subject *s)
{
    if (speaks(s))
        say(m, s, seconds(s->time.phase_ns[PHASE_DNS]));
}

static void tell_ip(struct metrics *m, const struct subject *s)
{
    if (speaks(s) && s->answer != NULL && s->answer->remote_address != NULL)
        say(m, s, strchr(s->answer->remote_address, ':') != NULL ? 6 : 4);
}

/* FNV-1a over the address' bytes, as blackbox_exporter's ipHash (prober/utils.go): it changes when the
 * name resolves to another machine. */
static void tell_ip_hash(struct metrics *m, const struct subject *s)
{
    const char *address = s->answer != NULL ? s->answer->remote_address : NULL;
    unsigned char bytes[16];
    uint32_t hash = 0x811C9DC5;
    if (!speaks(s) || address == NULL)
        return;
    bool v6 = strchr(address, ':') != NULL;
    if (inet_pton(v6 ? AF_INET6 : AF_INET, address, bytes) != 1)
        return;
    for (size_t i = 0; i < (v6 ? 16 : 4); i++)
        hash = (hash ^ bytes[i]) * 0x01000193;
    say(m, s, hash);
}

static void tell_phases(struct metrics *m, const struct subject *s)
{
    const int64_t *ns = s->time.phase_ns;
    const struct {
        const char *phase;
        double seconds;
    } parts[] = {
        {"resolve", seconds(ns[PHASE_DNS])},
        {"connect", seconds(ns[PHASE_CONNECT])},
        {"tls", seconds(ns[PHASE_TLS])},
        {"processing", seconds(sum_of(ns[PHASE_SEND], ns[PHASE_WAIT]))},
        {"transfer", seconds(ns[PHASE_RECEIVE])},
    };
    for (size_t i = 0; speaks(s) && s->http && i < sizeof parts / sizeof parts[0]; i++) {
        const struct label phase[] = {{"phase", parts[i].phase}, {NULL, NULL}};
        metrics_sample_of(m, s->labels, phase, parts[i].seconds);
    }
}

static void tell_status(struct metrics *m, const struct subject *s)
{
    if (speaks(s) && s->http)
        say(m, s, s->answer != NULL ? s->answer->status : 0);
}

/* "HTTP/1.1": 1.1. Without an answer 0, as blackbox has it. */
static void tell_version(struct metrics *m, const struct subject *s)
{
    const char *protocol = s->answer != NULL ? s->answer->protocol : NULL;
    const char *slash = protocol != NULL ? strchr(protocol, '/') : NULL;
    if (speaks(s) && s->http)
        say(m, s, slash != NULL ? strtod(slash + 1, NULL) : 0);
}

static void tell_ssl(struct metrics *m, const struct subject *s)
{
    if (speaks(s) && s->http)
        say(m, s, s->answer != NULL && s->answer->tls_version != NULL);
}

/* Calls `each` for the step, or for all steps of the journey. */
static int64_t sum(const struct subject *s, int64_t (*each)(const struct record_step *step))
{
    int64_t all = 0;
    if (s->step != NULL)
        return each(s->step);
    for (size_t i = 0; i < s->record->step_count; i++)
        all += each(&s->record->steps[i]);
    return all;
}

static int64_t redirects_of(const struct record_step *step)
{
    return step->redirects;
}

static int64_t regex_failures_of(const struct record_step *step)
{
    return step->regex_failed;
}

static void tell_redirects(struct metrics *m, const struct subject *s)
{
    if (speaks(s) && s->http)
        say(m, s, (double)sum(s, redirects_of));
}

static void tell_content_length(struct metrics *m, const struct subject *s)
{
    if (speaks(s) && s->http)
        say(m, s, s->answer != NULL ? (double)s->answer->wire_bytes : 0);
}

static void tell_body_length(struct metrics *m, const struct subject *s)
{
    if (speaks(s) && s->http)
        say(m, s, s->answer != NULL ? (double)s->answer->body_bytes : 0);
}

static void tell_regex(struct metrics *m, const struct subject *s)
{
    if (speaks(s) && s->http)
        say(m, s, sum(s, regex_failures_of) > 0);
}

/* A certificate is a fact whatever became of the run. */
static void tell_expiry(struct metrics *m, const struct subject *s)
{
    int64_t earliest = s->step != NULL ? s->step->certificate_not_after_utc_ns : 0;
    for (size_t i = 0; s->step == NULL && i < s->record->step_count; i++) {
        int64_t ends = s->record->steps[i].certificate_not_after_utc_ns;
        if (ends != 0 && (earliest == 0 || ends < earliest))
            earliest = ends;
    }
    int64_t whole_seconds = earliest / NS_PER_S;
    if (earliest != 0)
        say(m, s, (double)whole_seconds);
}

/* OpenSSL's "TLSv1.3" is Go's, and so blackbox's, "TLS 1.3". */
static void tell_tls(struct metrics *m, const struct subject *s)
{
    const char *version = s->answer != NULL ? s->answer->tls_version : NULL;
    char go[16] = "TLS ";
    if (!speaks(s) || version == NULL)
        return;
    if (strncmp(version, "TLSv", 4) == 0)
        version =
            strncat(go, strcmp(version, "TLSv1") == 0 ? "1.0" : version + 4, sizeof go - 5);
    metrics_sample_of(m, s->labels, (struct label[]){{"version", version}, {NULL, NULL}}, 1);
}

#define GAUGE(name_, unit_, help_, tell_)                                                \
    {                                                                                    \
        .name = name_, .type = METRIC_GAUGE, .unit = unit_, .help = help_, .tell = tell_ \
    }

const struct metric_family metrics_blackbox[] = {
    GAUGE("probe_success", NULL, "Whether it passed (degraded counts as passed)", tell_success),
    GAUGE("probe_duration_seconds", "seconds", "How long it took, retries and pauses included",
          tell_duration),
    GAUGE("probe_dns_lookup_time_seconds", "seconds", "Time spent on resolving names",
          tell_dns),
    GAUGE("probe_ip_protocol", NULL, "IP version of the connection, 4 or 6", tell_ip),
    GAUGE("probe_ip_addr_hash", NULL, "Hash of the address of that connection", tell_ip_hash),
    GAUGE("probe_http_duration_seconds", "seconds",
          "Duration of http requests by phase, summed over redirects and steps", tell_phases),
    GAUGE("probe_http_status_code", NULL, "Status of the answer that decided, 0 without one",
          tell_status),
    GAUGE("probe_http_version", NULL, "HTTP version of the answer that decided", tell_version),
    GAUGE("probe_http_ssl", NULL, "Whether the answer that decided came over TLS", tell_ssl),
    GAUGE("probe_http_redirects", NULL, "Redirects followed", tell_redirects),
    GAUGE("probe_http_content_length", NULL, "Body bytes of that answer as they were sent",
          tell_content_length),
    GAUGE("probe_http_uncompressed_body_length", NULL, "Body bytes of that answer, decoded",
          tell_body_length),
    GAUGE("probe_failed_due_to_regex", NULL, "Whether an assertion on a body's text failed",
          tell_regex),
    GAUGE("probe_ssl_earliest_cert_expiry", NULL,
          "When the first certificate of the chains expires, unix time", tell_expiry),
    {.name = "probe_tls_version",
     .type = METRIC_INFO,
     .help = "TLS version of the answer that decided",
     .tell = tell_tls},
    {.name = NULL},
};
