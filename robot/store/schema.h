/* SPDX-License-Identifier: Apache-2.0 */
/* schema.h - the tables, and how a file of an older robot becomes one of this robot's.
 *
 * A step is never edited once it has shipped: a new version is a new step at the end. Each is one
 * transaction with the version's number, so that a kill in between leaves one version or the other. */
#pragma once

#include <stdbool.h>

struct database;

/* The newest version this robot knows: what it makes and reads. */
int schema_newest(void);

/* Makes the tables of an empty file, or runs the steps an older one lacks. False with db->why: a
 * newer robot's file, another program's file, or a failure. */
bool schema_update(struct database *db);

/* For readers, who change nothing: false with db->why when it is not of this version. */
bool schema_known(struct database *db);

/* Runs the steps up to `version` only: for the tests of migrations. */
bool schema_update_to(struct database *db, int version);
