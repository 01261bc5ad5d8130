/* SPDX-License-Identifier: Apache-2.0 */
/* environment.c - which rule a host falls under. */

#include "model/environment.h"

#include <stdio.h>

static bool matches(struct text rule, struct text host)
{
    if (rule.length > 1 && rule.at[0] == '*')
        return host.length >= rule.length &&
               text_equal_ignoring_case(
                   text_slice(host, host.length - rule.length + 1, host.length),
                   text_slice(rule, 1, rule.length));
    return text_equal_ignoring_case(rule, host);
}

const struct host_rule *environment_host(const struct environment *environment,
                                         struct text host, int port)
{
    char with_port[300];
    snprintf(with_port, sizeof with_port, "%.*s:%d", TEXT_ARGS(text_slice(host, 0, 256)), port);
    for (size_t i = 0; environment != NULL && i < environment->host_count; i++) {
        const struct host_rule *rule = &environment->hosts[i];
        if (matches(text_of(rule->host), host) ||
            matches(text_of(rule->host), text_of(with_port)))
            return rule;
    }
    return NULL;
}
