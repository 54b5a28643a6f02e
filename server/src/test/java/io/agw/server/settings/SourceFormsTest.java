package io.agw.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.Kind;
import io.agw.reconciler.loop.SourcePolicy;
import io.agw.reconciler.source.GitRef;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sources as they are written on the command line and in the file.
final class SourceFormsTest {
    private final ReadSettings reading;

    SourceFormsTest(@TempDir Path folder) {
        this.reading = new ReadSettings(folder);
    }

    @Test
    void sourcesHaveAShortForm() {
        var sources =
                reading.good(
                                Map.of(
                                        Setting.SOURCES,
                                        List.of(
                                                "bundles",
                                                "team=https://example.com/r.git#main:gw")),
                                Map.of())
                        .sources();

        assertThat(sources).hasSize(2);
        assertThat(sources.get(0).place().id()).isEqualTo("default");
        assertThat(sources.get(0).place().dir()).isEqualTo(reading.folder().resolve("bundles"));
        assertThat(sources.get(1).place().id()).isEqualTo("team");
        assertThat(sources.get(1).place().url()).isEqualTo("https://example.com/r.git");
        assertThat(sources.get(1).place().ref()).isEqualTo(GitRef.branch("main"));
        assertThat(sources.get(1).place().path()).isEqualTo("gw");
    }

    @Test
    void sourcesHaveAFullFormInTheFile() throws IOException {
        reading.write(
                "agwd.yaml",
                """
                source_vars: [COMMON]
                sources:
                  - first=./bundles
                  - id: prod
                    url: https://example.com/r.git
                    ref: {tag: v1}
                    path: gateway
                    include: ["*.yaml"]
                    timeout: 20s
                    limits: {files: 5}
                    auth: {user: bot, token_file: token}
                    ca_file: ca.pem
                    vars:
                      - OPENAI_*
                      - {name: REGION, value: eu}
                      - {name: KEY, file: key.txt}
                """);

        var source = reading.good(Map.of(), Map.of()).sources().get(1);

        assertThat(source.place().ref()).isEqualTo(GitRef.tag("v1"));
        assertThat(source.place().include()).containsExactly("*.yaml");
        assertThat(source.place().timeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(source.place().limits().files()).isEqualTo(5);
        assertThat(source.place().access().tokenFile())
                .isEqualTo(reading.folder().resolve("token"));
        assertThat(source.place().access().caFile()).isEqualTo(reading.folder().resolve("ca.pem"));
        assertThat(source.grants().allowed()).containsExactly("COMMON", "OPENAI_*");
        assertThat(source.grants().fixed()).containsOnlyKeys("REGION", "KEY");
    }

    @Test
    void howASourceIsReconciledStandsInItsFullForm() throws IOException {
        reading.write(
                "agwd.yaml",
                """
                sources:
                  - dir: ./bundles
                    interval: 5m
                    retry: {base: 1s, max: 1m}
                    drift: {interval: 1h, self_heal: false}
                    ignore_drift: [{kind: provider, path: /disabled}]
                    prune: {enabled: true, max_deletes: 3}
                    adopt: true
                    mode: plan-only
                    on_history_rewrite: hold
                    approval: deletes
                    allowed_kinds: [llm_route]
                    hook_secret_files: [hook]
                """);

        var policy = reading.good(Map.of(), Map.of()).sources().getFirst().policy();

        assertThat(policy.interval()).isEqualTo(Duration.ofMinutes(5));
        assertThat(policy.retry().max()).isEqualTo(Duration.ofMinutes(1));
        assertThat(policy.drift().selfHeal()).isFalse();
        assertThat(policy.drift().ignored()).hasSize(1);
        assertThat(policy.prune().enabled()).isTrue();
        assertThat(policy.prune().caps().maxDeletes()).isEqualTo(3);
        assertThat(policy.adopt()).isTrue();
        assertThat(policy.mode()).isEqualTo(SourcePolicy.Mode.PLAN_ONLY);
        assertThat(policy.onHistoryRewrite()).isEqualTo(SourcePolicy.HistoryRewrite.HOLD);
        assertThat(policy.approval()).isEqualTo(SourcePolicy.Approval.DELETES);
        assertThat(policy.allowedKinds()).containsExactly(Kind.LLM_ROUTE);
        assertThat(policy.hookSecrets()).containsExactly(reading.folder().resolve("hook"));
    }

    @Test
    void faultsOfSourcesAreCollected() {
        assertThat(
                        reading.bad(
                                Map.of(
                                        Setting.SOURCES,
                                        List.of("a=./x", "a=./y", "./z", "b=ftp://example.com/r")),
                                Map.of()))
                .hasSizeGreaterThanOrEqualTo(3)
                .anyMatch(problem -> problem.contains("used twice"))
                .anyMatch(problem -> problem.contains("has no id"));
    }
}
