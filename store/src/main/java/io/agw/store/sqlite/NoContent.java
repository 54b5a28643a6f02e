package io.agw.store.sqlite;

import org.jdbi.v3.core.Handle;

/// Content of a file of which nothing is held in memory.
final class NoContent implements Content<NoContent.Nothing> {
    @Override
    public void create(Handle handle) {}

    @Override
    public Nothing load(Handle handle) {
        return new Nothing();
    }

    record Nothing() {}
}
