/* SPDX-License-Identifier: Apache-2.0 */
/* say.c - one incident, one message for each channel it was told to.
 *
 * A channel gets the trigger when it is first concerned, and from then on everything else, whatever
 * the routes say meanwhile: who was called must hear the end of it. */

#include "alert/say.h"
#include "alert/match.h"
#include "base/arena.h"
#include "model/wire.h"

#include <stdlib.h>
#include <string.h>

int severity_rank(const char *severity)
{
    static const char *const ranks[] = {"info", "warning", "error", "critical"};
    for (int i = 0; i < 4; i++)
        if (strcmp(severity, ranks[i]) == 0)
            return i;
    return 3;
}

/* Those that fail now; of a resolve, all there were. */
static const char *const *journeys_of(struct arena *arena, const struct incident *incident,
                                      bool all)
{
    size_t most = incident->members.count < MOST_JOURNEYS_TOLD ? incident->members.count
                                                               : MOST_JOURNEYS_TOLD;
    const char **names = arena_array(arena, most + 1, const char *);
    for (size_t i = 0, n = 0; i < incident->members.count && n < most; i++) {
        const struct member *member = incident->members.at[i];
        if (member->failing || all)
            names[n++] = arena_strdup(arena, member->journey);
    }
    return names;
}

static const char *link_of(const struct alerts *alerts, struct arena *arena,
                           const struct incident *incident)
{
    const struct config *config = alerts->settings.config;
    const char *base = config->public_url != NULL ? config->public_url : alerts->settings.page;
    if (base == NULL && config->web.listen != NULL)
        base = arena_printf(arena, "%s://%s",
                            config->web.certificate_file != NULL ? "https" : "http",
                            config->web.listen);
    if (base == NULL)
        return "";
    struct text root = text_of(base);
    while (root.length > 0 && root.at[root.length - 1] == '/')
        root.length--;
    return arena_printf(arena, "%.*s/incidents/%s", TEXT_ARGS(root), incident->id);
}

static struct message *message_of(struct turn *turn, const struct incident *incident,
                                  enum message_kind kind)
{
    struct arena *arena = turn->arena;
    struct message *m = arena_make(arena, struct message);
    const char *const *journeys = journeys_of(arena, incident, kind == MESSAGE_RESOLVE);
    const struct member *opener = incident->members.count > 0 ? incident->members.at[0] : NULL;
    const struct member *first = opener;
    for (size_t i = 0; journeys[0] != NULL && i < incident->members.count; i++) {
        const struct member *member = incident->members.at[i];
        if (strcmp(member->journey, journeys[0]) == 0)
            first = member;
    }
    *m = (struct message){
        .kind = kind,
        .journeys = journeys,
        .journey = first != NULL ? arena_strdup(arena, first->journey) : "",
        .opener = opener != NULL ? arena_strdup(arena, opener->journey) : "",
        .journey_title = first != NULL ? arena_strdup(arena, first->title) : "",
        .link = link_of(turn->alerts, arena, incident),
        .started_utc_ns = incident->started,
        .last_utc_ns = incident->last,
        .ended_utc_ns = kind == MESSAGE_RESOLVE ? incident->ended : 0,
        .said_utc_ns = turn->now_utc_ns,
        .failures = incident->failures,
        .flapping = incident->flapping,
    };
#define COPY(member, from) m->member = arena_strdup(arena, incident->from)
    COPY(key, key);
    COPY(incident, id);
    COPY(rule, rule_name);
    COPY(severity, severity);
    COPY(title, title);
    COPY(environment, environment);
    COPY(location, location);
    COPY(owner, owner);
    COPY(step, step);
    COPY(phase, phase);
    COPY(reason, reason);
    COPY(text, text);
    COPY(host, host);
    COPY(endpoint, endpoint);
    COPY(changed, changed);
    COPY(runbook, runbook);
    COPY(first_run, first_run);
    COPY(last_run, last_run);
#undef COPY
    return m;
}

static int64_t renew_ns_of(const struct alerts *alerts, const char *channel)
{
    const struct channel *found = match_channel(alerts, channel);
    return found != NULL && found->wire != NULL ? found->wire->renew_ns : 0;
}

/* A rise that nobody was told of yet, because it is muted, is neither renewed nor ended; what is news
 * says what it was before. */
