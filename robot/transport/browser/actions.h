/* SPDX-License-Identifier: Apache-2.0 */
/* actions.h - every action of a `browser` step, sorted by name. A new one is its file and its line. */
#pragma once

#include "transport/browser/act.h"

#define ACTIONS                                                                         \
    ACTION(back, "goes back to the page before")                                        \
    ACTION(clear, "empties a field")                                                    \
    ACTION(click, "clicks an element with the mouse")                                   \
    ACTION(dialog, "says how the page's next dialogs are answered")                     \
    ACTION(drag, "presses an element, moves it and lets it go")                         \
    ACTION(expect, "waits until the page is as it should be; fails when it never is")   \
    ACTION(explore, "maps the app: follows links and presses buttons, within limits")   \
    ACTION(frame, "goes into a frame, or back to the top")                              \
    ACTION(open, "opens an address and waits until the page is loaded")                 \
    ACTION(press, "presses a key, maybe with modifiers: Enter, Control+A")              \
    ACTION(record, "a person takes over, and what they do is kept: for xunjian record") \
    ACTION(reload, "loads the page again")                                              \
    ACTION(run, "runs a script in the page")                                            \
    ACTION(screenshot, "takes a picture")                                               \
    ACTION(scroll, "scrolls to an element, or by so much")                              \
    ACTION(select, "chooses options of a <select>")                                     \
    ACTION(swipe, "moves a finger over the screen")                                     \
    ACTION(tap, "taps an element with a finger")                                        \
    ACTION(type, "types into a field, key by key")                                      \
    ACTION(upload, "chooses files for an <input type=file>")                            \
    ACTION(wait_for, "waits until an element is there, gone, or the address matches")   \
    ACTION(window, "goes to another window")

enum action_index {
#define ACTION(name, text) ACTION_##name,
    ACTIONS
#undef ACTION
        ACTION_COUNT
};

#define ACTION(name, text)                         \
    extern const struct action_kind action_##name; \
    extern const struct field_table action_##name##_fields;
ACTIONS
#undef ACTION

/* One action as written: one of the pointers is set. */
struct action {
    const void *params[ACTION_COUNT];
    struct place at;
};

/* The address of an `open`, as it was written. `params` are its own. */
const struct template *action_open_address(const void *params);
