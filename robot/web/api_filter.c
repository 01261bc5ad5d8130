/* SPDX-License-Identifier: Apache-2.0 */
/* api_filter.c - which runs a question is about, from its parameters. */
#include "base/clock.h"
#include "model/verdict.h"
#include "store/read.h"
#include "web/api.h"

#include <string.h>

#define HOUR_NS   (3600 * NS_PER_S)
#define MOST_ROWS 1000

enum { FALLBACK_HOURS = 24, MOST_HOURS = 24 * 400, FALLBACK_ROWS = 100 };

void api_store_failed(struct request *request, struct answer *answer, const char *why)
{
    answer_error(request, answer, 503, "store", "could not read the store: %s", why);
}

/* Unix seconds; 0 when it is not there. */
static bool read_moment(struct request *request, const char *name, int64_t *ret_ns,
                        struct answer *answer)
{
    long long seconds;
    const char *text = request_parameter(request, name);
    *ret_ns = 0;
    if (text == NULL)
        return true;
    if (!text_to_int(text_of(text), 1, INT64_C(9000000000), &seconds)) {
        answer_error(request, answer, 400, "bad_request", "%s: expected Unix seconds", name);
        return false;
    }
    *ret_ns = seconds * NS_PER_S;
    return true;
}

static bool read_verdict(struct request *request, int *ret, struct answer *answer)
{
    const char *text = request_parameter(request, "verdict");
    *ret = -1;
    if (text == NULL || text[0] == '\0')
        return true;
    for (int v = 0; v < VERDICT_COUNT; v++)
        if (strcmp(verdict_name((enum verdict)v), text) == 0) {
            *ret = v;
            return true;
        }
    answer_error(request, answer, 400, "bad_request", "verdict: there is no \"%.50s\"", text);
    return false;
}

static const char *unless_empty(const char *text)
{
    return text != NULL && text[0] != '\0' ? text : NULL;
}

bool api_filter(struct request *request, struct run_filter *ret, struct answer *answer)
{
    struct run_filter f = {0};
    int64_t now = clock_now_utc_ns();
    int64_t hours, most;
    if (!request_number(request, answer,
                        &(struct number_parameter){"hours", 1, MOST_HOURS, FALLBACK_HOURS},
                        &hours) ||
        !request_number(request, answer,
                        &(struct number_parameter){"most", 1, MOST_ROWS, FALLBACK_ROWS},
                        &most) ||
        !request_number(request, answer, &(struct number_parameter){"before", 0, INT64_MAX, 0},
                        &f.before_id))
        return false;
    f.journey = request->captures[0] != NULL
                    ? request->captures[0]
                    : unless_empty(request_parameter(request, "journey"));
    f.environment = request_parameter(request, "env"); /* "" is the one without a name */
    f.variant = unless_empty(request_parameter(request, "variant"));
    f.most = (size_t)most;
    if (!read_moment(request, "from", &f.from_utc_ns, answer) ||
        !read_moment(request, "to", &f.to_utc_ns, answer) ||
        !read_verdict(request, &f.verdict, answer))
        return false;
    if (f.to_utc_ns == 0)
        f.to_utc_ns = now;
    if (f.from_utc_ns == 0)
        f.from_utc_ns = f.to_utc_ns - hours * HOUR_NS;
    if (f.from_utc_ns >= f.to_utc_ns) {
        answer_error(request, answer, 400, "bad_request", "from must be before to");
        return false;
    }
    *ret = f;
    return true;
}
