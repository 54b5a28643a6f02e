package io.agw.store.sqlite;

import io.agw.store.ResponseOrigin;
import io.agw.store.TurnRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Rows that say which upstream keeps a response.
final class ResponseOrigins {
    static final String BEFORE =
            """
            DELETE FROM response_origin WHERE (key_id, response_id) IN
                (SELECT key_id, response_id FROM response_origin
                 WHERE finished_ms < ? ORDER BY finished_ms LIMIT ?)
            """;

    private static final String INSERT =
            """
            INSERT OR IGNORE INTO response_origin
                (key_id, response_id, provider_id, credential_id, finished_ms)
            VALUES (?, ?, ?, ?, ?)
            """;

    private ResponseOrigins() {}

    static void append(Connection connection, List<TurnRecord> turns) throws SQLException {
        if (turns.stream().allMatch(turn -> turn.made() == null)) {
            return;
        }
        try (var insert = connection.prepareStatement(INSERT)) {
            for (var turn : turns) {
                var made = turn.made();
                var usage = turn.usage();
                if (made != null && usage != null) {
                    insert.setString(1, Objects.requireNonNullElse(made.keyId(), ""));
                    insert.setString(2, made.responseId());
                    insert.setString(3, made.providerId());
                    insert.setString(4, made.credentialId());
                    insert.setLong(5, usage.finishedAt().toEpochMilli());
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    static Optional<ResponseOrigin> find(Handle handle, String responseId, @Nullable String keyId) {
        return handle.createQuery(
                        """
                        SELECT provider_id, credential_id FROM response_origin
                        WHERE key_id = ? AND response_id = ?
                        """)
                .bind(0, Objects.requireNonNullElse(keyId, ""))
                .bind(1, responseId)
                .map((row, _) ->
                        new ResponseOrigin(responseId, keyId, row.getString(1), row.getString(2)))
                .findOne();
    }
}
