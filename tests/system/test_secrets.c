/* SPDX-License-Identifier: Apache-2.0 */
/* No byte of a secret in anything the robot writes.
 *
 * tests/system/secrets.journey.yaml tells secrets from all sources to a server that says them back,
 * and captures more. Then standard output, standard error and every report there is are searched
 * for them: in every encoding, made here by hand so that a mistake in the robot's own encoders would
 * show, and for any eight bytes of the raw values, so that cutting them does not help either. */

#include "hostile.h"
#include "model/reporter.h"
#include "process.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PASSWORD "p@s\"s/w%rd <7&'\xC3\xA9+\\x!"
#define KEY      "kZ8/q+Lw3=vT?9&xY#mR"
#define PIN      "24681357"
#define TOKEN    "tok-9fK/3+x\"Zq7="

static const struct secret {
    const char *name, *value;
    bool number; /* its digits alone may stand within other numbers */
} secrets[] = {
    {"password", PASSWORD, false}, {"key", KEY, false},     {"pin", PIN, true},
    {"token", TOKEN, false},       {"otp", "493021", true}, {"number", "86420975", true},
};

enum { MOST_KINDS = 12 };

static struct hostile hostile;
static char folder[] = "/tmp/xunjian-secrets-XXXXXX";

static void write_file(const char *name, const char *bytes)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    fputs(bytes, file);
    cr_assert_eq(fclose(file), 0);
}

static void begin(void)
{
    char environment[512];
    hostile_start(&hostile);
    cr_assert_not_null(mkdtemp(folder));
    snprintf(environment, sizeof environment,
             "environment: secrets\nvariables: { base: \"%s\" }\nsecrets:\n"
             "  password: { env: XUNJIAN_TEST_PASSWORD }\n"
             "  key: { file: %s/key.txt }\n"
             "  pin: { command: \"echo %s; echo %s >&2\" }\n",
             hostile.plain, folder, PIN, PIN);
    write_file("secrets.yaml", environment);
    write_file("key.txt", KEY "\n");
}

static void end(void)
{
    char remove[300];
    snprintf(remove, sizeof remove, "rm -rf %s", folder);
    cr_expect_eq(system(remove), 0);
    hostile_stop(&hostile);
}

TestSuite(secrets, .init = begin, .fini = end);

static char *read_report(const char *kind, size_t *ret_length)
{
    char path[256];
    char *bytes = calloc(1, 4 << 20);
    snprintf(path, sizeof path, "%s/out.%s", folder, kind);
    FILE *file = fopen(path, "r");
    cr_assert_not_null(file, "no report %s", kind);
    *ret_length = fread(bytes, 1, (4 << 20) - 1, file);
    fclose(file);
    return bytes;
}

static void to_hex(const char *value, const char *format, const char *keep, char *out)
{
    for (; *value != '\0'; value++) {
        unsigned char c = (unsigned char)*value;
        if (keep != NULL && (isalnum(c) || strchr(keep, c) != NULL))
            *out++ = (char)c;
        else
            out += sprintf(out, format, c);
    }
    *out = '\0';
}

/* The characters that are the value's alone when `before` bytes stand before it. */
static void to_base64(const char *value, size_t before, const char *digits, char *out)
{
    char all[256] = "xx";
    size_t bits = 0, length = before + strlen(value), skip = before == 0 ? 0 : before + 1;
    size_t n = 0;
    snprintf(all + before, sizeof all - before, "%s", value);
    for (; (bits + 6) <= length * 8; bits += 6) {
        unsigned two =
            (unsigned)(unsigned char)all[bits / 8] << 8 | (unsigned char)all[bits / 8 + 1];
        out[n++] = digits[two >> (10 - bits % 8) & 63];
    }
    out[n] = '\0';
    memmove(out, out + skip, n - skip + 1);
}

static void to_json(const char *value, bool ascii, char *out)
{
    for (; *value != '\0'; value++) {
        if (*value == '"' || *value == '\\')
            *out++ = '\\';
        if (ascii && strncmp(value, "\xC3\xA9", 2) == 0) {
            out += sprintf(out, "\\u00e9");
            value++;
        } else {
            *out++ = *value;
        }
    }
    *out = '\0';
}

static void to_markup(const char *value, const char *quote, char *out)
{
    for (; *value != '\0'; value++)
        out += sprintf(out, "%.*s", *value == '&' || *value == '<' || *value == '"' ? 6 : 1,
                       *value == '&'   ? "&amp;"
                       : *value == '<' ? "&lt;"
                       : *value == '"' ? quote
                                       : value);
}

