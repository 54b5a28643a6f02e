package io.agw.server.wiring;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The usage that a gateway has written, read behind its back.
///
/// @param folder the gateway's
record UsageRows(Path folder) {
    /// @param tokens of prompt and answer together
    record Row(String route, String provider, String operation, String outcome, long tokens) {}

    /// Waits until there are so many rows.
    List<Row> await(int count) {
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(15))
                .until(() -> rows().size() >= count);
        return rows();
    }

    List<Row> rows() {
        var url = "jdbc:sqlite:" + folder.resolve("data/telemetry.db");
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement();
                var found =
                        statement.executeQuery(
                                "SELECT route_id, provider_id, operation, outcome,"
                                        + " coalesce(input_tokens, 0) + coalesce(output_tokens, 0)"
                                        + " FROM usage ORDER BY usage_id")) {
            var rows = new ArrayList<Row>();
            while (found.next()) {
                rows.add(
                        new Row(
                                found.getString(1),
                                found.getString(2),
                                found.getString(3),
                                found.getString(4),
                                found.getLong(5)));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
