/* SPDX-License-Identifier: Apache-2.0 */
/* retain.h - what is too old goes, a little at a time.
 *
 * A slice deletes a bounded number of rows in one transaction, gives back some pages, and looks into
 * one folder of artefacts, so that runs never wait for it. Runs go only once they are in the roll-ups. */
#pragma once

#include "model/config.h"

struct database;

/* How far the round through the store has come; the writer's own. */
struct retain {
    int64_t series;        /* whose roll-ups were looked at last */
    unsigned folder;       /* of artefacts, 0 to 255 */
    unsigned folders_left; /* of this round */
};

/* Begins a round: every folder of artefacts will be looked into. */
void retain_begin(struct retain *retain);

/* *ret_more: there is more to do now. False with db->why. */
bool retain_some(struct retain *retain, struct database *db, struct retention keep,
                 int64_t now_utc_ns, bool *ret_more);
