package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.Behaviours;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is only passed on may change something at the vendor, and must not happen twice.
@Timeout(30)
final class PassedOnceTest extends StandInTest {
    private static final String JOB = "{\"model\":\"m\",\"training_file\":\"f\"}";

    PassedOnceTest() {
        super(Behaviours.json(200, "{}"), Behaviours.json(200, "{\"by\":\"second\"}"));
    }

    @BeforeEach
    void route() {
        use(gateway.upstream.baseUrl());
    }

    @ParameterizedTest
    @CsvSource({
        "POST, 500",
        "POST, 502",
        "POST, 504",
        "POST, 408",
        "PUT, 502",
        "PATCH, 500",
        "DELETE, 504"
    })
    void itIsNotRepeatedWhenItMayHaveBeenDone(String method, int status) throws IOException {
        gateway.upstream.then(Behaviours.json(status, "{}"));

        var reply = ask(method);

        assertThat(reply.status()).isEqualTo(status == 500 ? 502 : status);
        assertThat(gateway.upstream.requests()).hasSize(1);
        assertThat(second.requests()).isEmpty();
    }

    @Test
    void norAfterAConnectionThatBroke() throws IOException {
        gateway.upstream.then(Behaviours.reset());

        assertThat(ask("POST").text()).contains("upstream_reset");
        assertThat(second.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503, 529})
    void itIsRepeatedWhenItWasRefusedUnseen(int status) throws IOException {
        gateway.upstream.then(Behaviours.json(status, "{}"), Behaviours.json(200, "{\"by\":1}"));

        assertThat(ask("POST").text()).isEqualTo("{\"by\":1}");
        assertThat(second.requests()).isEmpty();
    }

    @Test
    void anotherProviderIsAskedWhenNothingWasSent() throws IOException {
        try (var nobody = new Socket()) {
            nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            use("http://127.0.0.1:" + nobody.getLocalPort() + "/v1");

            assertThat(ask("POST").text()).contains("second");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504})
    void whatOnlyReadsIsRepeated(int status) throws IOException {
        gateway.upstream.then(Behaviours.json(status, "{}"));

        assertThat(ask("GET").text()).contains("second");
        assertThat(gateway.upstream.requests()).hasSize(2);
    }

    private void use(String url) {
        use(
                "provider_type: openai, api_key: sk-a, network: {retry_delay_seconds: 0}, "
                        + "retry: {max_retries: 1}"
                        + at(url),
                "",
                "protocol: openai",
                FALLS_BACK);
    }

    private CollectingSink ask(String method) throws IOException {
        return gateway.ask(method, "/v1/fine_tuning/jobs", "application/json", JOB);
    }
}
