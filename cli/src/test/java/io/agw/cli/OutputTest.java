package io.agw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTest {
    private static final String[] DIFF = {
        "gateway", "diff", "-f", "bundle.yaml", "--against", "export.yaml"
    };

    @TempDir Path folder;

    @Test
    void coloursAreForTerminalsAndCanBeTurnedOff() throws IOException {
        Bundles.write(folder, "bundle.yaml", Bundles.PROVIDER);
        Bundles.write(folder, "export.yaml", "");

        assertThat(new Run(folder).onTerminal().agwctl(DIFF).out()).contains("\u001b[32m");
        assertThat(new Run(folder).agwctl(DIFF).out()).doesNotContain("\u001b");
        assertThat(new Run(folder).onTerminal().with("NO_COLOR", "1").agwctl(DIFF).out())
                .doesNotContain("\u001b");
        assertThat(
                        new Run(folder)
                                .onTerminal()
                                .agwctl(
                                        "--no-color",
                                        "gateway",
                                        "diff",
                                        "-f",
                                        "bundle.yaml",
                                        "--against",
                                        "export.yaml")
                                .out())
                .doesNotContain("\u001b");
    }

    @Test
    void longWorkIsShownToWhoWatchesAndToNobodyElse() throws Exception {
        try (var gateway = new TestGateway()) {
            var progress = new java.util.concurrent.CountDownLatch(1);
            gateway.on(
                    "POST /v1/chat/completions",
                    _ -> {
                        await(progress);
                        return TestGateway.Answer.json(200, "{}");
                    });
            var run =
                    new Run(folder)
                            .at(gateway)
                            .onTerminal()
                            .with("AGW_API_KEY", "k")
                            .with("AGW_BASE_URL", gateway.address());
            run.whenErrContains("asking … ", progress::countDown);

            var watched = run.agwctl("chat", "hi", "--no-stream");

            assertThat(watched.err()).contains("asking … 0 s").endsWith("\r\u001b[K");
        }
    }

    private static void await(java.util.concurrent.CountDownLatch latch) {
        try {
            assertThat(latch.await(20, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
