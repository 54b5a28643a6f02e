package io.agw.server.record;

import io.agw.server.turn.Received;
import java.time.Instant;

/// What is known of a turn when it begins.
record Beginning(Received received, Subject subject, Instant at) {}
