package io.agw.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.admin.access.Account;
import io.agw.server.admin.api.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsReaderTest {
    private final ReadSettings reading;

    SettingsReaderTest(@TempDir Path folder) {
        this.reading = new ReadSettings(folder);
    }

    @Test
    void everythingHasADefault() {
        var settings = reading.good(Map.of(), Map.of());

        assertThat(settings.data().host()).isEqualTo("127.0.0.1");
        assertThat(settings.data().port()).isEqualTo(8080);
        assertThat(settings.admin().port()).isEqualTo(8019);
        assertThat(settings.dataIsLocal()).isTrue();
        assertThat(settings.dataDirectory()).isEqualTo(reading.folder().resolve("data"));
        assertThat(settings.store().configDatabase())
                .isEqualTo(reading.folder().resolve("data/configstore.db"));
        assertThat(settings.store().retention().age()).isEqualTo(Duration.ofDays(30));
        assertThat(settings.sources()).isEmpty();
        assertThat(settings.staticConfig()).isEmpty();
        assertThat(settings.limits().providerTypes()).isEmpty();
        assertThat(settings.limits().allowStdio()).isFalse();
        assertThat(settings.drain().plain()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.tracing().sampleRatio()).isEqualTo(1);
        assertThat(settings.log().format()).isEqualTo(LogSettings.Format.TEXT);
    }

    @Test
    void flagsBeatVariablesAndVariablesBeatTheFile() throws IOException {
        reading.write(
                "agwd.yaml", "addr: 127.0.0.1:1\nadmin_addr: 127.0.0.1:2\nlog_level: trace\n");

        var settings =
                reading.good(
                        Map.of(Setting.ADDR, List.of("127.0.0.1:9001")),
                        Map.of("AGW_ADDR", "127.0.0.1:9002", "AGW_ADMIN_ADDR", "127.0.0.1:9003"));

        assertThat(settings.data().port()).isEqualTo(9001);
        assertThat(settings.admin().port()).isEqualTo(9003);
        assertThat(settings.log().level()).isEqualTo(LogSettings.Level.TRACE);
    }

    @Test
    void environmentFilesCompleteTheEnvironment() throws IOException {
        reading.write(".env.local", "AGW_ADDR=127.0.0.1:9001\n");
        reading.write(
                ".env",
                "AGW_ADDR=127.0.0.1:9002\nAGW_ADMIN_ADDR=127.0.0.1:9003\nAGW_LOG_LEVEL=debug\n");

        var settings = reading.good(Map.of(), Map.of("AGW_LOG_LEVEL", "warn"));

        assertThat(settings.data().port()).isEqualTo(9001);
        assertThat(settings.admin().port()).isEqualTo(9003);
        assertThat(settings.log().level()).isEqualTo(LogSettings.Level.WARN);
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceWithItsPlace() throws IOException {
        reading.write(
                "agwd.yaml",
                """
                adrr: 127.0.0.1:1
                log_level: loud
                drain: 5
                metrics:
                  opne: true
                sources:
                  - id: a
                    dir: ./bundles
                    interval: soon
                    colour: red
                """);

        var problems =
                reading.bad(
                        Map.of(Setting.MAX_AGENT_DEPTH, List.of("-1")),
                        Map.of("AGW_METRICS_RETENTION_DAYS", "many"));

        var file = reading.folder().resolve("agwd.yaml");
        assertThat(problems)
                .contains(
                        file + ":1:1: \"adrr\" is no setting (did you mean \"addr\"?)",
                        file + ":2:12: log_level: \"loud\" (expected: error|warn|info|debug|trace)",
                        file + ":3:1: drain: a number (expected: a mapping)",
                        file
                                + ":5:3: \"metrics.opne\" is no setting (did you mean \"metrics.open\"?)",
                        "--max-agent-depth: \"-1\" (expected: a number from 0 to 1000)",
                        "AGW_METRICS_RETENTION_DAYS: \"many\" (expected: a number from 0 to 3650)")
                .anyMatch(problem -> problem.contains("sources[0].colour"));
    }

    @Test
    void anUnknownVariableIsAWarning() {
        var read =
                SettingsReader.read(
                        new Given(
                                Map.of(),
                                Map.of("AGW_ADR", "x", "AGW_API_KEY", "y", "OTHER", "z"),
                                reading.folder()),
                        ReadSettings.CLOCK);

        assertThat(read)
                .isInstanceOfSatisfying(
                        SettingsRead.Good.class,
                        good ->
                                assertThat(good.warnings())
                                        .containsExactly(
                                                "AGW_ADR is no setting and is ignored (did you mean AGW_ADDR?)"));
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0:8019", ":8019", "192.0.2.1:8019"})
    void anAdminAddressThatOthersReachNeedsAuthentication(String address) {
        assertThat(reading.bad(Map.of(Setting.ADMIN_ADDR, List.of(address)), Map.of()))
                .singleElement()
                .asString()
                .contains("reachable from other machines without authentication");
        assertThat(
                        reading.good(
                                        Map.of(
                                                Setting.ADMIN_ADDR,
                                                List.of(address),
                                                Setting.ADMIN_BASIC_AUTH_HASH,
                                                List.of(ReadSettings.HASH)),
                                        Map.of())
                                .access()
                                .accounts()
                                .users())
                .containsExactly(Account.parse(ReadSettings.HASH, Role.ADMIN));
    }

    @Test
    void aViewerHasANameOfItsOwn() {
        var name = Setting.ADMIN_VIEWER_BASIC_AUTH_HASH.variable();

        assertThat(
                        reading.good(Map.of(), Map.of(name, ReadSettings.HASH))
                                .access()
                                .accounts()
                                .users())
                .containsExactly(Account.parse(ReadSettings.HASH, Role.VIEWER));
        assertThat(
                        reading.bad(
                                Map.of(),
                                Map.of(
                                        name,
                                        ReadSettings.HASH,
                                        Setting.ADMIN_BASIC_AUTH_HASH.variable(),
                                        ReadSettings.HASH)))
                .containsExactly(
                        name
                                + ": name \"ops\" is used twice (expected: one for each user and token)");
        assertThat(reading.bad(Map.of(), Map.of(name, ReadSettings.HASH.replace("ops", "admin"))))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:80, localhost, 80",
        "'[::1]:80', ::1, 80",
        ":80, 0.0.0.0, 80",
        "http://127.0.0.1:80, 127.0.0.1, 80",
    })
    void addressesAreReadInTheirUsualForms(String text, String host, int port) {
        var settings = reading.good(Map.of(Setting.ADDR, List.of(text)), Map.of());

        assertThat(settings.data().host()).isEqualTo(host);
        assertThat(settings.data().port()).isEqualTo(port);
    }

    @ParameterizedTest
    @CsvSource({"80", "::1:80", "host:99999", "host:port", "host:80/x", "''"})
    void anAddressOfAnotherFormIsAProblem(String text) {
        assertThat(reading.bad(Map.of(Setting.ADDR, List.of(text)), Map.of()))
                .containsExactly("--addr: \"" + text + "\" (expected: host:port)");
    }

    @Test
    void aCertificateAloneIsAProblem() {
        assertThat(reading.bad(Map.of(Setting.TLS_CERTIFICATE, List.of("a.pem")), Map.of()))
                .containsExactly(
                        "--tls-certificate: given alone (expected: tls.certificate and tls.key together)");
    }

    @Test
    void oneAddressForBothListenersIsAProblem() {
        assertThat(reading.bad(Map.of(Setting.ADMIN_ADDR, List.of("127.0.0.1:8080")), Map.of()))
                .hasSize(1);
    }

    @Test
    void aSecretNeverStandsInAMessage() {
        var problems =
                reading.bad(
                        Map.of(
                                Setting.ADMIN_BASIC_AUTH_HASH,
                                List.of("ops:plain-secret"),
                                Setting.SOURCE_VARS,
                                List.of("1=plain-secret")),
                        Map.of());

        assertThat(problems).hasSize(2).noneMatch(problem -> problem.contains("plain-secret"));
        assertThat(reading.good(Map.of(), Map.of("OTHER", "plain-secret")).toString())
                .doesNotContain("plain-secret");
    }

    @Test
    void aFileThatIsNamedMustBeThere() {
        assertThat(reading.bad(Map.of(Setting.CONFIG, List.of("absent.yaml")), Map.of()))
                .singleElement()
                .asString()
                .contains("absent.yaml: cannot be read");
    }
}
