/* SPDX-License-Identifier: Apache-2.0 */
/* screen.c - live lines above a cursor, or plain output. */

#include "command/screen.h"
#include "base/buffer.h"
#include "base/must.h"
#include "command/print.h"
#include "model/outcome.h"
#include "run/crew.h"
#include "run/run.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { MOST_LIVE = 8, MOST_OUTPUT_BYTES = 64 << 20, USUAL_COLUMNS = 80 };

struct live {
    const struct run_order *order; /* NULL: a free line */
    const char *step;              /* the last that ended */
    size_t done;
};

struct screen {
    struct console_style style;
    bool live, right;
    bool wordless; /* standard output is for something else: what went wrong goes beside it */
    struct live lines[MOST_LIVE];
    size_t drawn; /* live lines on the terminal now */
};

bool screen_colour(int fd)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    bool dumb = term != NULL && term[0] == 'd' && term[1] == 'u';
    return isatty(fd) && (no == NULL || no[0] == '\0') && !dumb;
}

struct screen *screen_new(const struct console_style *style, bool wordless)
{
    struct screen *screen = calloc(1, sizeof *screen);
    must(screen != NULL);
    screen->style = *style;
    screen->live = isatty(STDOUT_FILENO) && !style->quiet && !wordless;
    screen->wordless = wordless;
    screen->right = true;
    return screen;
}

bool screen_is_live(const struct screen *screen)
{
    return screen->live;
}

static size_t columns(void)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return USUAL_COLUMNS;
    return size.ws_col;
}

static void erase_live(struct screen *screen, struct buffer *out)
{
    if (screen->drawn > 0)
        buffer_printf(out, "\x1b[%zuA\x1b[J", screen->drawn);
    screen->drawn = 0;
}

static void draw_live(struct screen *screen, struct buffer *out)
{
    size_t wide = columns();
    for (size_t i = 0; i < MOST_LIVE; i++) {
        const struct live *line = &screen->lines[i];
        if (line->order == NULL)
            continue;
        console_live(line->order->journey->name, line->step, line->done,
                     line->order->journey->step_count, wide, &screen->style, out);
        buffer_add_char(out, '\n');
        screen->drawn++;
    }
}

static void put(struct screen *screen, const struct outcome *finished)
{
    struct buffer out;
    buffer_init(&out, MOST_OUTPUT_BYTES);
    erase_live(screen, &out);
    if (finished != NULL)
        console_run(finished, &screen->style, &out);
    if (screen->live)
        draw_live(screen, &out);
    if (screen->wordless)
        print_errors(&out);
    else if (out.length > 0 && !print_bytes(&out))
        screen->right = false;
    buffer_done(&out);
}

static struct live *line_of(struct screen *screen, const struct run_order *order)
{
    for (size_t i = 0; i < MOST_LIVE; i++)
        if (screen->lines[i].order == order)
            return &screen->lines[i];
    return NULL;
}

void screen_event(struct screen *screen, const struct event *event)
{
    struct live *line = line_of(screen, event->kind == EVENT_BEGAN ? NULL : event->order);
    if (event->kind == EVENT_BEGAN && line != NULL)
        *line = (struct live){.order = event->order, .step = ""};
    if (event->kind == EVENT_STEP_ENDED && line != NULL) {
        line->step = event->step->name;
        line->done++;
    }
    if (event->kind == EVENT_FINISHED && line != NULL)
        *line = (struct live){0};
    bool wrong = event->kind == EVENT_FINISHED && (event->outcome->verdict == VERDICT_FAIL ||
                                                   event->outcome->verdict == VERDICT_INTERNAL);
    if (event->kind == EVENT_FINISHED && (wrong || !screen->wordless))
        put(screen, event->outcome);
}

void screen_refresh(struct screen *screen)
{
    put(screen, NULL);
}

bool screen_end(struct screen *screen, const struct report *report)
{
    struct buffer out;
    buffer_init(&out, MOST_OUTPUT_BYTES);
    erase_live(screen, &out);
    if (!screen->wordless)
        console_summary(report, &screen->style, &out);
    bool right = print_bytes(&out) && screen->right;
    buffer_done(&out);
    free(screen);
    return right;
}
