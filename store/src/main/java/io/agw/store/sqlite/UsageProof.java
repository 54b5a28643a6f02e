package io.agw.store.sqlite;

import io.agw.store.ChainVerdict;
import io.agw.store.sqlite.UsageChain.Link;
import io.agw.store.sqlite.UsageChain.Seal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Looks at every turn whether it is as it was written. In slices, each of one moment, between
/// which turns are written and removed.
final class UsageProof {
    private static final int SEALS = 64;
    private static final int MOST_KINDS = 8_192;

    private final Database database;
    private final Map<Long, byte[]> kinds =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, byte[]> eldest) {
                    return size() > MOST_KINDS;
                }
            };
    private Link place = new Link(0, new byte[UsageDigest.LENGTH]);
    private long fromId;
    private long turns;
    private boolean begun;

    UsageProof(Database database) {
        this.database = database;
    }

    ChainVerdict verdict() {
        while (true) {
            var verdict = database.read(handle -> handle.inTransaction(this::slice));
            if (verdict.isPresent()) {
                return verdict.get();
            }
        }
    }

    private Optional<ChainVerdict> slice(Handle handle) {
        var chain = UsageChain.load(handle);
        if (!begun || chain.anchor().id() > place.id()) {
            begun = true;
            place = chain.anchor();
            fromId = place.id() + 1;
            turns = 0;
        }
        var seals = seals(handle);
        for (var seal : seals) {
            var broken = check(handle, chain, seal);
            if (broken.isPresent()) {
                return broken;
            }
            place = place.then(seal);
        }
        return seals.isEmpty() ? Optional.of(end(handle, chain)) : Optional.empty();
    }

    private List<Seal> seals(Handle handle) {
        return handle.createQuery(
                        "SELECT * FROM usage_seal WHERE last_id > ? ORDER BY last_id LIMIT ?")
                .bind(0, place.id())
                .bind(1, SEALS)
                .map((row, _) -> Seal.read(row))
                .list();
    }

    private Optional<ChainVerdict> check(Handle handle, UsageChain chain, Seal seal) {
        if (seal.firstId() <= place.id() || seal.lastId() < seal.firstId()) {
            return broken(seal, "its seal is not one that was written");
        }
        if (rows(handle, place.id() + 1, seal.firstId() - 1) > 0) {
            return broken(seal, "there are turns before it that were not written by the gateway");
        }
        if (seal.gone()) {
            if (seal.lastMillis() >= chain.droppedMillis()) {
                return broken(seal, "its turns are gone before their time");
            }
            return rows(handle, seal.firstId(), seal.lastId()) == 0
                    ? Optional.empty()
                    : broken(seal, "turns that were removed are there again");
        }
        var digest = new UsageDigest();
        var found = new Found();
        handle.createQuery("SELECT * FROM turn WHERE usage_id BETWEEN ? AND ? ORDER BY usage_id")
                .bind(0, seal.firstId())
                .bind(1, seal.lastId())
                .map((row, _) -> read(handle, digest, row))
                .forEach(found::add);
        turns += found.turns;
        if (found.turns != seal.turns()) {
            return broken(
                    seal, "%d turns are there (expected: %d)".formatted(found.turns, seal.turns()));
        }
        return Arrays.equals(digest.finish(), seal.digest())
                        && found.lastMillis == seal.lastMillis()
                ? Optional.empty()
                : broken(seal, "a turn is not as it was written");
    }

    private long read(Handle handle, UsageDigest digest, ResultSet row) throws SQLException {
        UsageRow.put(digest, kind(handle, row.getLong("kind_id")), row);
        return row.getLong("finished_ms");
    }

    /// The digest of a kind; another one than any where the kind is not there.
    private byte[] kind(Handle handle, long id) {
        return kinds.computeIfAbsent(
                id,
                _ ->
                        handle.createQuery("SELECT * FROM turn_kind WHERE kind_id = ?")
                                .bind(0, id)
                                .map((row, _) -> TurnKind.digest(row))
                                .findOne()
                                .orElseGet(() -> new byte[0]));
    }

    private ChainVerdict end(Handle handle, UsageChain chain) {
        long last = place.id();
        if (rows(handle, last + 1, Long.MAX_VALUE) > 0) {
            return new ChainVerdict.Broken(
                    last + 1, Long.MAX_VALUE, "there are turns that the gateway did not write");
        }
        if (chain.head().id() != last || !Arrays.equals(chain.head().hash(), place.hash())) {
            return new ChainVerdict.Broken(
                    Math.min(last, chain.head().id()),
                    Math.max(last, chain.head().id()),
                    "seals are missing, or are not those that were written");
        }
        long unsealed = rows(handle, 1, Math.min(chain.unsealedId(), fromId - 1));
        if (rows(handle, Long.MIN_VALUE, 0) > 0
                || rows(handle, chain.unsealedId() + 1, fromId - 1) > 0) {
            return new ChainVerdict.Broken(
                    chain.unsealedId() + 1,
                    fromId - 1,
                    "there are turns before all that are sealed");
        }
        return new ChainVerdict.Whole(
                turns, unsealed, fromId, last, HexFormat.of().formatHex(place.hash()));
    }

    private static long rows(Handle handle, long from, long to) {
        return from > to
                ? 0
                : handle.createQuery("SELECT count(*) FROM turn WHERE usage_id BETWEEN ? AND ?")
                        .bind(0, from)
                        .bind(1, to)
                        .mapTo(Long.class)
                        .one();
    }

    private static Optional<ChainVerdict> broken(Seal seal, String why) {
        return Optional.of(new ChainVerdict.Broken(seal.firstId(), seal.lastId(), why));
    }

    private static final class Found {
        private long turns;
        private long lastMillis = Long.MIN_VALUE;

        void add(long finishedMillis) {
            turns++;
            lastMillis = Math.max(lastMillis, finishedMillis);
        }
    }
}
