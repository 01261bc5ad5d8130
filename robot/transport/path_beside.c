/* SPDX-License-Identifier: Apache-2.0 */
/* path_beside.c - see path_beside.h. */

#include "transport/path_beside.h"
#include "base/arena.h"
#include "model/journey.h"
#include "model/step_kind.h"

#include <string.h>

const char *path_beside(const struct attempt *attempt, struct text path)
{
    const struct source *from = attempt->step->at.source;
    const char *slash = from != NULL ? strrchr(from->name, '/') : NULL;
    if (slash == NULL || (path.length > 0 && path.at[0] == '/'))
        return text_string(attempt->arena, path);
    return arena_printf(attempt->arena, "%.*s/%.*s", (int)(slash - from->name), from->name,
                        TEXT_ARGS(path));
}
