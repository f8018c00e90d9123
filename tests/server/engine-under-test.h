/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sql/connection.h"

G_BEGIN_DECLS

/* (transfer full) (nullable): where the server of this data folder keeps its rows, empty at first:
 * a schema of its own in the PostgreSQL of REDRESS_TEST_DATABASE, as with-postgres sets it. NULL
 * without that: then it is a file in the folder. */
char *redress_test_database_of (const char *data_dir);

/* (transfer full): SQL of a test with `cast (leaf as text)` and `as blob` in the words of the
 * engine that is tested. */
char *redress_test_database_say (const char *sql);

/* A database with the server's tables; @path is not used on PostgreSQL. */
RedressSqlConnection *redress_test_database_open (const char *path);

G_END_DECLS
