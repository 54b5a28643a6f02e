package io.agw.store;

import java.time.Instant;

/// One logged apply.
///
/// @param id rises with every apply
/// @param at when it was committed
/// @param storeVersion version of the configuration after it
public record Revision(long id, Instant at, long storeVersion, RevisionDraft draft) {}
