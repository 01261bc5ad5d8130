/* SPDX-License-Identifier: Apache-2.0 */
/* app.c - the step kind `app`: a customer in a native app, by Appium.
 *
 * The same actions as in a browser, as far as a screen without pages has them; the first `app` step of a run
 * says where Appium is and what it is to open, which stays open until the run's end. */

#include "document/bind.h"
#include "document/node.h"
#include "model/step_kind.h"
#include "transport/browser/station.h"
#include "transport/browser/step_fields.h"

#define APP_ACTIONS                                                                \
    ACTION(back, "the device's way back")                                          \
    ACTION(clear, "empties a field")                                               \
    ACTION(click, "presses an element")                                            \
    ACTION(dialog, "what is answered to the alerts that come")                     \
    ACTION(drag, "takes an element elsewhere")                                     \
    ACTION(expect, "what the screen must come to show")                            \
    ACTION(press, "a key")                                                         \
    ACTION(screenshot, "a picture; none is taken of a screen that shows a secret") \
    ACTION(swipe, "a finger's way over the screen")                                \
    ACTION(tap, "presses an element")                                              \
    ACTION(type, "writes into a field")                                            \
    ACTION(wait_for, "waits until an element is there, or is not")

static const char *const names[] = {
#define ACTION(id, words) #id,
    APP_ACTIONS
#undef ACTION
        NULL};

static const struct field_choice one_action[] = {
    {.names = names, .what = "action", .required = true}, {0}};

static const struct field action_rows[] = {
#define ACTION(id, words) ACTION_ROW(id, words),
    APP_ACTIONS
#undef ACTION
    {0}};

static const struct field_table action_table = {.name = "app_action",
                                                .text = "one thing a customer does in the app",
                                                .size = sizeof(struct action),
                                                .fields = action_rows,
                                                .choices = one_action,
                                                .place_at = offsetof(struct action, at)};

static const struct field fields[] = {
    ACTIONS_FIELD(action_table),
    {.name = "server",
     .type = FIELD_TEMPLATE,
     SETTING(webdriver),
     .text = "Appium's URL; of the run's first app step"},
    {.name = "capabilities",
     .type = FIELD_TREE,
     SETTING(capabilities),
     .text = "which device, which app: platformName, appium:app ...; likewise"},
    SCREENSHOTS_FIELD("when a picture is taken, from this step on (default: failure)"),
    ACTION_TIMEOUT_FIELD,
    {0}};

static void make_native(struct reading *reading, const struct node *at, void *into)
{
    (void)reading;
    (void)at;
    ((struct browser_step *)into)->settings.native = true;
}

static const struct field_table table = {
    .name = "app",
    .text = "what a customer does in a native app",
    .size = sizeof(struct browser_step),
    .fields = fields,
    .shorthand = "actions",
    .check = make_native,
};

static const struct transport transport = {
    .open = station_open,
    .close = station_close,
    .start = browsing_start,
    .cancel = browsing_cancel,
};

const struct step_kind step_kind_app = {
    .name = "app",
    .text = "a customer's actions in a native app, by Appium",
    .fields = &table,
    .transport = &transport,
};
