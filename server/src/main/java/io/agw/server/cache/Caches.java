package io.agw.server.cache;

import io.agw.bundle.model.Cache;
import io.agw.server.dialect.RequestLikeness;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// All caches. They outlive configurations: a cache that did not change keeps its answers. A
/// restart begins with none. Thread-safe.
public final class Caches {
    private static final double USUAL_THRESHOLD = 0.95;

    /// Of the heap, for all caches together.
    private static final int SHARE = 8;

    /// Between two looks for what is too old.
    private static final long SWEEP_NANOS = 1_000_000_000;

    private final Room room;
    private final LongSupplier nanos;
    private final AtomicLong swept;
    private volatile Map<String, Shelf> shelves = Map.of();

    /// @param most bytes of all caches together
    /// @param nanos a watch that never jumps
    public Caches(long most, LongSupplier nanos) {
        this.room = new Room(most, this::sweep);
        this.nanos = nanos;
        this.swept = new AtomicLong(nanos.getAsLong() - SWEEP_NANOS);
    }

    /// Has all caches forget what is too old, though nobody asks for it: one that nobody uses holds
    /// no room that others need.
    private void sweep() {
        long last = swept.get();
        long now = nanos.getAsLong();
        if (now - last >= SWEEP_NANOS && swept.compareAndSet(last, now)) {
            shelves.values().forEach(Shelf::sweep);
        }
    }

    /// Most bytes that suit this process.
    public static long usualMost() {
        return Runtime.getRuntime().maxMemory() / SHARE;
    }

    /// What is known of one cache.
    ///
    /// @param hits and misses since it was set up
    public record View(Cache cache, int entries, long bytes, long hits, long misses) {}

    /// Serves these from here on. Those that are gone or have changed lose their answers.
    public synchronized void use(CacheIndex index) {
        var before = shelves;
        var after = new HashMap<String, Shelf>();
        for (var cache : index.caches()) {
            var known = before.get(cache.id());
            after.put(
                    cache.id(),
                    known != null && known.cache().equals(cache)
                            ? known
                            : new Shelf(cache, room, nanos));
        }
        shelves = Map.copyOf(after);
        before.values().stream().filter(shelf -> !after.containsValue(shelf)).forEach(Shelf::close);
    }

    /// What is known of a cache; empty when it is not on.
    public Optional<View> view(String id) {
        return Optional.ofNullable(shelves.get(id)).map(Shelf::view);
    }

    /// Has a cache forget all answers.
    ///
    /// @return how many it had; empty when it is not on
    public Optional<Integer> purge(String id) {
        return Optional.ofNullable(shelves.get(id)).map(Shelf::clear);
    }

    /// Asks a route's cache for an answer.
    ///
    /// @param embedder asked at most once, by a `semantic` cache
    public Found find(RouteCache at, Asked asked, Embedder embedder) {
        var cache = at.cache();
        var shelf = shelves.get(cache.id());
        var request = asked.request();
        // a turn that began under another configuration has nothing to do with this one's answers
        if (shelf == null
                || !shelf.cache().equals(cache)
                || asked.wishes().noStore()
                || !asked.canShare(cache.scope())
                || !RequestLikeness.canBeAlike(request)) {
            return new Found.Bypass();
        }
        boolean isShared = cache.scope() != Cache.Scope.VIRTUAL_KEY;
        var likeness = RequestLikeness.of(request, isShared);
        if (!isCacheable(cache, likeness)) {
            return new Found.Bypass();
        }
        return switch (cache.type()) {
            case EXACT -> exact(shelf, at, asked, likeness);
            case PREFIX -> prefix(shelf, at, asked, likeness);
            case SEMANTIC -> semantic(new Search(shelf, at, asked), likeness, embedder);
        };
    }

    private static boolean isCacheable(Cache cache, RequestLikeness likeness) {
        var most = cache.cacheable().maxTemperature();
        return !likeness.isKept()
                && !(cache.cacheable().noTools() && likeness.offersTools())
                && (most == null || likeness.temperature() <= most);
    }

    private static Found exact(Shelf shelf, RouteCache at, Asked asked, RequestLikeness likeness) {
        var hash = Digest.sha256();
        asked.feed(hash, at);
        likeness.feed(hash);
        return found(shelf, asked, Digest.of(hash));
    }

    private static Found prefix(Shelf shelf, RouteCache at, Asked asked, RequestLikeness likeness) {
        var hash = Digest.sha256();
        asked.feed(hash, at);
        int messages = Objects.requireNonNullElse(at.cache().messages(), 1);
        return likeness.feedBeginning(hash, messages, at.cache().ignoreSuffix())
                ? found(shelf, asked, Digest.of(hash))
                : new Found.Bypass();
    }

    private static Found found(Shelf shelf, Asked asked, Digest key) {
        var hit = shelf.find(key, asked.wishes().maxAge());
        return hit == null ? new Found.Miss(shelf.miss(Slot.Place.exact(key))) : hit;
    }

    /// What is looked for where.
    private record Search(Shelf shelf, RouteCache at, Asked asked) {}

    /// The same text is alike without anybody's being asked.
    private static Found semantic(Search search, RequestLikeness likeness, Embedder embedder) {
        var asked = search.asked();
        var shelf = search.shelf();
        var hash = Digest.sha256();
        asked.feed(hash, search.at());
        @Nullable String text = likeness.feedBesidesLastText(hash);
        if (text == null) {
            return new Found.Bypass();
        }
        var group = Digest.of(hash);
        Digest.feed(hash, group.toString());
        Digest.feed(hash, text);
        var key = Digest.of(hash);
        long age = asked.wishes().maxAge();
        var same = shelf.find(key, age);
        if (same != null) {
            return same;
        }
        var cache = search.at().cache();
        var embedded = embedder.embed(cache, text);
        var vector = embedded == null ? null : Vectors.unit(embedded);
        if (vector == null) {
            return new Found.Miss(shelf.miss(Slot.Place.exact(key)));
        }
        double least = Objects.requireNonNullElse(cache.similarityThreshold(), USUAL_THRESHOLD);
        var alike = shelf.nearest(group, vector, least, age);
        return alike == null
                ? new Found.Miss(shelf.miss(new Slot.Place(key, group, vector)))
                : alike;
    }
}
