package io.agw.server.plane.llm;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.server.upstream.Behaviours;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What every client is told, in its own words, when any vendor says in the middle of a stream that
/// it fails, and why.
@Timeout(30)
final class ErrorsWithinStreamsTest extends PlaneTest {
    private static final List<VendorErrors> KNOWN =
            List.of(VendorErrors.LIMIT, VendorErrors.OVERLOADED, VendorErrors.TOO_LONG);

    static Stream<Arguments> everybody() {
        return KNOWN.stream()
                .flatMap(error ->
                        Arrays.stream(Vendor.values())
                                .flatMap(client ->
                                        Arrays.stream(Vendor.values())
                                                .map(vendor ->
                                                        Arguments.of(error, client, vendor))));
    }

    @ParameterizedTest
    @MethodSource("everybody")
    void classReachesTheClientAndTheRecord(VendorErrors error, Vendor client, Vendor vendor)
            throws IOException {
        gateway.use(
                client.protocol(),
                type(client, vendor),
                Behaviours.events(vendor.opening(), vendor.token("Hel"), error.event(vendor)));

        var target = client.path(true) + (client == Vendor.GENERATE ? "?alt=sse" : "");
        var reply = gateway.ask("POST", target, "application/json", client.request(true));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).contains("Hel").doesNotContain(client.goodEnd());
        var told = last(reply);
        switch (client) {
            case CHAT -> {
                assertThat(told.at("/error/type").asString()).isEqualTo(chatType(error));
                assertThat(told.at("/error/code").asString()).isEqualTo(code(error));
            }
            case RESPONSES -> {
                assertThat(reply.text()).contains("event: error\n");
                assertThat(told.path("type").asString()).isEqualTo("response.failed");
                assertThat(told.at("/response/error/code").asString()).isEqualTo(code(error));
            }
            case MESSAGES -> {
                assertThat(told.path("type").asString()).isEqualTo("error");
                assertThat(told.at("/error/type").asString()).isEqualTo(messagesType(error));
                assertThat(told.at("/error/message").asString().startsWith("prompt is too long: "))
                        .isEqualTo(error == VendorErrors.TOO_LONG);
            }
            case GENERATE ->
                    assertThat(told.at("/error/status").asString()).isEqualTo(status(error));
        }
        assertThat(gateway.errorCode()).isEqualTo(code(error));
        assertThat(gateway.usage().outcome()).isEqualTo("truncated");
    }

    /// A type of provider that has nothing which the client speaks, unless it is the client's own.
    private static String type(Vendor client, Vendor vendor) {
        return switch (vendor) {
            case CHAT -> client == Vendor.RESPONSES ? "openai-compatible" : "openai";
            case RESPONSES -> client == vendor ? "openai" : "codex";
            case MESSAGES, GENERATE -> vendor.type();
        };
    }

    private static String code(VendorErrors error) {
        return switch (error) {
            case LIMIT -> "rate_limit_exceeded";
            case OVERLOADED -> "upstream_overloaded";
            case TOO_LONG -> "context_length_exceeded";
            case STRANGE -> "upstream_error";
        };
    }

    private static String chatType(VendorErrors error) {
        return switch (error) {
            case LIMIT -> "rate_limit_error";
            case TOO_LONG -> "invalid_request_error";
            case OVERLOADED, STRANGE -> "api_error";
        };
    }

    private static String messagesType(VendorErrors error) {
        return switch (error) {
            case LIMIT -> "rate_limit_error";
            case OVERLOADED -> "overloaded_error";
            case TOO_LONG -> "invalid_request_error";
            case STRANGE -> "api_error";
        };
    }

    private static String status(VendorErrors error) {
        return switch (error) {
            case LIMIT -> "RESOURCE_EXHAUSTED";
            case OVERLOADED -> "UNAVAILABLE";
            case TOO_LONG -> "INVALID_ARGUMENT";
            case STRANGE -> "INTERNAL";
        };
    }

    private static JsonNode last(CollectingSink reply) {
        var data = reply.text().lines().filter(line -> line.startsWith("data: ")).toList();
        return JsonMapper.shared().readTree(data.getLast().substring("data: ".length()));
    }
}
