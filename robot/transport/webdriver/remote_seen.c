/* SPDX-License-Identifier: Apache-2.0 */
/* remote_seen.c - what is seen by WebDriver: addresses, dialogs, errors of scripts.
 *
 * No requests and answers as they are on the wire, and no console: the protocol has none. The subjects that
 * need them are told so (page_sight.unseen). */

#include "base/arena.h"
#include "base/clock.h"
#include "document/json.h"
#include "model/step_kind.h"
#include "transport/browser/cdp_value.h"
#include "transport/webdriver/remote.h"

enum { MOST_SAID = 200, MOST_DIALOGS = 50, MOST_ADDRESSES = 200, MOST_TEXT = 2000 };

static void came_to(struct remote *remote)
{
    if (remote->addresses == NULL)
        remote->addresses = arena_array(remote->seen, MOST_ADDRESSES, struct text);
    if (text_starts_with(remote->url, text_of("http")) &&
        remote->address_count < MOST_ADDRESSES)
        remote->addresses[remote->address_count++] = text_copy(remote->seen, remote->url);
}

static struct arena *look_anew(struct remote *remote)
{
    struct arena *before = remote->seen;
    remote->seen = arena_new();
    remote->said = NULL;
    remote->dialogs = NULL;
    remote->addresses = NULL;
    remote->loads = NULL;
    remote->load_count = 0;
    remote->said_count = remote->dialog_count = remote->address_count = 0;
    return before;
}

void remote_begin(struct remote *remote)
{
    arena_end(look_anew(remote));
    came_to(remote); /* where it still is */
}

void remote_saw_dialog(struct remote *remote, struct text message, bool accepted)
{
    remote->effects++;
    if (remote->dialogs == NULL)
        remote->dialogs = arena_array(remote->seen, MOST_DIALOGS, struct dialog_sight);
    if (remote->dialog_count < MOST_DIALOGS)
        remote->dialogs[remote->dialog_count++] = (struct dialog_sight){
            .kind = "dialog",
            .message = text_string(remote->seen, text_slice(message, 0, MOST_TEXT)),
            .accepted = accepted};
}

static void heard(struct remote *remote, const struct json *error)
{
    if (remote->said == NULL)
        remote->said = arena_array(remote->seen, MOST_SAID, struct console_sight);
    if (remote->said_count == MOST_SAID)
        return;
    struct text url = value_text(error, "url");
    remote->said[remote->said_count++] = (struct console_sight){
        .exception = true,
        .text = text_string(remote->seen, text_slice(value_text(error, "text"), 0, MOST_TEXT)),
        .url = url.length > 0 ? text_string(remote->seen, text_slice(url, 0, MOST_TEXT)) : NULL,
        .line = (int)value_int(error, "line", 0),
        .column = (int)value_int(error, "column", 0),
        .at_ns = clock_now_ns()};
}

void remote_told(struct remote *remote, const struct json *told)
{
    const struct json *errors = value_of(told, "errors");
    struct text url = value_text(told, "url");
    int64_t resources = value_int(told, "resources", 0);
    for (size_t i = 0; errors != NULL && errors->kind == JSON_ARRAY && i < errors->count; i++)
        heard(remote, errors->items[i]);
    if (url.length > 0 && !text_equal(url, remote->url)) {
        remote->url = text_copy(remote->arena, url);
        remote->effects++;
        came_to(remote);
    }
    remote_loaded(remote, value_of(told, "loads"));
    if (resources != remote->resources)
        remote->effects++;
    remote->resources = resources;
}

void remote_collect(struct drive *drive, struct attempt *attempt, struct page_sight *sight)
{
    struct remote *remote = (struct remote *)drive;
    sight->driver = drive->driver->name;
    sight->unseen = PAGE_NETWORK | PAGE_CONSOLE;
    sight->document = remote_loads(remote, attempt->saw);
    if (remote->browser != NULL)
        sight->browser = arena_strdup(attempt->arena, remote->browser);
    sight->console = remote->said;
    sight->console_count = remote->said_count;
    sight->dialogs = remote->dialogs;
    sight->dialog_count = remote->dialog_count;
    sight->addresses = remote->addresses;
    sight->address_count = remote->address_count;
    sight->url = text_copy(attempt->arena, remote->url);
    arena_adopt(attempt->arena, look_anew(remote));
}
