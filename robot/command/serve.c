/* SPDX-License-Identifier: Apache-2.0 */
/* serve.c - `xunjian serve`: all journeys, all hours, until told to stop. */

#include "base/buffer.h"
#include "command/command.h"
#include "command/options.h"
#include "command/print.h"
#include "command/vocabulary.h"
#include "service/service.h"

#include <stdlib.h>

enum { MOST_ERROR_BYTES = 1 << 20 };

/* On standard output, for whoever started it by hand or waits for it in a script. */
static void started(const char *url, size_t monitors)
{
    struct buffer out;
    buffer_init(&out, 4096);
    buffer_printf(&out, "xunjian serves %zu monitor%s", monitors, monitors == 1 ? "" : "s");
    if (url != NULL)
        buffer_printf(&out, ": %s", url);
    buffer_add_char(&out, '\n');
    print_bytes(&out);
    buffer_done(&out);
}

static int serve(const char *config_path)
{
    const struct service_options how = {.vocabulary = vocabulary_all(),
                                        .config_path = config_path,
                                        .version = XUNJIAN_VERSION,
                                        .started = started};
    struct buffer errors;
    buffer_init(&errors, MOST_ERROR_BYTES);
    enum service_end end = service_run(&how, &errors);
    if (errors.length > 0)
        print_errors(&errors);
    buffer_done(&errors);
    return end == SERVICE_STOPPED        ? EXIT_PASSED
           : end == SERVICE_WRONG_CONFIG ? EXIT_WRONG_FILE
                                         : EXIT_INTERNAL;
}

static int run(const struct command *self, int argc, char **argv)
{
    int code = EXIT_USAGE;
    const char **rest = calloc((size_t)argc + 1, sizeof *rest);
    if (rest == NULL)
        return EXIT_INTERNAL;
    if (options_read(self, argc, argv, NULL, rest, &code))
        code = rest[0] != NULL && rest[1] == NULL
                   ? serve(rest[0])
                   : options_wrong(self, "name one configuration: xunjian.yaml");
    free(rest);
    return code;
}

const struct command command_serve = {
    .name = "serve",
    .text = "Runs journeys by schedule, keeps what they found, and alerts.",
    .arguments = "CONFIG",
    .run = run,
};
