/* SPDX-License-Identifier: Apache-2.0 */
/* shapes.c - the tables of an incident and its parts: what the page shows, then the machine's. */

#include "alert/state.h"

#define TEXT(s, m)                                                    \
    {                                                                 \
        .name = #m, .at = offsetof(struct s, m), .type = SHAPE_STRING \
    }
#define NUMBER(s, m)                                                  \
    {                                                                 \
        .name = #m, .at = offsetof(struct s, m), .type = SHAPE_NUMBER \
    }
#define FLAG(s, m)                                                  \
    {                                                               \
        .name = #m, .at = offsetof(struct s, m), .type = SHAPE_FLAG \
    }

const struct shape incident_shape[] = {
    TEXT(incident, id),
    TEXT(incident, key),
    {.name = "rule", .at = offsetof(struct incident, rule_name), .type = SHAPE_STRING},
    TEXT(incident, severity),
    TEXT(incident, title),
    TEXT(incident, environment),
    TEXT(incident, location),
    TEXT(incident, owner),
    TEXT(incident, runbook),
    TEXT(incident, host),
    TEXT(incident, endpoint),
    TEXT(incident, step),
    TEXT(incident, phase),
    TEXT(incident, reason),
    TEXT(incident, text),
    TEXT(incident, changed),
    TEXT(incident, first_run),
    TEXT(incident, last_run),
    NUMBER(incident, opened),
    NUMBER(incident, started),
    NUMBER(incident, last),
    NUMBER(incident, closed),
    NUMBER(incident, failures),
    FLAG(incident, flapping),
    {0},
};

/* Under "machine": who acknowledged is shown as an object, too. */
const struct shape machine_shape[] = {
    TEXT(incident, acknowledged_by), NUMBER(incident, acknowledged_at),
    NUMBER(incident, said),          NUMBER(incident, reminded),
    NUMBER(incident, remind_ns),     NUMBER(incident, update_due),
    NUMBER(incident, told_updates),  NUMBER(incident, good_in_row),
    NUMBER(incident, ended),         {0},
};

const struct shape member_shape[] = {
    TEXT(member, journey),   TEXT(member, environment),
    TEXT(member, title),     FLAG(member, failing),
    NUMBER(member, joined),  NUMBER(member, left),
    TEXT(member, step),      TEXT(member, phase),
    TEXT(member, reason),    TEXT(member, text),
    TEXT(member, endpoint),  NUMBER(member, normal_ns),
    NUMBER(member, watched), {0},
};

const struct shape event_shape[] = {
    NUMBER(event, at), TEXT(event, what), TEXT(event, text), TEXT(event, run), {0},
};

const struct shape note_shape[] = {
    NUMBER(note, at),
    TEXT(note, who),
    TEXT(note, text),
    {0},
};

const struct shape told_shape[] = {
    TEXT(told, channel),
    NUMBER(told, renewed_utc_ns),
    {0},
};
