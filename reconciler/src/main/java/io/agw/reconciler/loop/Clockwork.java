package io.agw.reconciler.loop;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/// Everything by which time passes for a loop, so that a test can pass it by hand.
///
/// @param clock tells the time
/// @param alarms calls back at a time
/// @param workers runs attempts, each of which may block for long
/// @param random spreads waits; thread-safe
public record Clockwork(
        InstantSource clock, Alarms alarms, Executor workers, RandomGenerator random) {
    /// Time as it passes: attempts run on virtual threads of their own.
    ///
    /// @param alarms owned by the caller, who closes it
    public static Clockwork of(InstantSource clock, SystemAlarms alarms) {
        return new Clockwork(
                clock,
                alarms,
                work -> Thread.ofVirtual().name("reconcile").start(work),
                new SecureRandom());
    }
}
