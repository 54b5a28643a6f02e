package io.agw.server.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.LlmProtocol;
import io.agw.bundle.model.MatchPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RouteTableTest {
    private static final String CHAT = "/chat/completions";

    @ParameterizedTest
    @CsvSource({
        "/openai/chat/completions, CHAT_COMPLETIONS, '', /openai/chat/completions",
        "/openai/v1/chat/completions, CHAT_COMPLETIONS, '', /openai/v1/chat/completions",
        "/openai/v1/chat/completions/, CHAT_COMPLETIONS, '', /openai/v1/chat/completions",
        "/openai/v1/responses, RESPONSES, '', /openai/v1/responses",
        "/openai/embeddings, EMBEDDINGS, '', /openai/embeddings",
        "/openai/v1/models, MODELS, '', /openai/v1/models",
        "/openai/models/meta/llama-3, MODEL, meta/llama-3, /openai/models/{model}",
        "/openai/v1/responses/resp_1, RESPONSE, resp_1, /openai/v1/responses/{id}",
        "/openai/v1/responses/r/cancel, RESPONSE, r/cancel, /openai/v1/responses/{id}/cancel",
        "/openai/responses/r/input_items, RESPONSE, r/input_items, /openai/responses/{id}/input_items",
        "/openai/v1/responses/compact, PASSTHROUGH, responses/compact, /openai/v1/responses/{path}",
        "/openai/v1/images/edits, PASSTHROUGH, images/edits, /openai/v1/images/{path}",
        "/openai/files/f-1/content, PASSTHROUGH, files/f-1/content, /openai/files/{path}",
        "/openai/v1/moderations, PASSTHROUGH, moderations, /openai/v1/moderations/{path}",
        "/openai/v1/new-thing/x, PASSTHROUGH, new-thing/x, /openai/v1/{path}",
        "/openai/v1/chat/completions/c-1, PASSTHROUGH, chat/completions/c-1, /openai/v1/chat/{path}",
    })
    void aPathIsMatchedWithAndWithoutItsVersion(
            String path, Operation operation, String tail, String pattern) {
        var table = RouteTable.of(List.of(openai("a", "/openai")));

        assertThat(table.match("", "POST", path))
                .isEqualTo(new Match.Found(table.routes().getFirst(), operation, tail, pattern));
    }

    @ParameterizedTest
    @CsvSource({
        "/openaix/v1/chat/completions",
        "/openai-v1/chat/completions",
        "/open/v1/chat/completions",
        "/v1/chat/completions",
        "/x/openai/v1/chat/completions",
    })
    void aPrefixEndsAtASegment(String path) {
        var table = RouteTable.of(List.of(openai("a", "/openai")));

        assertThat(table.match("", "POST", path)).isEqualTo(new Match.None());
    }

    @ParameterizedTest
    @CsvSource({
        "/openai/v1/chat",
        "/openai/v1/chat/completionsx",
        "/openai/v2/chat/completions",
        "/openai/v1/v1/chat/completions",
        "/openai/v1chat/completions",
        "/openai",
        "/openai/v1",
        "/openai/v1/",
        "/openai/new-thing",
        "/openai/v1/organization/admin_api_keys",
        "/openai/v1/realtime/client_secrets",
        "/openai/v1/responses/r/other",
        "/openai/v1/responses//cancel",
        "/openai/v1/embeddings/x",
        "/openai/v1/http:/evil",
        "/openai/v1/IMAGES/x",
    })
    void aPathThatTheProtocolHasNotIsUnserved(String path) {
        var table = RouteTable.of(List.of(openai("a", "/openai")));

        assertThat(table.match("", "POST", path))
                .isEqualTo(new Match.Unserved(table.routes().getFirst()));
    }

    @ParameterizedTest
    @CsvSource({"/", "''", "/v1", "/v1/chat", "/v1/chat/completions"})
    void aPrefixMayBePartOfTheOperationsPath(String prefix) {
        var table = RouteTable.of(List.of(openai("a", prefix)));

        assertThat(found(table, "", "POST", "/v1" + CHAT)).isEqualTo("a");
    }

    @Test
    void theLongestPrefixWins() {
        var table = RouteTable.of(List.of(openai("a", ""), openai("b", "/x"), openai("c", "/x/y")));

        assertThat(found(table, "", "POST", "/x/y" + CHAT)).isEqualTo("c");
        assertThat(found(table, "", "POST", "/x/v1" + CHAT)).isEqualTo("b");
        assertThat(found(table, "", "POST", "/v1" + CHAT)).isEqualTo("a");
    }

    @Test
    void amongEqualPrefixesTheHostThenTheMethodThenTheIdDecides() {
        var anyHost = openai("a", "/x");
        var method = route("b", false, new MatchPolicy(null, "/x", List.of("post")));
        var host = Routes.llm("c", LlmProtocol.OPENAI, "API.example", "/x");
        var table = RouteTable.of(List.of(openai("z", "/x"), anyHost, method, host));

        assertThat(found(table, "api.example", "POST", "/x" + CHAT)).isEqualTo("c");
        assertThat(found(table, "other", "POST", "/x" + CHAT)).isEqualTo("b");
        assertThat(found(table, "other", "GET", "/x" + CHAT)).isEqualTo("a");
    }

    @Test
    void aLongerPrefixOfAnyHostBeatsAShorterOneOfThisHost() {
        var table =
                RouteTable.of(
                        List.of(
                                Routes.llm("host", LlmProtocol.OPENAI, "h", "/x"),
                                openai("any", "/x/y")));

        assertThat(found(table, "h", "POST", "/x/y" + CHAT)).isEqualTo("any");
        assertThat(found(table, "h", "POST", "/x" + CHAT)).isEqualTo("host");
    }

    @Test
    void twoProtocolsUnderOnePrefixAreToldApartByThePath() {
        var table =
                RouteTable.of(
                        List.of(
                                openai("o", "/ai"),
                                Routes.llm("a", LlmProtocol.ANTHROPIC, null, "/ai"),
                                Routes.llm("g", LlmProtocol.GEMINI, null, "/ai"),
                                Routes.mcp("m", "/ai")));

        assertThat(found(table, "", "POST", "/ai/v1/chat/completions")).isEqualTo("o");
        assertThat(found(table, "", "POST", "/ai/v1/messages")).isEqualTo("a");
        assertThat(found(table, "", "POST", "/ai/v1/messages/count_tokens")).isEqualTo("a");
        assertThat(found(table, "", "POST", "/ai/v1beta/models/gemini:generateContent"))
                .isEqualTo("g");
        assertThat(found(table, "", "POST", "/ai")).isEqualTo("m");
    }

    @Test
    void aPathThatIsOnlyPassedOnGoesFirstToARouteThatKnowsIt() {
        var table =
                RouteTable.of(
                        List.of(
                                Routes.llm("a", LlmProtocol.OPENAI, "h", "/ai"),
                                Routes.llm("b", LlmProtocol.ANTHROPIC, null, "/ai"),
                                Routes.mcp("m", "/ai"),
                                Routes.mcp("n", "")));

        assertThat(found(table, "h", "POST", "/ai/v1/messages")).isEqualTo("b");
        assertThat(found(table, "h", "POST", "/ai/v1/images/edits")).isEqualTo("a");
        assertThat(found(table, "h", "POST", "/ai")).isEqualTo("m");
        assertThat(found(table, "", "POST", "/ai/v1/images/edits")).isEqualTo("m");
        assertThat(found(table, "", "POST", "/v1/images/edits")).isEqualTo("n");
    }

    @ParameterizedTest
    @CsvSource({"/v1/images, images/edits", "/v1, images/edits", "'', images/edits"})
    void aPrefixMayBePartOfAPathThatIsPassedOn(String prefix, String tail) {
        var table = RouteTable.of(List.of(openai("a", prefix)));

        var found = (Match.Found) table.match("", "POST", "/v1/images/edits");
        assertThat(found.tail()).isEqualTo(tail);
    }

    @Test
    void aDisabledRouteNeverHidesAnEnabledOne() {
        var disabled = route("a", true, new MatchPolicy(null, "/x/y", List.of()));
        var table = RouteTable.of(List.of(disabled, openai("b", "/x/y"), openai("c", "/x")));

        assertThat(found(table, "", "POST", "/x/y" + CHAT)).isEqualTo("b");
        assertThat(
                        found(
                                RouteTable.of(List.of(disabled, openai("c", "/"))),
                                "",
                                "POST",
                                "/x/y" + CHAT))
                .isEqualTo("none");
    }

    @Test
    void onlyADisabledRouteIsAnsweredAsSuch() {
        var disabled = route("a", true, new MatchPolicy(null, "/x", List.of()));
        var table = RouteTable.of(List.of(disabled));

        assertThat(table.match("", "POST", "/x" + CHAT)).isEqualTo(new Match.Disabled(disabled));
        assertThat(table.match("", "POST", "/y" + CHAT)).isEqualTo(new Match.None());
    }

    @Test
    void theOrderOfDeclarationDoesNotMatter() {
        var routes = List.of(openai("c", "/x"), openai("a", "/x"), openai("b", "/x"));

        assertThat(found(RouteTable.of(routes), "", "POST", "/x" + CHAT)).isEqualTo("a");
        assertThat(found(RouteTable.of(routes.reversed()), "", "POST", "/x" + CHAT)).isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource({"openai", "/a/../b", "/a/./b", "/a//b", "/a?b", "/a#b"})
    void aPrefixThatCouldNeverMatchIsAFault(String prefix) {
        assertThat(openai("a", prefix).fault().orElseThrow())
                .startsWith("path_prefix: \"" + prefix + "\" (expected: ");
    }

    private static String found(RouteTable table, String host, String method, String path) {
        return table.match(host, method, path) instanceof Match.Found found
                ? found.route().id()
                : "none";
    }

    private static Route openai(String id, String prefix) {
        return Routes.llm(id, LlmProtocol.OPENAI, null, prefix);
    }

    private static Route route(String id, boolean disabled, MatchPolicy match) {
        return Routes.llm(id, LlmProtocol.OPENAI, disabled, match);
    }
}
