/* SPDX-License-Identifier: Apache-2.0 */
/* explore.c - see explore.h; and what must never be pressed. */

#include "transport/browser/explore.h"
#include "base/arena.h"
#include "base/clock.h"
#include "document/field.h"
#include "document/json.h"
#include "graph/route.h"
#include "transport/browser/act.h"
#include "transport/browser/actions.h"
#include "transport/browser/cdp_value.h"

#include <string.h>

enum { MOST_HOSTS = 32 };

static const struct field start_field = {
    .name = "url",
    .type = FIELD_TEMPLATE,
    .at = offsetof(struct explore_start_at, url),
    .text = "an address to begin at",
};
static const struct field_table start_table = {.name = "browser_explore_from",
                                               .text = "where an exploration begins",
                                               .size = sizeof(struct explore_start_at),
                                               .whole = &start_field};

static const struct field fields[] = {
    {.name = "from",
     .type = FIELD_LIST,
     .of = &start_table,
     .at = offsetof(struct explore, starts),
     .count_at = offsetof(struct explore, start_count),
     .least = 1,
     .most = 100,
     .single = true,
     .required = true,
     .text = "the addresses to begin at; their hosts may be visited"},
    {.name = "hosts",
     .type = FIELD_TEXTS,
     .at = offsetof(struct explore, hosts),
     .text = "other hosts that may be visited: HOST or HOST:PORT"},
    {.name = "pages",
     .type = FIELD_COUNT,
     .at = offsetof(struct explore, pages),
     .least = 1,
     .most = 5000,
     .fallback = "200",
     .text = "look at so many pages at most"},
    {.name = "depth",
     .type = FIELD_COUNT,
     .at = offsetof(struct explore, depth),
     .least = 1,
     .most = 100,
     .fallback = "10",
     .text = "so many clicks from where it began"},
    {.name = "time",
     .type = FIELD_DURATION,
     .at = offsetof(struct explore, time_ns),
     .least = NS_PER_S,
     .fallback = "1m",
     .text = "for so long at most; the step's and the journey's time-outs must be longer"},
    {.name = "buttons",
     .type = FIELD_FLAG,
     .at = offsetof(struct explore, buttons),
     .fallback = "true",
     .text = "press buttons, too; false follows links only, for production"},
    {.name = "avoid",
     .type = FIELD_TEXTS,
     .at = offsetof(struct explore, avoid),
     .text =
         "more words of what is never followed or pressed, beside log out, delete, pay and the like"},
    {0}};

const struct field_table action_explore_fields = {.name = "browser_explore",
                                                  .text = "what is explored, and how far",
                                                  .size = sizeof(struct explore),
                                                  .fields = fields,
                                                  .shorthand = "from"};

/* ---- what is left alone ---- */

/* Words of what ends a session, deletes, or moves money, in a label or an address. */
static const char *const destructive[] = {
    "logout",  "log out",  "log-out",  "signout", "sign out",   "sign-out",    "delete",
    "remove",  "unbind",   "destroy",  "cancel",  "deactivate", "unsubscribe", "purchase now",
    "pay now", "transfer", "withdraw", "reset",   "退出",       "登出",        "注销",
    "删除",    "移除",     "解绑",     "解除",    "取消",       "清空",        "清除",
    "重置",    "支付",     "付款",     "转账",    "提现",       "还款",        "还本期",
    "结清",    "借款",     "购买",     "赎回",    "撤单",       "关闭账户",    "销户",
    "提交",    "确认",     NULL};

static bool has_word(struct text in, const char *const *words)
{
    for (; words != NULL && *words != NULL; words++) {
        struct text word = text_of(*words);
        for (size_t i = 0; i + word.length <= in.length; i++)
            if (text_equal_ignoring_case(text_slice(in, i, i + word.length), word))
                return true;
    }
    return false;
}

/* The words of money are for buttons: a link to the repayment page is only a link. */
static bool is_left_alone(const struct exploring *e, struct text label, struct text address,
                          bool button)
{
    static const char *const leaving[] = {"logout",   "log-out",     "signout",
                                          "sign-out", "/delete",     "/remove",
                                          "/unbind",  "unsubscribe", NULL};
    static const char *const leaving_words[] = {"退出", "登出",    "注销",     "删除",   "解绑",
                                                "销户", "log out", "sign out", "delete", NULL};
    if (has_word(label, e->params->avoid) || has_word(address, e->params->avoid) ||
        has_word(address, leaving) || has_word(label, leaving_words))
        return true;
    return button && has_word(label, destructive);
}

bool explore_inside(const struct exploring *e, struct text url)
{
    struct text host = route_host(url);
    for (size_t i = 0; i < e->host_count; i++)
        if (text_equal_ignoring_case(host, text_of(e->hosts[i])))
            return true;
    for (const char *const *h = e->params->hosts; h != NULL && *h != NULL; h++)
        if (text_equal_ignoring_case(host, text_of(*h)))
            return true;
    return false;
}

/* ---- ways ---- */

void explore_know(struct exploring *e, const char *address)
{
    map_put(&e->known, text_of(address), e);
}

