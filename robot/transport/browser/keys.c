/* SPDX-License-Identifier: Apache-2.0 */
/* keys.c - see keys.h. */

#include "transport/browser/keys.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const struct key named[] = {
    {.name = "ArrowDown", .code = "ArrowDown", .number = 40},
    {.name = "ArrowLeft", .code = "ArrowLeft", .number = 37},
    {.name = "ArrowRight", .code = "ArrowRight", .number = 39},
    {.name = "ArrowUp", .code = "ArrowUp", .number = 38},
    {.name = "Backspace", .code = "Backspace", .number = 8},
    {.name = "Delete", .code = "Delete", .number = 46},
    {.name = "End", .code = "End", .number = 35},
    {.name = "Enter", .code = "Enter", .number = 13, .text = "\r"},
    {.name = "Escape", .code = "Escape", .number = 27},
    {.name = "Home", .code = "Home", .number = 36},
    {.name = "PageDown", .code = "PageDown", .number = 34},
    {.name = "PageUp", .code = "PageUp", .number = 33},
    {.name = "Space", .code = "Space", .number = 32, .text = " "},
    {.name = "Tab", .code = "Tab", .number = 9},
};
enum { NAMED = sizeof named / sizeof named[0] };

static const char *const names[] = {
    "ArrowDown", "ArrowLeft", "ArrowRight", "ArrowUp", "Backspace", "Delete", "End", "Enter",
    "Escape",    "Home",      "PageDown",   "PageUp",  "Space",     "Tab",    NULL};

const char *const *key_names(void)
{
    return names;
}

/* The places of punctuation, with and without Shift. */
static const char *punctuation(char c, int *ret_number)
{
    static const struct {
        const char *both, *code;
        int number;
    } places[] = {
        {"`~", "Backquote", 192},   {"-_", "Minus", 189},        {"=+", "Equal", 187},
        {"[{", "BracketLeft", 219}, {"]}", "BracketRight", 221}, {"\\|", "Backslash", 220},
        {";:", "Semicolon", 186},   {"'\"", "Quote", 222},       {",<", "Comma", 188},
        {".>", "Period", 190},      {"/?", "Slash", 191},
    };
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        if (strchr(places[i].both, c) != NULL) {
            *ret_number = places[i].number;
            return places[i].code;
        }
    return "";
}

static void character(char c, struct key_room *room, struct key *ret)
{
    static const char shifted[] = ")!@#$%^&*(";
    const char *digit = c != '\0' ? strchr(shifted, c) : NULL;
    room->name[0] = c;
    room->name[1] = '\0';
    *ret = (struct key){.name = room->name, .code = room->code, .text = room->name};
    if (isalpha((unsigned char)c)) {
        snprintf(room->code, sizeof room->code, "Key%c", toupper((unsigned char)c));
        ret->number = toupper((unsigned char)c);
    } else if (isdigit((unsigned char)c) || digit != NULL) {
        int n = digit != NULL ? (int)(digit - shifted) : c - '0';
        snprintf(room->code, sizeof room->code, "Digit%d", n % 10);
        ret->number = '0' + n % 10;
    } else if (c == ' ') {
        ret->code = "Space";
        ret->number = ' ';
    } else {
        ret->code = punctuation(c, &ret->number);
    }
}

bool key_find(struct text name, struct key_room *room, struct key *ret)
{
    for (size_t i = 0; i < NAMED; i++)
        if (text_is(name, named[i].name)) {
            *ret = named[i];
            return true;
        }
    if (name.length != 1 || name.at[0] < ' ' || name.at[0] > '~')
        return false;
    character(name.at[0], room, ret);
    return true;
}
