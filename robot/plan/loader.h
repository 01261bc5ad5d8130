/* SPDX-License-Identifier: Apache-2.0 */
/* loader.h - what reading journeys shares: for the files of this room only. */
#pragma once

#include "document/field.h"
#include "model/environment.h"
#include "model/journey.h"
#include "model/vocabulary.h"
#include "plan/include.h"
#include "plan/plan.h"

struct cron;
struct zone;

/* One file being read, and through which includes it was reached. */
struct loading {
    const struct source *source;
    const struct loading *from; /* the file that includes this one; NULL at the top */
    struct place included_at;
};

struct loader {
    struct arena *arena;
    struct diags *diags;
    const struct plan_options *options;
    const struct vocabulary *vocabulary;
    const struct environment *environment;
    const struct field_table *journey_table;
    const struct loading *loading; /* the file at hand */
    size_t heavy;                  /* templates with heavy calls met so far */
    const char
        *environment_folder;       /* where environments are looked for; NULL: none was found */
    struct map *environment_names; /* lint without --env: every variable of every environment */
    struct map *zones;             /* those loaded so far, by name; NULL: none yet */
};

/* A journey as its file says it, before includes are flattened. When something in it was wrong what
 * was right is there, so that the next checks can find mistakes, too: steps may lack their kind. */
struct raw_journey {
    struct journey journey;
    struct step *steps;
    size_t step_count;
    int connections;
    struct place at;
};

/* An `include` step's own key; with and returns stand beside it. */
struct include {
    const char *file;
    struct place file_at;
};

/* Tables that every file of this room builds on. */
extern const struct field_table binding_table; /* NAME: any value with templates */
extern const struct field_table schedule_rule_table, alert_rule_table; /* read_rules.c */
extern const struct field_table secret_source_table; /* NAME: where a secret comes from */
/* read_question.c: `assertion`, `capture`: their keys are the vocabulary's. */
const struct field_table *assertion_table(struct arena *arena,
                                          const struct vocabulary *vocabulary);
const struct field_table *capture_table(struct arena *arena,
                                        const struct vocabulary *vocabulary);
/* read_step.c */
const struct field_table *step_table(struct arena *arena, const struct vocabulary *vocabulary,
                                     const struct field_table *assertion,
                                     const struct field_table *felt);
/* read_budget.c; whether it limits what only a browser measures. */
extern const struct field_table budget_table;
bool budget_asks_page(const struct budget *budget);
/* read_felt.c */
const struct field_table *felt_table(struct arena *arena, const struct vocabulary *vocabulary);

/* "critical" "error" "warning" "info", NULL-terminated. */
extern const char *const severity_names[];

/* A reading whose templates are compiled by this room. */
struct reading loader_reading(struct loader *loader);

/* NULL with a diag at `at` when it cannot be read; remembers the source for later errors. */
const struct source *loader_source(struct loader *loader, const char *path, struct place at);
/* `path` as seen from the file at hand: relative to its folder. */
const char *loader_beside(struct loader *loader, const char *path);

/* NULL when it is no YAML; the diags tell of the rest. */
struct raw_journey *read_journey(struct loader *loader, const struct source *source);
/* Flattens includes and closes the journey. */
void flatten_journey(struct loader *loader, struct raw_journey *raw);
/* rows.c: `for_each`. */
extern const struct custom_type rows_type;
/* Checks that every variable read is set by somebody before. In a journey that is wrong already a
 * name is only complained of when a known one is near: who sets it may be among what is missing. */
void check_variables(struct loader *loader, const struct journey *journey, bool right);

/* zones.c, check_schedule.c: NULL when there is no such zone, or no such cron, which is told. */
const struct zone *loader_zone(struct loader *loader, const char *name, struct place at);
const struct cron *loader_cron(struct loader *loader, const char *text, struct place at);
/* *ret_zone stays as it is when the rule has none. */
bool check_schedule(struct loader *loader, const struct schedule_rule *rule,
                    const struct zone **ret_zone);

const struct environment *read_environment(struct loader *loader, const char *path,
                                           struct place at);
/* Reads every environment in the folder; their variables go to loader->environment_names. */
void list_environment_names(struct loader *loader);
/* The value of one secret, in the redaction table before it is returned; false with diags. */
bool fetch_secret(struct loader *loader, const struct secret_source *from, struct text *ret);
/* Gives each secret of the journey its value; false with diags when one has none. */
bool fetch_secrets(struct loader *loader, struct journey *journey);
