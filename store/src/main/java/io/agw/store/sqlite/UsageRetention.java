package io.agw.store.sqlite;

import io.agw.store.sqlite.UsageChain.Seal;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Removes turns by whole seals, so that those that are left can still be proven to be all.
///
/// What goes from the old end moves the anchor of the chain. Where a clock was ahead, old turns
/// stand behind younger ones: their seal stays without them until those before it are gone too.
final class UsageRetention {
    private static final String OLD =
            "SELECT * FROM usage_seal WHERE gone = 0 AND last_ms < ? ORDER BY last_id LIMIT ?";

    private static final String FIRST =
            "SELECT * FROM usage_seal WHERE gone = 0 ORDER BY last_id LIMIT ?";

    private UsageRetention() {}

    /// The first seals whose turns are all older: a look at every seal, beside the writer.
    static List<Seal> old(Handle handle, long beforeMillis, int mostTurns) {
        return upTo(
                handle.createQuery(OLD)
                        .bind(0, beforeMillis)
                        .bind(1, mostTurns)
                        .map((row, _) -> Seal.read(row))
                        .list(),
                mostTurns);
    }

    /// The first seals.
    static List<Seal> first(Handle handle, int mostTurns) {
        return upTo(
                handle.createQuery(FIRST)
                        .bind(0, mostTurns / 4)
                        .map((row, _) -> Seal.read(row))
                        .list(),
                mostTurns);
    }

    private static List<Seal> upTo(List<Seal> seals, int mostTurns) {
        long turns = 0;
        int count = 0;
        while (count < seals.size() && turns < mostTurns) {
            turns += seals.get(count).turns();
            count++;
        }
        return seals.subList(0, count);
    }

    /// Takes note that turns of before a time may be gone.
    static void dropped(Handle handle, long beforeMillis) {
        handle.createUpdate("UPDATE usage_chain SET dropped_ms = max(dropped_ms, ?)")
                .bind(0, beforeMillis)
                .execute();
    }

    /// Removes the turns of seals.
    ///
    /// @return how many turns
    static int drop(Handle handle, List<Seal> seals) {
        int removed = 0;
        for (var seal : seals) {
            removed +=
                    handle.createUpdate("DELETE FROM turn WHERE usage_id BETWEEN ? AND ?")
                            .bind(0, seal.firstId())
                            .bind(1, seal.lastId())
                            .execute();
            handle.createUpdate("UPDATE usage_seal SET gone = 1 WHERE last_id = ?")
                    .bind(0, seal.lastId())
                    .execute();
        }
        moveAnchor(handle);
        return removed;
    }

    private static void moveAnchor(Handle handle) {
        var anchor = UsageChain.load(handle).anchor();
        var next = anchor;
        try (var seals =
                handle.createQuery("SELECT * FROM usage_seal ORDER BY last_id")
                        .map((row, _) -> Seal.read(row))
                        .iterator()) {
            while (seals.hasNext()) {
                var seal = seals.next();
                if (!seal.gone()) {
                    break;
                }
                next = next.then(seal);
            }
        }
        if (next.id() == anchor.id()) {
            return;
        }
        handle.createUpdate("DELETE FROM usage_seal WHERE last_id <= ?")
                .bind(0, next.id())
                .execute();
        handle.createUpdate("UPDATE usage_chain SET anchor_id = ?, anchor = ?")
                .bind(0, next.id())
                .bind(1, next.hash())
                .execute();
    }
}
