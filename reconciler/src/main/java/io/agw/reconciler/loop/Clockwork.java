package io.agw.reconciler.loop;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/// Everything by which time passes for a loop, so that a test can pass it by hand.
///
/// @param clock tells the time
/// @param alarms calls back at a time
/// @param workers runs attempts, each of which may block or compute for long
/// @param random spreads waits; thread-safe
public record Clockwork(
        InstantSource clock, Alarms alarms, Executor workers, RandomGenerator random) {}
