/* SPDX-License-Identifier: Apache-2.0 */
/* party.c - comparing the owners of two hosts.
 *
 * The list of public suffixes has 10,000 lines and changes weekly; second labels of up to three
 * letters under two (com.cn, co.uk) are what it says in nearly all cases that matter here. */

#include "checks/felt/party.h"

static struct text host_of(struct text url)
{
    ptrdiff_t scheme = text_find(url, text_of("://"), 0);
    if (scheme < 0)
        return text_of("");
    size_t from = (size_t)scheme + 3, to = from;
    while (to < url.length && url.at[to] != '/' && url.at[to] != '?' && url.at[to] != '#')
        to++;
    for (size_t i = from; i < to; i++)
        if (url.at[i] == '@')
            from = i + 1;
    bool six = from < to && url.at[from] == '['; /* an IPv6 address has colons of its own */
    for (size_t i = from; i < to; i++)
        if (url.at[i] == (six ? ']' : ':'))
            to = six ? i + 1 : i;
    return text_slice(url, from, to);
}

static bool is_number(struct text host)
{
    char last = host.length > 0 ? host.at[host.length - 1] : '0';
    return (last >= '0' && last <= '9') || last == ']';
}

/* The last labels of a host that tell its owner. */
static struct text owner_of(struct text host)
{
    size_t end = host.length, labels = 0, lengths[2] = {0};
    if (is_number(host))
        return host;
    for (size_t at = host.length; at > 0; at--) {
        if (host.at[at - 1] != '.')
            continue;
        size_t length = end - at;
        if (labels < 2)
            lengths[labels] = length;
        labels++;
        end = at - 1;
        bool registry = labels == 2 && lengths[0] == 2 && lengths[1] <= 3;
        if (labels >= 2 && !registry)
            return text_slice(host, at, host.length);
    }
    return host;
}

bool party_first(struct text page, struct text url)
{
    struct text host = host_of(url);
    return host.length == 0 ||
           text_equal_ignoring_case(owner_of(host_of(page)), owner_of(host));
}
