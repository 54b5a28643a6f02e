package io.agw.store.sqlite;

import java.nio.file.Path;
import java.util.List;

/// Lets a transaction on a configuration database fail at the row that a test chooses.
public final class WriteFaults {
    private static final List<String> TABLES =
            List.of(
                    "store",
                    "content",
                    "secret",
                    "object",
                    "revision",
                    "inventory",
                    "audit",
                    "outbox",
                    "login_token");
    private static final int NEVER = Integer.MAX_VALUE;

    private WriteFaults() {}

    /// Prepares a database that is open; nothing fails yet.
    public static void arm(Path file) {
        Raw.run(
                file,
                "CREATE TABLE fault (remaining INTEGER)",
                "INSERT INTO fault VALUES (" + NEVER + ")");
        for (var table : TABLES) {
            for (var change : List.of("INSERT", "UPDATE", "DELETE")) {
                Raw.run(
                        file,
                        """
                        CREATE TRIGGER fault_%1$s_%2$s BEFORE %2$s ON %1$s BEGIN
                            UPDATE fault SET remaining = remaining - 1;
                            SELECT RAISE(ABORT, 'injected')
                                WHERE (SELECT remaining FROM fault) < 0;
                        END
                        """
                                .formatted(table, change));
            }
        }
    }

    /// Lets every transaction fail that writes more than this many rows.
    public static void after(Path file, int rows) {
        Raw.run(file, "UPDATE fault SET remaining = " + rows);
    }

    /// Lets nothing fail any more.
    public static void end(Path file) {
        after(file, NEVER);
    }
}
