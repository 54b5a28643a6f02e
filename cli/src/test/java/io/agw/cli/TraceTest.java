package io.agw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceTest {
    @TempDir Path folder;

    private final TestGateway gateway = new TestGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aTraceIsATree() {
        gateway.on(
                "GET /admin/traces/4bf9",
                200,
                """
                {"trace_id":"4bf9","spans":[
                 {"span_id":"a","parent_id":"client","name":"POST chat","kind":"server","duration_ms":12.44,"status":"ok"},
                 {"span_id":"b","parent_id":"a","name":"dispatch","kind":"internal","duration_ms":11.9,"status":"ok",
                  "attributes":{"gen_ai.request.model":"fast","agw.attempts":2}},
                 {"span_id":"c","parent_id":"b","name":"attempt 1","kind":"client","duration_ms":3,"status":"error"},
                 {"span_id":"d","parent_id":"b","name":"attempt 2","kind":"client","duration_ms":8,"status":"ok"},
                 {"span_id":"e","parent_id":"a","name":"record","kind":"internal","duration_ms":0.1,"status":"ok"}]}
                """);

        assertThat(agwctl("trace", "get", "4bf9").out())
                .isEqualTo(
                        """
                        trace 4bf9
                        └─ POST chat  12.4 ms  server
                           ├─ dispatch  11.9 ms  internal
                           │  ├─ attempt 1  3.0 ms  client  error
                           │  └─ attempt 2  8.0 ms  client
                           └─ record  0.1 ms  internal
                        """);
        assertThat(agwctl("trace", "get", "4bf9", "--attributes").out())
                .contains("   │       gen_ai.request.model = fast\n");
    }

    @Test
    void spansThatAreEachOthersParentsEnd() {
        gateway.on(
                "GET /admin/traces/1",
                200,
                "{\"trace_id\":\"1\",\"spans\":[{\"span_id\":\"a\",\"parent_id\":\"b\",\"name\":\"x\"},"
                        + "{\"span_id\":\"b\",\"parent_id\":\"a\",\"name\":\"y\"}]}");

        assertThat(agwctl("trace", "get", "1").code()).isZero();
    }

    @Test
    void theNewestTracesAreATable() {
        gateway.on(
                "GET /admin/traces?limit=5",
                200,
                "{\"items\":[{\"trace_id\":\"4bf9\",\"name\":\"POST chat\",\"start\":\"2026-11-21T11:00:00Z\","
                        + "\"duration_ms\":12.4,\"status\":\"ok\",\"spans\":5}]}");

        assertThat(agwctl("trace", "list", "--limit", "5").out())
                .isEqualTo(
                        """
                        TRACE-ID  START                 MS    STATUS  SPANS  NAME
                        --------  --------------------  ----  ------  -----  ---------
                        4bf9      2026-11-21T11:00:00Z  12.4  ok      5      POST chat
                        """);
    }

    private Run.Result agwctl(String... args) {
        return new Run(folder).at(gateway).agwctl(args);
    }
}
