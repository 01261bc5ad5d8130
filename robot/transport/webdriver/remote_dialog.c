/* SPDX-License-Identifier: Apache-2.0 */
/* remote_dialog.c - a dialog of the page stands before the first in line (WebDriver, section 16).
 *
 * It is answered as the journey said it would be, and recorded. The protocol does not tell of which
 * kind it is. What it broke into is sent again, if it bears that. */

#include "base/arena.h"
#include "base/clock.h"
#include "document/json.h"
#include "transport/webdriver/remote.h"
#include "transport/webdriver/webdriver_http.h"
#include "transport/webdriver/webdriver_reply.h"

#define ALERT_NS (10 * NS_PER_S)

static void call_alert(struct remote *remote, const char *method, const char *path,
                       const struct json *body,
                       void (*done)(void *thing, const struct webdriver_reply *reply))
{
    const struct webdriver_request request = {
        .method = method,
        .url = arena_printf(remote->seen, "%s/alert/%s", remote->session, path),
        .body = body,
        .timeout_ns = ALERT_NS};
    remote->call = webdriver_call(remote->http, &request, done, remote);
}

static void closed(void *thing, const struct webdriver_reply *reply)
{
    struct remote *remote = thing;
    remote->call = NULL;
    if (reply->gone)
        remote_lost(remote, "the driver did not answer");
    else
        remote_resume(remote, true);
}

static void close_dialog(struct remote *remote)
{
    call_alert(remote, "POST", remote->accept ? "accept" : "dismiss", NULL, closed);
}

static void written(void *thing, const struct webdriver_reply *reply)
{
    struct remote *remote = thing;
    (void)reply; /* an alert takes no text */
    remote->call = NULL;
    close_dialog(remote);
}

static void text_told(void *thing, const struct webdriver_reply *reply)
{
    struct remote *remote = thing;
    remote->call = NULL;
    if (reply->gone) {
        remote_lost(remote, "the driver did not answer");
        return;
    }
    if (webdriver_reply_is(reply, "no such alert")) {
        remote_resume(remote, false);
        return;
    }
    bool text = reply->value != NULL && reply->value->kind == JSON_STRING;
    remote_saw_dialog(remote, text ? reply->value->text : text_of(""), remote->accept);
    if (remote->prompt.length == 0 || !remote->accept) {
        close_dialog(remote);
        return;
    }
    struct json *body = json_object_new(remote->seen, 1);
    json_set(remote->seen, body, text_of("text"), json_string(remote->seen, remote->prompt));
    call_alert(remote, "POST", "text", body, written);
}

void remote_dialog(struct remote *remote)
{
    call_alert(remote, "GET", "text", NULL, text_told);
}
