/// A store that forgets: the ports over plain collections, for tests and for tools that need no
/// file. Held to the same contract as the one on SQLite.
///
/// Starting point: {@link io.agw.store.memory.MemoryStore}.
@NullMarked
package io.agw.store.memory;

import org.jspecify.annotations.NullMarked;