static void put_severity(struct turn *turn, struct told *told, struct message *own)
{
    bool news = own->kind == MESSAGE_TRIGGER || own->kind == MESSAGE_UPDATE ||
                own->kind == MESSAGE_REMIND;
    const char *before = told->severity == NULL ? "" : told->severity;
    bool rose = before[0] != '\0' && strcmp(before, own->severity) != 0;
    if (rose && news)
        own->severity_before = arena_strdup(turn->arena, before);
    else if (rose)
        own->severity = arena_strdup(turn->arena, before);
    if (news)
        string_keep(&told->severity, own->severity);
}

/* Channels differ in how soon they forget. */
static void tell(struct turn *turn, struct told *told, const struct message *message)
{
    int64_t renew_ns = renew_ns_of(turn->alerts, told->channel);
    struct message *own = arena_make(turn->arena, struct message);
    *own = *message;
    own->renew_ns = renew_ns;
    put_severity(turn, told, own);
    told->renewed_utc_ns = turn->now_utc_ns;
    turn_tell(turn, told->channel, own);
}

static struct told *told_of(const struct incident *incident, const char *channel)
{
    for (size_t i = 0; i < incident->channels.count; i++) {
        struct told *told = incident->channels.at[i];
        if (strcmp(told->channel, channel) == 0)
            return told;
    }
    return NULL;
}

bool say_trigger(struct turn *turn, struct incident *incident, const char *const *channels)
{
    const struct message *message = NULL;
    for (; *channels != NULL; channels++) {
        if (told_of(incident, *channels) != NULL)
            continue;
        if (message == NULL)
            message = message_of(turn, incident, MESSAGE_TRIGGER);
        struct told *told = list_make(sizeof *told);
        string_keep(&told->channel, *channels);
        list_add(&incident->channels, told);
        tell(turn, told, message);
    }
    if (message != NULL && incident->said == 0)
        incident->said = incident->reminded = turn->now_utc_ns;
    incident->dirty = true;
    return message != NULL;
}

static void say_to_all(struct turn *turn, struct incident *incident, enum message_kind kind,
                       const char *why)
{
    struct message *message = NULL;
    for (size_t i = 0; i < incident->channels.count; i++) {
        struct told *told = incident->channels.at[i];
        if (match_channel(turn->alerts, told->channel) == NULL)
            continue; /* a reload took it away */
        if (message == NULL) {
            message = message_of(turn, incident, kind);
            message->why = arena_strdup(turn->arena, why);
        }
        tell(turn, told, message);
    }
    incident->dirty = true;
}

void say_all(struct turn *turn, struct incident *incident, enum message_kind kind)
{
    say_to_all(turn, incident, kind, "");
}

void say_resolve(struct turn *turn, struct incident *incident, const char *why)
{
    say_to_all(turn, incident, MESSAGE_RESOLVE, why);
}

void say_acknowledged(struct turn *turn, struct incident *incident)
{
    struct message *message = NULL;
    for (size_t i = 0; i < incident->channels.count; i++) {
        const struct told *told = incident->channels.at[i];
        const struct channel *channel = match_channel(turn->alerts, told->channel);
        if (channel == NULL || channel->wire == NULL || !channel->wire->acknowledges)
            continue;
        if (message == NULL)
            message = message_of(turn, incident, MESSAGE_ACKNOWLEDGE);
        turn_tell(turn, told->channel, message);
    }
}

void say_renew(struct turn *turn, struct incident *incident)
{
    const struct message *message = NULL;
    for (size_t i = 0; i < incident->channels.count; i++) {
        struct told *told = incident->channels.at[i];
        int64_t renew_ns = renew_ns_of(turn->alerts, told->channel);
        if (renew_ns == 0 || told->renewed_utc_ns + renew_ns > turn->now_utc_ns)
            continue;
        if (message == NULL)
            message = message_of(turn, incident, MESSAGE_RENEW);
        tell(turn, told, message);
        incident->dirty = true;
    }
}

int64_t say_renew_utc_ns(const struct alerts *alerts, const struct incident *incident)
{
    int64_t next = INT64_MAX;
    for (size_t i = 0; i < incident->channels.count; i++) {
        const struct told *told = incident->channels.at[i];
        int64_t renew_ns = renew_ns_of(alerts, told->channel);
        if (renew_ns > 0 && told->renewed_utc_ns + renew_ns < next)
            next = told->renewed_utc_ns + renew_ns;
    }
    return next;
}
