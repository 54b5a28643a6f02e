package io.agw.store.sqlite;

import org.jdbi.v3.core.Handle;

/// What a file of the store holds beyond its tables.
///
/// @param <T> what of it is held in memory once it is open
interface Content<T> {
    /// Writes what a new file must hold. Tables are there, nothing else is.
    void create(Handle handle);

    /// Reads and proves what is to be held in memory.
    ///
    /// @throws DamagedException when it is not what was written
    /// @throws io.agw.store.StoreException when the file is whole and cannot be used all the same
    T load(Handle handle);
}
