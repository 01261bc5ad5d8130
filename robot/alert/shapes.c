/* SPDX-License-Identifier: Apache-2.0 */
/* shapes.c - the tables of an incident and its parts: what the page shows, then the machine's. */

#include "alert/state.h"

const struct shape incident_shape[] = {
    SHAPE_TEXT_OF(incident, id),
    SHAPE_TEXT_OF(incident, key),
    {.name = "rule", .at = offsetof(struct incident, rule_name), .type = SHAPE_STRING},
    SHAPE_TEXT_OF(incident, severity),
    SHAPE_TEXT_OF(incident, title),
    SHAPE_TEXT_OF(incident, environment),
    SHAPE_TEXT_OF(incident, location),
    SHAPE_TEXT_OF(incident, owner),
    SHAPE_TEXT_OF(incident, runbook),
    SHAPE_TEXT_OF(incident, host),
    SHAPE_TEXT_OF(incident, endpoint),
    SHAPE_TEXT_OF(incident, step),
    SHAPE_TEXT_OF(incident, phase),
    SHAPE_TEXT_OF(incident, reason),
    SHAPE_TEXT_OF(incident, text),
    SHAPE_TEXT_OF(incident, changed),
    SHAPE_TEXT_OF(incident, first_run),
    SHAPE_TEXT_OF(incident, last_run),
    SHAPE_NUMBER_OF(incident, opened),
    SHAPE_NUMBER_OF(incident, started),
    SHAPE_NUMBER_OF(incident, last),
    SHAPE_NUMBER_OF(incident, closed),
    SHAPE_NUMBER_OF(incident, failures),
    SHAPE_FLAG_OF(incident, flapping),
    {0},
};

/* Under "machine": who acknowledged is shown as an object, too. */
const struct shape machine_shape[] = {
    SHAPE_TEXT_OF(incident, acknowledged_by), SHAPE_NUMBER_OF(incident, acknowledged_at),
    SHAPE_NUMBER_OF(incident, said),          SHAPE_NUMBER_OF(incident, reminded),
    SHAPE_NUMBER_OF(incident, remind_ns),     SHAPE_NUMBER_OF(incident, update_due),
    SHAPE_NUMBER_OF(incident, told_updates),  SHAPE_NUMBER_OF(incident, good_in_row),
    SHAPE_NUMBER_OF(incident, ended),         {0},
};

const struct shape member_shape[] = {
    SHAPE_TEXT_OF(member, journey),   SHAPE_TEXT_OF(member, environment),
    SHAPE_TEXT_OF(member, title),     SHAPE_FLAG_OF(member, failing),
    SHAPE_NUMBER_OF(member, joined),  SHAPE_NUMBER_OF(member, left),
    SHAPE_TEXT_OF(member, step),      SHAPE_TEXT_OF(member, phase),
    SHAPE_TEXT_OF(member, reason),    SHAPE_TEXT_OF(member, text),
    SHAPE_TEXT_OF(member, endpoint),  SHAPE_NUMBER_OF(member, normal_ns),
    SHAPE_NUMBER_OF(member, watched), {0},
};

const struct shape event_shape[] = {
    SHAPE_NUMBER_OF(event, at),
    SHAPE_TEXT_OF(event, what),
    SHAPE_TEXT_OF(event, text),
    SHAPE_TEXT_OF(event, run),
    {0},
};

const struct shape note_shape[] = {
    SHAPE_NUMBER_OF(note, at),
    SHAPE_TEXT_OF(note, who),
    SHAPE_TEXT_OF(note, text),
    {0},
};

const struct shape told_shape[] = {
    SHAPE_TEXT_OF(told, channel),
    SHAPE_TEXT_OF(told, severity),
    SHAPE_NUMBER_OF(told, renewed_utc_ns),
    {0},
};
