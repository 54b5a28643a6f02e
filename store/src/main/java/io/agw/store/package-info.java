/// What the gateway remembers: applied configuration with its owners and secrets, the log of
/// revisions, sources' status, audit, usage and spans.
///
/// Starting point: {@link io.agw.store.ConfigStore}. The ports are here; `store.sqlite` implements
/// them on SQLite, `store.memory` in memory, and one contract suite holds both to the same
/// behaviour.
@NullMarked
package io.agw.store;

import org.jspecify.annotations.NullMarked;
