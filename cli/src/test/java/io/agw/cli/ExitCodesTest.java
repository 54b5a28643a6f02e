package io.agw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every failure is one line on standard error and the code that scripts go by.
class ExitCodesTest {
    private static final String[] LIST = {"gateway", "provider", "list"};

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "400, invalid, 3",
        "401, unauthorized, 6",
        "403, forbidden, 6",
        "404, not_found, 3",
        "409, owned, 5",
        "409, in_use, 5",
        "409, stale_plan, 5",
        "409, blocked, 4",
        "409, suspended, 4",
        "413, too_large, 3",
        "422, invalid_bundle, 3",
        "429, too_many_requests, 6",
        "500, internal, 1",
        "501, not_implemented, 1",
        "503, unavailable, 6",
        "504, timeout, 7"
    })
    void anAnswerOfTheGatewayDecides(int status, String code, int exit) {
        try (var gateway = new TestGateway()) {
            gateway.on(
                    "GET /admin/llm/providers",
                    status,
                    "{\"error\":\"said so\\u001b[2J\\nand more\",\"code\":\"" + code + "\"}");

            var result = new Run(folder).at(gateway).agwctl(LIST);

            assertThat(result.code()).isEqualTo(exit);
            assertThat(result.out()).isEmpty();
            assertThat(result.err())
                    .hasLineCount(1)
                    .startsWith("agwctl: ")
                    .doesNotContain("\u001b");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "gateway",
                "gateway provider get",
                "gateway provider list extra",
                "gateway apply",
                "gateway apply --force -f x",
                "gateway diff -f x --against e.yaml --out p.json",
                "gateway provider list -o xml",
                "gateway provider list --admin-addr ftp://host",
                "gateway acp-runtime resolve-permission r",
                "gateway mcp-service tool-call s t --arguments [1]",
                "gitops suspend",
                "gitops suspend s --reason r --until soon",
                "hash-password --cost 4",
                "completion tcsh",
                "schema nonsense",
                "chat --api grpc hello"
            })
    void wrongUsageIs64(String line) {
        var result =
                new Run(folder)
                        .with("AGW_ADMIN_ADDR", "http://127.0.0.1:1")
                        .agwctl(line.split(" "));

        assertThat(result.code()).as(result.err()).isEqualTo(64);
        assertThat(result.err()).hasLineCount(1).startsWith("agwctl: ");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void aGatewayThatIsNotThereIs6() throws IOException {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        var result =
                new Run(folder).with("AGW_ADMIN_ADDR", "http://127.0.0.1:" + port).agwctl(LIST);

        assertThat(result.code()).isEqualTo(6);
        assertThat(result.err()).contains("connection refused (expected: a running gateway)");
    }

    @Test
    void aHostThatIsNotKnownIs6() {
        var result =
                new Run(folder).with("AGW_ADMIN_ADDR", "http://gateway.invalid:8019").agwctl(LIST);

        assertThat(result.code()).isEqualTo(6);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void aGatewayThatDoesNotAnswerIs7() throws IOException {
        try (var silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            var result =
                    new Run(folder)
                            .realClock()
                            .with("AGW_ADMIN_ADDR", "http://127.0.0.1:" + silent.getLocalPort())
                            .agwctl("gateway", "provider", "list", "--admin-timeout", "1");

            assertThat(result.code()).isEqualTo(7);
            assertThat(result.err()).contains("did not answer within 1 s");
        }
    }

    @Test
    void aRedirectIsNotFollowed() {
        try (var gateway = new TestGateway()) {
            gateway.on("GET /admin/llm/providers", 302, "");

            assertThat(new Run(folder).at(gateway).agwctl(LIST).code()).isEqualTo(1);
            assertThat(gateway.asked()).hasSize(1);
        }
    }

    @Test
    void aPlaneThatIsNotBuiltIsSaidToBeMissing() {
        try (var gateway = new TestGateway()) {
            gateway.on(
                    "GET /admin/mcp/runtime",
                    501,
                    "{\"error\":\"x\",\"code\":\"not_implemented\"}");

            var mcp = new Run(folder).at(gateway).agwctl("gateway", "mcp-runtime", "get");
            assertThat(mcp.code()).isEqualTo(1);
            assertThat(mcp.err()).startsWith("agwctl: not available: ");
        }
    }
}
