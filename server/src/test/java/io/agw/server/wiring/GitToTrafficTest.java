package io.agw.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agw.reconciler.source.testkit.BareRepository;
import io.agw.reconciler.source.testkit.GitHttpServer;
import io.agw.server.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What the whole is for: a push, or an edit, becomes what clients are served; a mistake does not,
/// and is explained; and what served last serves again whatever has become of the source.
@Timeout(120)
final class GitToTrafficTest {
    private static final String HEAD =
            """
            apiVersion: gateway.agw/v1alpha1
            kind: GatewayBundle
            """;
    private static final String REST =
            HEAD
                    + """
                    providers: [{id: echo, provider_type: echo}]
                    virtualKeys: [{id: team, allowed_route_ids: [chat]}]
                    """;

    @TempDir private Path folder;
    private Path home;

    @BeforeEach
    void makeTheGatewaysFolder() throws IOException {
        home = Files.createDirectory(folder.resolve("home"));
    }

    @Test
    void pushIsServedBrokenPushIsExplainedAndFixRecovers() throws IOException {
        try (var repository = BareRepository.create(folder.resolve("repo.git"));
                var server = GitHttpServer.start(repository)) {
            repository.commit("main", bundle("one"));
            polling(server.url());
            try (var gateway = RunningGateway.start(home, Map.of()).awaitReady()) {
                var key = gateway.key("team");
                assertThat(gateway.chat(key, "one").status()).isEqualTo(200);

                var pushed = repository.commit("main", bundle("two"));
                gateway.awaitChat(key, "two", 200);
                assertThat(gateway.chat(key, "one").code()).isEqualTo("model_not_found");
                assertThat(applied(gateway)).contains(pushed);

                var broken = repository.commit("main", broken());
                explained(gateway.awaitPhase("Stalled"), "routes.yaml", broken);
                assertThat(gateway.chat(key, "two").status()).isEqualTo(200);
                assertThat(applied(gateway)).contains(pushed);

                var fix = repository.commit("main", bundle("three"));
                gateway.awaitChat(key, "three", 200);
                assertThat(gateway.awaitPhase("Synced").path("problems")).isEmpty();
                assertThat(applied(gateway)).contains(fix);
            }
        }
    }

