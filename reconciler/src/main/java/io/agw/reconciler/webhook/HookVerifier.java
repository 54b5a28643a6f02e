package io.agw.reconciler.webhook;

import io.agw.bundle.model.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Decides whether a call of a webhook is genuine, new, and one of not too many. Thread-safe.
///
/// A webhook without a secret does not exist. Two secrets may be active at once, so that they can
/// be changed without a gap. Nothing in a body is read.
public final class HookVerifier {
    /// Most bytes of a body.
    public static final int MOST_BYTES = 1 << 20;

    private static final Duration REMEMBERED = Duration.ofMinutes(10);
    private static final int MOST_REMEMBERED = 10_000;
    private static final int MOST_CHARACTERS = 200;
    private static final double PER_SECOND = 1;
    private static final double BURST = 5;
    private static final double PER_SECOND_OF_ALL = 20;
    private static final double BURST_OF_ALL = 100;

    /// Headers in which hosts name a delivery.
    private static final List<String> DELIVERY =
            List.of(
                    "x-github-delivery",
                    "x-gitea-delivery",
                    "x-gitlab-event-uuid",
                    "x-request-uuid",
                    "x-delivery-id");

    private final Map<String, Supplier<List<Secret>>> secrets;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Bucket> buckets = new HashMap<>();
    private final Map<String, Instant> seen = new LinkedHashMap<>();
    private final Bucket all;
    private final Secret nobodys = new Secret(UUID.randomUUID().toString());

    /// @param secrets the active secrets by source, read at each call so that a replaced file
    ///   counts at once; sources without a webhook are not in it
    public HookVerifier(Map<String, Supplier<List<Secret>>> secrets, InstantSource clock) {
        this.secrets = Map.copyOf(secrets);
        this.clock = clock;
        this.all = new Bucket(PER_SECOND_OF_ALL, BURST_OF_ALL, clock.instant());
    }

    /// Decides on a call. A throttled call costs no cryptography.
    public HookVerdict verify(HookCall call) {
        if (call.body().length > MOST_BYTES) {
            return new HookVerdict.TooLarge();
        }
        var now = clock.instant();
        if (!mayPass(call.source(), now)) {
            return new HookVerdict.Throttled();
        }
        if (!isGenuine(call)) {
            return new HookVerdict.Unauthorized();
        }
        return isNew(call, now) ? new HookVerdict.Accepted() : new HookVerdict.Repeated();
    }

    /// Sources that are not known share one bucket, so that guessing names costs no memory.
    private boolean mayPass(String source, Instant now) {
        var name = secrets.containsKey(source) ? source : "";
        lock.lock();
        try {
            return buckets.computeIfAbsent(name, _ -> new Bucket(PER_SECOND, BURST, now)).take(now)
                    && all.take(now);
        } finally {
            lock.unlock();
        }
    }

    /// A source that is not known is checked as well, against a secret that nobody has, so that the
    /// answer takes as long.
    private boolean isGenuine(HookCall call) {
        var active = secrets.get(call.source());
        var candidates = active == null ? List.<Secret>of() : active.get();
        boolean genuine = false;
        for (var secret : candidates) {
            genuine |= !secret.reveal().isEmpty() && Signature.isGenuine(call, secret);
        }
        if (candidates.isEmpty()) {
            Signature.isGenuine(call, nobodys);
        }
        return genuine;
    }

    private boolean isNew(HookCall call, Instant now) {
        var id = delivery(call);
        if (id == null) {
            return true;
        }
        lock.lock();
        try {
            seen.values().removeIf(at -> at.plus(REMEMBERED).isBefore(now));
            if (seen.containsKey(id)) {
                return false;
            }
            if (seen.size() >= MOST_REMEMBERED) {
                var oldest = seen.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
            seen.put(id, now);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// What names the delivery; null when nothing does. That is no part of what is signed, and need
    /// not be: a call that is let through once too often makes a loop look once too often.
    private static @Nullable String delivery(HookCall call) {
        for (var name : DELIVERY) {
            var id = call.header(name);
            if (id != null && !id.isEmpty() && id.length() <= MOST_CHARACTERS) {
                return call.source() + "\n" + id;
            }
        }
        return null;
    }
}
