package io.agw.product;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The packaged programs with a repository that git itself pushes to.
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProgramsIT {
    private static final String PUSH =
            """
            git -C work add -A
            git -C work -c user.name=Ann -c user.email=ann@example.com commit -q -m change
            git -C work push -q origin HEAD:main
            bin/agwctl gitops reconcile --wait
            echo "exit code $?"
            """;

    private Path folder;
    private Programs programs;

    @BeforeAll
    void start(@TempDir Path root) throws Exception {
        folder = root;
        var checkout = Checkout.into(root);
        var script =
                """
                set -e
                git init -q --bare -b main repo.git
                git clone -q repo.git work
                mkdir work/bundles
                cp gitops-examples/quickstart/bundle.yaml work/bundles/
                cd work
                git add -A
                git -c user.name=Ann -c user.email=ann@example.com commit -q -m first
                git push -q origin HEAD:main
                """;
        var git = checkout.script(script, "git.log").start();
        assertThat(git.waitFor()).as(() -> root + "/git.log says why").isZero();
        programs =
                Programs.start(
                        checkout,
                        "bin/agwd --unsafe-scheme file --source \"file://$PWD/repo.git#main:bundles\"");
    }

    @AfterAll
    void stop() {
        programs.close();
    }

    @Test
    void chatIsAnsweredWholeAndStreamed() throws Exception {
        assertThat(programs.run("bin/agwctl chat --no-stream 'whole and done'").lines())
                .contains("whole and done");
        assertThat(programs.run("bin/agwctl chat --stream 'word by word'").lines())
                .contains("word by word");
    }

    @Test
    void pushIsServedBrokenPushIsExplainedAndFixRecovers() throws Exception {
        var ask = "bin/agwctl chat --base-url ${AGW_BASE_URL%/v1}/team/v1 --model ";

        assertThat(programs.run(edit("s/name: smart/name: wise/") + PUSH))
                .endsWith("exit code 0\n");
        assertThat(programs.run(ask + "wise 'after the push'").lines()).contains("after the push");
        assertThat(programs.run(ask + "smart hello")).contains("API error 404");

        assertThat(programs.run(edit("s/    disabled: false/    disabeld: false/") + PUSH))
                .endsWith("exit code 3\n");
        assertThat(programs.run("bin/agwctl gitops status"))
                .contains("Stalled")
                .containsPattern(
                        "bundles/bundle\\.yaml:\\d+:5: error AGW1101: disabeld: unknown field \\(did you mean disabled\\?\\)");
        assertThat(programs.run(ask + "wise 'still here'").lines()).contains("still here");

        assertThat(programs.run(edit("s/disabeld: false/disabled: false/") + PUSH))
                .endsWith("exit code 0\n");
        assertThat(programs.run("bin/agwctl gitops status")).doesNotContain("Stalled");
    }

    @Test
    void secondApplyOnlySkips() throws Exception {
        Files.writeString(
                folder.resolve("more.yaml"),
                """
                apiVersion: gateway.agw/v1alpha1
                kind: GatewayBundle
                providers: [{id: vendor, provider_type: openai, api_key: '${VENDOR_KEY}'}]
                llmRoutes:
                  - {id: more, protocol: openai, match_policy: {path_prefix: /more},
                     target_policy: {type: direct-provider, provider_id: vendor}}
                virtualKeys: [{id: second, allowed_route_ids: [more]}]
                """);
        var apply = "VENDOR_KEY=sk-1 bin/agwctl gateway apply -f more.yaml";

        assertThat(programs.run(apply))
                .contains("  create provider vendor\n")
                .contains("summary: create=3 update=0 skip=0 error=0");
        assertThat(programs.run(apply))
                .isEqualTo(
                        """
                        gateway apply: more.yaml
                          skip provider vendor
                          skip llm_route more
                          skip virtual_key second
                        summary: create=0 update=0 skip=3 error=0 adopt=0 delete=0 conflict=0
                        """);
    }

    private static String edit(String expression) {
        return "sed -i.bak '" + expression + "' work/bundles/bundle.yaml; rm work/bundles/*.bak\n";
    }
}
