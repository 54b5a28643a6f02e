package io.agw.server.telemetry.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agw.server.telemetry.metrics.Meters;
import io.agw.store.Cost;
import io.agw.store.Decisions;
import io.agw.store.GuardEntry;
import io.agw.store.Payer;
import io.agw.store.TokenCount;
import io.agw.store.TurnRecord;
import io.agw.store.UsageRecord;
import io.agw.store.UsageSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class AuditFileTest {
    private static final Instant START = Instant.parse("2026-03-01T09:30:00Z");

    @TempDir private Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final InstantSource clock = now::get;
    private final Meters meters = new Meters();

    private static UsageRecord usage(boolean known) {
        return new UsageRecord(
                "req-1",
                "0af7651916cd43dd8448eb211c80319c",
                START,
                START.plusMillis(250),
                250,
                100L,
                "chat",
                "openai",
                "chat_completions",
                known ? new Payer("team", null, null, "ada", "crawler") : Payer.NOBODY,
                known ? "acme" : null,
                known ? "gpt" : null,
                known ? "gpt-x" : null,
                null,
                known ? "ok" : "refused",
                known ? 200 : 401,
                known ? null : "invalid_api_key",
                true,
                1,
                known ? new TokenCount(12, 0, 0, 0, 0, 34, 0, 0) : null,
                UsageSource.REPORTED,
                null,
                known ? new Cost(420_000, "x", "1") : null,
                known
                        ? new Decisions(
                                "hit",
                                List.of(),
                                List.of(
                                        new GuardEntry("pii", "input", 10, "redact"),
                                        new GuardEntry("words", "input", 10, "clean")))
                        : Decisions.NONE);
    }

    private AuditFileSettings settings(long maxBytes, long keepBytes) {
        return new AuditFileSettings(
                folder.resolve("logs/audit.jsonl"), maxBytes, Duration.ofHours(1), keepBytes);
    }

    /// The members are a contract, and so is their order for whoever reads them by eye.
    @Test
    void aLineHasTheseMembers() {
        assertThat(AuditLine.of(usage(true)))
                .isEqualTo(
                        """
                        {"timestamp":"2026-03-01T09:30:00.250Z","request_id":"req-1","user_id":"ada",\
                        "model":"gpt-x","provider":"acme","input_tokens":12,"output_tokens":34,\
                        "latency_ms":250,"cost_usd":0.00042,"cache_hit":true,\
                        "guardrails_triggered":["pii"],"status":"ok","http_status":200,\
                        "error_code":null,"virtual_key_id":"team","agent_id":"crawler","route_id":"chat"}
                        """);
        assertThat(AuditLine.of(usage(false)))
                .isEqualTo(
                        """
                        {"timestamp":"2026-03-01T09:30:00.250Z","request_id":"req-1","user_id":null,\
                        "model":null,"provider":null,"input_tokens":null,"output_tokens":null,\
                        "latency_ms":250,"cost_usd":null,"cache_hit":false,\
                        "guardrails_triggered":[],"status":"refused","http_status":401,\
                        "error_code":"invalid_api_key","virtual_key_id":null,"agent_id":null,"route_id":"chat"}
                        """);
    }

    @Test
    void everyTurnIsALineWhenItIsClosed() throws IOException {
        var settings = settings(1_000_000, 10_000_000);
        try (var file = new AuditFile(settings, clock, meters)) {
            file.start();
            for (int i = 0; i < 2_500; i++) {
                file.offer(new TurnRecord(usage(i % 2 == 0), List.of()));
            }
            file.offer(new TurnRecord(null, List.of()));
        }

        assertThat(Files.readAllLines(settings.file())).hasSize(2_500);
        assertThat(Files.getPosixFilePermissions(settings.file()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(meters.text()).contains("agw_audit_file_lines_total{result=\"written\"} 2500.0");
    }

    @Test
    void aLargeOrOldFileIsPutAsideAndTheOldestGo() throws IOException {
        try (var file = new RotatedFile(settings(100, 350), clock)) {
            var line = ("x".repeat(39) + "\n").getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 20; i++) {
                now.set(START.plusSeconds(i));
                file.write(line);
            }
            assertThat(sizes()).hasSizeBetween(2, 4).allMatch(size -> size <= 100);
            assertThat(sizes().stream().mapToLong(size -> size).sum()).isLessThanOrEqualTo(350);
            int files = sizes().size();

            now.set(Instant.now().plus(Duration.ofDays(2)));
            file.write(line);
            assertThat(Files.size(folder.resolve("logs/audit.jsonl"))).isEqualTo(40);
            assertThat(sizes()).hasSizeGreaterThanOrEqualTo(Math.min(files, 2));
        }
    }

    private List<Long> sizes() throws IOException {
        try (var files = Files.list(folder.resolve("logs"))) {
            return files.map(file -> file.toFile().length()).toList();
        }
    }

    @Test
    void otherFilesBesideItAreLeftAlone() throws IOException {
        Files.createDirectories(folder.resolve("logs"));
        var other = Files.writeString(folder.resolve("logs/audit-of-last-year.jsonl"), "kept");
        try (var file = new RotatedFile(settings(10, 10), clock)) {
            for (int i = 0; i < 5; i++) {
                now.set(START.plusSeconds(i));
                file.write("0123456789\n".getBytes(StandardCharsets.UTF_8));
            }
        }
        assertThat(other).hasContent("kept");
    }

    @Test
    void aLineThatWasCutOffDoesNotTakeTheNextWithIt() throws IOException {
        Files.createDirectories(folder.resolve("logs"));
        Files.writeString(folder.resolve("logs/audit.jsonl"), "{\"half");
        try (var file = new RotatedFile(settings(1_000, 10_000), clock)) {
            now.set(Instant.now());
            file.write("{}\n".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(Files.readAllLines(folder.resolve("logs/audit.jsonl")))
                .containsExactly("{\"half", "{}");
    }

    @Test
    void whatCannotBeWrittenIsCountedAndWritingGoesOnByItself() throws IOException {
        var blocked = Files.writeString(folder.resolve("logs"), "a file where the folder is to be");
        var settings = settings(1_000_000, 10_000_000);
        try (var file = new AuditFile(settings, clock, meters)) {
            file.start();
            file.offer(new TurnRecord(usage(true), List.of()));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> meters.text().contains("lines_total{result=\"lost\"} 1.0"));
            Files.delete(blocked);
            file.offer(new TurnRecord(usage(true), List.of()));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> meters.text().contains("lines_total{result=\"written\"} 1.0"));
        }
        assertThat(Files.readAllLines(settings.file())).hasSize(1);
    }
}