    @Test
    void restartWithoutTheServerIsReadyWithWhatServedLast() throws IOException {
        String key;
        try (var repository = BareRepository.create(folder.resolve("repo.git"));
                var server = GitHttpServer.start(repository)) {
            repository.commit("main", bundle("one"));
            polling(server.url());
            try (var gateway = RunningGateway.start(home, Map.of()).awaitReady()) {
                key = gateway.key("team");
                repository.commit("main", broken());
                gateway.awaitPhase("Stalled");
            }
        }

        try (var gateway = RunningGateway.start(home, Map.of())) {
            assertThat(gateway.isReady()).isTrue();
            assertThat(gateway.chat(key, "one").status()).isEqualTo(200);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> conditions(gateway.source()).contains("FetchFailed"));
            assertThat(gateway.isReady()).isTrue();
            assertThat(gateway.chat(key, "one").status()).isEqualTo(200);
        }
    }

    @Test
    void repositoryOnDiskIsFollowedInTheShortForm() throws IOException {
        try (var repository = BareRepository.create(folder.resolve("repo.git"))) {
            repository.commit(
                    "main", Map.of("deploy/routes.yaml", route("one"), "deploy/rest.yaml", REST));
            var flags =
                    Map.of(
                            Setting.SOURCES,
                            List.of(repository.fileUrl() + "#main:deploy"),
                            Setting.UNSAFE_SCHEMES,
                            List.of("file"));
            try (var gateway = RunningGateway.start(home, flags).awaitReady()) {
                var key = gateway.key("team");
                assertThat(gateway.chat(key, "one").status()).isEqualTo(200);

                repository.commit(
                        "main",
                        Map.of("deploy/routes.yaml", route("two"), "deploy/rest.yaml", REST));
                assertThat(
                                gateway.admin(
                                                "POST",
                                                "/admin/gitops/sources/default/reconcile",
                                                "{}")
                                        .status())
                        .isEqualTo(202);

                gateway.awaitChat(key, "two", 200);
            }
        }
    }

    @Test
    void editIsServedBrokenEditIsExplainedAndFixRecovers() throws IOException {
        var bundles = Files.createDirectory(folder.resolve("bundles"));
        var away = folder.resolve("away");
        Files.writeString(bundles.resolve("rest.yaml"), REST);
        edit(bundles, route("one"));
        var flags = Map.of(Setting.SOURCES, List.of(bundles.toString()));
        String key;
        try (var gateway = RunningGateway.start(home, flags).awaitReady()) {
            key = gateway.key("team");
            assertThat(gateway.chat(key, "one").status()).isEqualTo(200);

            edit(bundles, route("two"));
            gateway.awaitChat(key, "two", 200);
            assertThat(gateway.chat(key, "one").status()).isEqualTo(404);

            edit(bundles, brokenRoute());
            explained(gateway.awaitPhase("Stalled"), "routes.yaml", "dir@sha256:");
            assertThat(gateway.chat(key, "two").status()).isEqualTo(200);

            edit(bundles, route("three"));
            gateway.awaitChat(key, "three", 200);
            gateway.awaitPhase("Synced");
            Files.move(bundles, away);
        }

        try (var gateway = RunningGateway.start(home, flags)) {
            assertThat(gateway.isReady()).isTrue();
            assertThat(gateway.chat(key, "three").status()).isEqualTo(200);
        }
    }

    @Test
    void nothingServesUntilTheFirstGoodCommit() throws IOException {
        try (var repository = BareRepository.create(folder.resolve("repo.git"));
                var server = GitHttpServer.start(repository)) {
            repository.commit("main", broken());
            polling(server.url());
            try (var gateway = RunningGateway.start(home, Map.of())) {
                explained(gateway.awaitPhase("Stalled"), "routes.yaml", "");
                assertThat(gateway.isReady()).isFalse();
                assertThat(gateway.data("GET", "/health/ready", "none", "").status())
                        .isEqualTo(503);

                repository.commit("main", bundle("one"));
                gateway.awaitReady();

                assertThat(gateway.chat(gateway.key("team"), "one").status()).isEqualTo(200);
                assertThat(gateway.data("GET", "/health/ready", "none", "").status())
                        .isEqualTo(200);
            }
        }
    }

    private void polling(String url) throws IOException {
        Files.writeString(
                home.resolve("agwd.yaml"),
                """
                sources:
                  - url: %s
                    ref: main
                    interval: 1s
                    retry: {base: 1s, max: 1s}
                    unsafe_schemes: [http]
                """
                        .formatted(url));
    }

    private static void explained(JsonNode status, String file, String revision) {
        var problem = status.path("problems").path(0);
        assertThat(problem.path("file").asString()).isEqualTo(file);
        assertThat(problem.path("line").asInt()).isEqualTo(6);
        assertThat(problem.path("message").asString()).contains("disabeld");
        assertThat(problem.path("hint").asString()).contains("disabled");
        assertThat(status.at("/lastAttempted/revision").asString()).contains(revision);
    }

    private static String applied(RunningGateway gateway) {
        return gateway.source().at("/lastApplied/revision").asString();
    }

    private static List<String> conditions(JsonNode status) {
        return status.path("conditions")
                .valueStream()
                .map(condition -> condition.path("type").asString())
                .toList();
    }

    private static Map<String, String> bundle(String model) {
        return Map.of("routes.yaml", route(model), "rest.yaml", REST);
    }

    private static Map<String, String> broken() {
        return Map.of("routes.yaml", brokenRoute(), "rest.yaml", REST);
    }

    private static String route(String model) {
        return HEAD
                + """
                llmRoutes:
                  - id: chat
                    protocol: openai
                    disabled: false
                    target_policy:
                      type: logical-model
                      model_targets:
                        - {name: %s, candidates: [{provider_id: echo, upstream_model: echo-1}]}
                """
                        .formatted(model);
    }

    private static String brokenRoute() {
        return route("broken").replace("disabled: false", "disabeld: false");
    }

    /// Replaces the file as an editor does: written aside, then renamed.
    private static void edit(Path bundles, String text) throws IOException {
        var aside = Files.writeString(bundles.resolve(".routes.yaml.swp"), text);
        Files.move(aside, bundles.resolve("routes.yaml"), StandardCopyOption.ATOMIC_MOVE);
    }
}