static struct family *family_of(struct exploring *e, const char *name)
{
    struct family *family = map_get(&e->families, text_of(name));
    if (family == NULL) {
        family = arena_make(e->arena, struct family);
        map_put(&e->families, text_of(name), family);
    }
    return family;
}

static void add(struct exploring *e, const struct way *way)
{
    if (e->way_count == MOST_WAYS)
        return;
    if (e->way_count == e->way_room) {
        size_t room = e->way_room > 0 ? e->way_room * 2 : 256;
        struct way *grown = arena_array(e->arena, room, struct way);
        if (e->way_count > 0)
            memcpy(grown, e->ways, e->way_count * sizeof *grown);
        e->ways = grown;
        e->way_room = room;
    }
    e->ways[e->way_count++] = *way;
}

void explore_begin_at(struct exploring *e, struct text url)
{
    const char *address = route_address(e->arena, url);
    if (e->host_count < MOST_HOSTS) {
        const char **hosts = arena_array(e->arena, e->host_count + 1, const char *);
        if (e->host_count > 0)
            memcpy(hosts, e->hosts, e->host_count * sizeof *hosts);
        hosts[e->host_count++] = text_string(e->arena, route_host(url));
        e->hosts = hosts;
    }
    explore_know(e, address);
    add(e, &(struct way){.url = address,
                         .label = "",
                         .family = family_of(e, route_family(e->arena, url)),
                         .from = NOWHERE});
}

static void add_link(struct exploring *e, size_t at, int64_t depth, const struct json *link)
{
    struct text url = value_text(link, "url"), label = value_text(link, "label");
    if (!explore_inside(e, url) || is_left_alone(e, label, url, false))
        return;
    const char *address = route_address(e->arena, url);
    bool known = map_get(&e->known, text_of(address)) != NULL;
    explore_know(e, address);
    add(e, &(struct way){.url = address,
                         .label = text_string(e->arena, label),
                         .target = text_string(e->arena, value_text(link, "target")),
                         .family = family_of(e, route_family(e->arena, url)),
                         .from = at,
                         .depth = depth,
                         .crosses = known,
                         .gone = known});
}

void explore_cross(struct exploring *e)
{
    struct map places; /* by address: the first sighting there */
    map_init(&places, e->arena);
    for (size_t i = 0; i < e->sighting_count; i++) {
        struct text address = text_of(route_address(e->arena, e->sightings[i].url));
        if (map_get(&places, address) == NULL)
            map_put(&places, address, &e->sightings[i]);
    }
    for (size_t i = 0; i < e->way_count && e->passage_count < MOST_PASSAGES; i++) {
        const struct way *way = &e->ways[i];
        const struct sighting *to = way->crosses ? map_get(&places, text_of(way->url)) : NULL;
        if (to != NULL)
            e->passages[e->passage_count++] =
                (struct passage){.from = way->from,
                                 .to = (size_t)(to - e->sightings),
                                 .kind = PASSAGE_LINK,
                                 .label = way->label,
                                 .target = way->target};
    }
}

/* Once on each kind of page: the tenth article's button does what the first one's does. */
static void add_button(struct exploring *e, size_t at, const char *address, int64_t depth,
                       const struct json *button)
{
    struct text label = value_text(button, "label");
    const char *target = text_string(e->arena, value_text(button, "target"));
    if (value_flag(button, "submits") || is_left_alone(e, label, (struct text){0}, true))
        return;
    const char *family =
        arena_printf(e->arena, "%s press %s %.*s", route_family(e->arena, text_of(address)),
                     target, TEXT_ARGS(label));
    if (map_get(&e->known, text_of(family)) != NULL)
        return;
    map_put(&e->known, text_of(family), e);
    add(e, &(struct way){.url = address,
                         .label = text_string(e->arena, label),
                         .target = target,
                         .family = family_of(e, family),
                         .from = at,
                         .depth = depth,
                         .presses = true});
}

void explore_enqueue(struct exploring *e, size_t at, const char *address, int64_t depth,
                     const struct json *page, bool press)
{
    const struct json *links = value_of(page, "links"), *buttons = value_of(page, "buttons");
    if (depth > e->params->depth)
        return;
    for (size_t i = 0; links != NULL && i < links->count; i++)
        add_link(e, at, depth, links->items[i]);
    for (size_t i = 0; press && e->params->buttons && buttons != NULL && i < buttons->count;
         i++)
        add_button(e, at, address, depth, buttons->items[i]);
}

/* The rarely visited kind first, then what is near: the first of equals stays. */
static bool is_sooner(const struct way *a, const struct way *b)
{
    if (a->family->visits != b->family->visits)
        return a->family->visits < b->family->visits;
    return a->depth < b->depth;
}

const struct way *explore_next(struct exploring *e)
{
    struct way *best = NULL;
    for (size_t i = 0; i < e->way_count; i++) {
        struct way *way = &e->ways[i];
        if (!way->gone && (best == NULL || is_sooner(way, best)))
            best = way;
    }
    if (best == NULL)
        return NULL;
    best->family->visits++;
    best->gone = true;
    struct way *copy = arena_make(e->arena, struct way); /* the list may move */
    *copy = *best;
    return copy;
}
