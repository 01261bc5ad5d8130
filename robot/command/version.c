/* SPDX-License-Identifier: Apache-2.0 */
/* version.c - `xunjian version`: what was built, and with which libraries it runs. */

#include "base/buffer.h"
#include "command/command.h"
#include "command/options.h"
#include "command/print.h"

#include <curl/curl.h>
#include <libfyaml.h>
#include <libxml/xmlversion.h>
#include <openssl/crypto.h>
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

enum { MOST_ARGUMENTS = 64 };

static int run(const struct command *self, int argc, char **argv)
{
    const char *rest[MOST_ARGUMENTS + 1];
    int code;
    char pcre[64];
    if (argc > MOST_ARGUMENTS)
        return options_wrong(self, "too many arguments");
    if (!options_read(self, argc, argv, NULL, rest, &code))
        return code;
    pcre2_config(PCRE2_CONFIG_VERSION, pcre);
    struct buffer out;
    buffer_init(&out, 4096);
    buffer_printf(&out, "xunjian %s\n%s\nlibxml2 %s\nPCRE2 %s\nlibfyaml %s\n%s\n",
                  XUNJIAN_VERSION, curl_version(), LIBXML_DOTTED_VERSION, pcre,
                  fy_library_version(), OpenSSL_version(OPENSSL_VERSION));
    code = print_bytes(&out) ? EXIT_PASSED : EXIT_INTERNAL;
    buffer_done(&out);
    return code;
}

const struct command command_version = {
    .name = "version",
    .text = "Prints the versions of the robot and of the libraries it runs with.",
    .arguments = "",
    .run = run,
};