static const char standard[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char for_urls[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static void expect_absent(const struct secret *secret, const char *form, const char *how,
                          const char *where, const char *bytes, size_t length)
{
    const char *at = memmem(bytes, length, form, strlen(form));
    cr_expect_null(at, "%s: %s gets out %s: ...%.80s", where, secret->name, how,
                   at != NULL && at - bytes > 30 ? at - 30 : at);
}

static void search_forms(const struct secret *secret, const char *where, const char *bytes,
                         size_t length)
{
    char form[1024];
    const char *value = secret->value;
    to_hex(value, "%%%02X", "-._~", form);
    expect_absent(secret, form, "URL-encoded", where, bytes, length);
    to_hex(value, "%%%02x", "-._~", form);
    expect_absent(secret, form, "URL-encoded in lower case", where, bytes, length);
    to_hex(value, "%02x", NULL, form);
    expect_absent(secret, form, "in hex", where, bytes, length);
    to_hex(value, "%02X", NULL, form);
    expect_absent(secret, form, "in upper hex", where, bytes, length);
    for (size_t before = 0; before < 3; before++) {
        to_base64(value, before, standard, form);
        expect_absent(secret, form, "in base64", where, bytes, length);
        to_base64(value, before, for_urls, form);
        expect_absent(secret, form, "in base64url", where, bytes, length);
    }
    to_json(value, false, form);
    expect_absent(secret, form, "in JSON", where, bytes, length);
    to_json(value, true, form);
    expect_absent(secret, form, "in ASCII JSON", where, bytes, length);
    to_markup(value, "&quot;", form);
    expect_absent(secret, form, "in markup", where, bytes, length);
    to_markup(value, "\"", form);
    expect_absent(secret, form, "in markup text", where, bytes, length);
}

static void search(const char *where, const char *bytes, size_t length)
{
    enum { TELLING = 8 };
    for (size_t s = 0; s < sizeof secrets / sizeof secrets[0]; s++) {
        const char *value = secrets[s].value;
        for (size_t i = 0; i == 0 || i + TELLING <= strlen(value); i++) {
            char part[TELLING + 1] = {0};
            strncpy(part, value + i, TELLING);
            expect_absent(&secrets[s], part, "as it is", where, bytes, length);
        }
        search_forms(&secrets[s], where, bytes, length);
    }
}

static struct ran run_journey(const char *verbosity)
{
    char environment[256], kinds[MOST_KINDS][256], password[128];
    const char *arguments[5 + 2 * MOST_KINDS + 2] = {"run", verbosity, "--env", environment};
    size_t n = 4;
    snprintf(environment, sizeof environment, "%s/secrets.yaml", folder);
    snprintf(password, sizeof password, "XUNJIAN_TEST_PASSWORD=%s", PASSWORD);
    for (size_t k = 0; reporters[k] != NULL && k < MOST_KINDS; k++) {
        const char *kind = reporters[k]->name;
        snprintf(kinds[k], sizeof kinds[k], "%s=%s/out.%s", kind, folder, kind);
        arguments[n++] = "--report";
        arguments[n++] = kinds[k];
    }
    arguments[n] = "tests/system/secrets.journey.yaml";
    return xunjian(arguments, (const char *const[]){password, NULL});
}

static void try_verbosity(const char *verbosity)
{
    struct ran ran = run_journey(verbosity);
    cr_assert_eq(ran.code, 1, "%s%s", ran.out, ran.err);
    search("standard output", ran.out, ran.out_length);
    search("standard error", ran.err, ran.err_length);
    for (size_t k = 0; reporters[k] != NULL; k++) {
        size_t length;
        char *bytes = read_report(reporters[k]->name, &length);
        search(reporters[k]->name, bytes, length);
        free(bytes);
    }
    ran_done(&ran);
}

Test(secrets, no_byte_gets_out)
{
    try_verbosity("--verbose");
    try_verbosity("--quiet");
}

Test(secrets, were_there_to_be_found)
{
    static const char *const full[] = {"har", "json"};
    struct ran ran = run_journey("--verbose");
    for (size_t k = 0; k < sizeof full / sizeof full[0]; k++) {
        size_t length;
        char *bytes = read_report(full[k], &length);
        for (size_t s = 0; s < sizeof secrets / sizeof secrets[0]; s++) {
            char mark[64];
            snprintf(mark, sizeof mark, "[redacted:%s]", secrets[s].name);
            cr_expect_not_null(strstr(bytes, mark), "%s: no %s", full[k], mark);
        }
        free(bytes);
    }
    ran_done(&ran);
}

Test(secrets, errors_before_the_run_do_not_tell_them)
{
    char journey[512], path[256], environment[256], password[128];
    snprintf(path, sizeof path, "%s/wrong.journey.yaml", folder);
    snprintf(environment, sizeof environment, "%s/secrets.yaml", folder);
    snprintf(password, sizeof password, "XUNJIAN_TEST_PASSWORD=%s", PASSWORD);
    snprintf(journey, sizeof journey,
             "journey: wrong\nsecrets: [password, key, pin]\nsteps:\n"
             "  - name: a\n    http: \"%s\"\n    assert: [ { matches: \"(%s\" } ]\n",
             KEY, PIN);
    write_file("wrong.journey.yaml", journey);
    struct ran ran = xunjian((const char *const[]){"run", "--env", environment, path, NULL},
                             (const char *const[]){password, NULL});
    cr_expect_eq(ran.code, 3, "%s", ran.err);
    search("standard output", ran.out, ran.out_length);
    search("standard error", ran.err, ran.err_length);
    ran_done(&ran);
}
