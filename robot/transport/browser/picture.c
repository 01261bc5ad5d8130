/* SPDX-License-Identifier: Apache-2.0 */
/* picture.c - the page as the customer sees it, as a PNG. */

#include "base/arena.h"
#include "document/json.h"
#include "transport/browser/cdp_value.h"
#include "transport/browser/visit.h"

static void taken(void *thing, const struct cdp_reply *reply)
{
    struct errand *errand = thing;
    const struct json *data = value_of(reply->result, "data");
    if (data == NULL || data->kind != JSON_STRING)
        errand_refuse(errand, reply);
    else
        errand_finish(errand, DRIVE_OK, data, NULL);
}

/* One pixel for each of CSS: a phone's three make a picture nine times as large, and no clearer to who
 * looks at a report. */
static const struct json *screen(struct arena *arena, const struct visit *visit)
{
    const struct device *device = &devices[visit->settings.device];
    return cdp_object(arena, "x", json_int(arena, 0), "y", json_int(arena, 0), "width",
                      json_int(arena, device->width), "height", json_int(arena, device->height),
                      "scale", cdp_number(arena, 1 / device->scale), NULL);
}

void visit_picture(struct drive *drive, bool full_page, drive_done_fn *done, void *thing)
{
    struct visit *visit = (struct visit *)drive;
    struct errand *errand = errand_new(visit, sizeof *errand, done, thing);
    errand_call(errand, NULL, "Page.captureScreenshot",
                cdp_object(errand->arena, "format", json_string_of(errand->arena, "png"),
                           "optimizeForSpeed", json_bool(true), "captureBeyondViewport",
                           json_bool(full_page), "clip",
                           full_page ? NULL : screen(errand->arena, visit), NULL),
                taken);
}
