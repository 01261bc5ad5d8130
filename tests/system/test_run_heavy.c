/* SPDX-License-Identifier: Apache-2.0 */
/* Journeys whose templates encrypt: that is done in the offload pool, in steps, variables and what an
 * include is given; a time-out that comes meanwhile is told as one. */

#include "tests/system/demo.h"
#include "tests/system/process.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The public key of GB/T 32918.5's example. */
#define SM2_KEY                                                        \
    "0409F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F350" \
    "20CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"

/* So many encryptions take a hundred times as long as the step may. */
enum { MANY = 1000 };

static char folder[64];

static void put(const char *name, const char *text)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    cr_assert_geq(fputs(text, file), 0);
    cr_assert_eq(fclose(file), 0);
}

static void take_away(const char *name)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    unlink(path);
}

static const char journey[] =
    "journey: heavy\n"
    "variables: { sealed: \"${sm2_encrypt('" SM2_KEY "', 'hello')}\" }\n"
    "steps:\n"
    "  - name: public key\n"
    "    http: ${base}/api/auth/public-key\n"
    "    capture: { key: { jsonpath: $.data.publicKey } }\n"
    "  - name: in a step\n"
    "    http:\n"
    "      url: ${base}/api/auth/public-key\n"
    "      headers: { X-Sealed: \"${base64(rsa_encrypt(key, sealed, 'pkcs1'))}\" }\n"
    "    assert: [{ status: 200 }]\n"
    "  - include: inner.journey.yaml\n"
    "    with: { given: \"${base64(rsa_encrypt(key, 'given', 'oaep-sha256'))}\" }\n";

static const char inner[] =
    "journey: inner\n"
    "variables: { given: none }\n"
    "steps:\n"
    "  - name: given\n"
    "    http:\n"
    "      url: ${base}/api/auth/public-key\n"
    "      headers: { X-Given: \"${given}\" }\n"
    "    assert: [{ status: 200 }, { variable: given, matches: '^.{300}' }]\n";

static struct ran run(const struct demo *demo, const char *name)
{
    char path[160], base[100], ca[300];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    snprintf(base, sizeof base, "XUNJIAN_DEMO_BASE=%s", demo->base);
    snprintf(ca, sizeof ca, "XUNJIAN_DEMO_CA=%s", demo->ca);
    const char *const environment[] = {base, ca, "XUNJIAN_DEMO_LOGIN_PASSWORD=Demo@2026",
                                       "XUNJIAN_DEMO_TRADE_PASSWORD=246810", NULL};
    return xunjian(
        (const char *const[]){"run", "--env", "scenarios/environments/demo.yaml", path, NULL},
        environment);
}

static char *many(void)
{
    static const char head[] = "journey: many\n"
                               "steps:\n"
                               "  - name: public key\n"
                               "    http: ${base}/api/auth/public-key\n"
                               "    capture: { key: { jsonpath: $.data.publicKey } }\n"
                               "  - name: encrypt\n"
                               "    timeout: 1ms\n"
                               "    http:\n"
                               "      url: ${base}/api/auth/public-key\n"
                               "      method: POST\n"
                               "      json:\n";
    static const char item[] =
        "        - \"${base64(rsa_encrypt(key, 'x', 'oaep-sha256'))}\"\n";
    char *text = malloc(sizeof head + MANY * sizeof item);
    cr_assert_not_null(text);
    strcpy(text, head);
    char *at = text + strlen(text);
    for (int i = 0; i < MANY; i++, at += strlen(item))
        strcpy(at, item);
    return text;
}

static void make_folder(void)
{
    strcpy(folder, "/tmp/xunjian-heavy-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
}

Test(run_heavy, steps_variables_and_includes_may_encrypt, .init = make_folder)
{
    struct demo *demo = demo_start(NULL);
    put("heavy.journey.yaml", journey);
    put("inner.journey.yaml", inner);
    struct ran ran = run(demo, "heavy.journey.yaml");
    cr_expect_eq(ran.code, 0, "exit %d: %s%s", ran.code, ran.out, ran.err);
    ran_done(&ran);
    take_away("heavy.journey.yaml");
    take_away("inner.journey.yaml");
    rmdir(folder);
    demo_stop(demo);
}

Test(run_heavy, a_time_out_while_encrypting_is_told_as_one, .init = make_folder)
{
    struct demo *demo = demo_start(NULL);
    char *text = many();
    put("many.journey.yaml", text);
    struct ran ran = run(demo, "many.journey.yaml");
    cr_expect_eq(ran.code, 1, "exit %d: %s", ran.code, ran.err);
    cr_expect_not_null(strstr(ran.out, "breakpoint: many / encrypt / send (timeout)"), "%s",
                       ran.out);
    ran_done(&ran);
    take_away("many.journey.yaml");
    rmdir(folder);
    free(text);
    demo_stop(demo);
}

Test(run_heavy, a_cancelled_run_waits_for_its_encryption_and_ends, .init = make_folder)
{
    struct demo *demo = demo_start(NULL);
    char *text = many();
    memcpy(strstr(text, "timeout: 1ms"), "timeout: 9m ", 12);
    put("many.journey.yaml", text);
    char path[160], base[100], ca[300];
    snprintf(path, sizeof path, "%s/many.journey.yaml", folder);
    snprintf(base, sizeof base, "XUNJIAN_DEMO_BASE=%s", demo->base);
    snprintf(ca, sizeof ca, "XUNJIAN_DEMO_CA=%s", demo->ca);
    const char *const environment[] = {base, ca, "XUNJIAN_DEMO_LOGIN_PASSWORD=Demo@2026",
                                       "XUNJIAN_DEMO_TRADE_PASSWORD=246810", NULL};
    struct running running =
        xunjian_start((const char *const[]){"run", "--env", "scenarios/environments/demo.yaml",
                                            "--repeat", "1000", path, NULL},
                      environment);
    for (int i = 0; i < 6000 && demo_count(demo, "GET /api/auth/public-key") < 3; i++)
        usleep(10000);
    kill(running.pid, SIGINT);
    struct ran ran = xunjian_wait(&running);
    cr_expect(ran.code == 5 || ran.code == 1, "exit %d: %s", ran.code, ran.err);
    ran_done(&ran);
    take_away("many.journey.yaml");
    rmdir(folder);
    free(text);
    demo_stop(demo);
}
