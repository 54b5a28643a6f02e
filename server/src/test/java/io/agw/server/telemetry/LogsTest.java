package io.agw.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.settings.LogSettings;
import io.agw.server.turn.TurnScope;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

final class LogsTest {
    @Test
    void aTextLineHoldsTimeLevelLoggerMessageAndRequest() throws Exception {
        var line = new StringBuilder();

        TurnScope.run("req-1", () -> line.append(new TextLine().format(logged("went\nwrong"))));

        assertThat(line.toString()).matches("\\S+Z WARN  Thing: went\\\\nwrong request=req-1\n");
        assertThat(new TextLine().format(logged("outside"))).doesNotContain("request=");
    }

    @Test
    void aJsonLineIsOneObject() throws Exception {
        var line = new StringBuilder();
        var logged = logged("a \"quote\"\nand a break");
        logged.setThrown(new IllegalStateException("cause"));

        TurnScope.run("req-1", () -> line.append(new JsonLine().format(logged)));

        assertThat(line.toString().lines()).hasSize(1);
        var json = new JsonMapper().readTree(line.toString());
        assertThat(json.get("level").stringValue()).isEqualTo("warn");
        assertThat(json.get("message").stringValue()).isEqualTo("a \"quote\"\nand a break");
        assertThat(json.get("request_id").stringValue()).isEqualTo("req-1");
        assertThat(json.get("error").stringValue()).contains("IllegalStateException: cause");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "key vk-abcdefghijklmnopqrstuvwxyz012345 failed",
                "key sk-abcdefghijklmnopqrstuvwxyz012345 failed",
                "authorization: Bearer abcdefghijklmnopqrstuvwxyz012345",
                "authorization: basic abcdefghijklmnopqrstuvwxyz012345=",
                "https://bot:abcdefghijklmnopqrstuvwxyz012345@example.com/r.git",
            })
    void whatLooksLikeASecretIsBlottedOut(String message) {
        for (var format : LogSettings.Format.values()) {
            var line =
                    switch (format) {
                        case TEXT -> new TextLine().format(logged(message));
                        case JSON -> new JsonLine().format(logged(message));
                    };
            assertThat(line).contains("********").doesNotContain("abcdefghijklmnopqrstuvwxyz");
        }
    }

    private static LogRecord logged(String message) {
        var logged = new LogRecord(Level.WARNING, message);
        logged.setLoggerName("io.agw.Thing");
        return logged;
    }
}
