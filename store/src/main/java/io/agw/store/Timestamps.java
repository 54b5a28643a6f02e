package io.agw.store;

import java.time.Instant;

/// When an object was first and last written, to the millisecond.
public record Timestamps(Instant createdAt, Instant updatedAt) {}
