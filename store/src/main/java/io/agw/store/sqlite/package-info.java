/// The store on SQLite: two files (configuration; usage and spans) in a directory that only the
/// gateway's user can read, held by one process.
///
/// Starting point: {@link io.agw.store.sqlite.SqliteStore}. All SQL runs on platform threads,
/// because native calls pin the carrier of a virtual thread: one writer and a few readers a file,
/// in `Database`. How a file is created, checked, migrated and restored is in `Opening`.
@NullMarked
package io.agw.store.sqlite;

import org.jspecify.annotations.NullMarked;
