package io.agw.server.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.agw.bundle.model.LlmProtocol;
import io.agw.bundle.model.MatchPolicy;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// The table agrees with the rules written down naively, one route at a time.
final class RouteTableProperties {
    private static final List<String> HOSTS = List.of("", "a", "b");
    private static final List<String> METHODS = List.of("GET", "POST");

    @Property(tries = 2_000)
    void agreesWithTheNaiveReading(
            @ForAll("routes") List<Route> routes,
            @ForAll("hosts") String host,
            @ForAll("methods") String method,
            @ForAll("paths") String path) {
        var distinct =
                routes.stream()
                        .collect(
                                java.util.stream.Collectors.toMap(
                                        Route::id, route -> route, (first, _) -> first))
                        .values()
                        .stream()
                        .toList();

        var match = RouteTable.of(distinct).match(host, method, path);

        var expected =
                distinct.stream()
                        .filter(route -> !route.disabled() && takes(route, host, method, path))
                        .filter(route -> serves(route, path))
                        .min(PREFERENCE);
        if (expected.isPresent()) {
            assertThat(match).isInstanceOf(Match.Found.class);
            assertThat(((Match.Found) match).route()).isEqualTo(expected.get());
        } else if (distinct.stream()
                .anyMatch(route -> takes(route, host, method, path) && serves(route, path))) {
            assertThat(match).isInstanceOf(Match.Disabled.class);
        } else if (distinct.stream()
                .anyMatch(route -> !route.disabled() && takes(route, host, method, path))) {
            assertThat(match).isInstanceOf(Match.Unserved.class);
        } else {
            assertThat(match).isInstanceOf(Match.None.class);
        }
    }

    private static final Comparator<Route> PREFERENCE =
            Comparator.comparingInt((Route route) -> -route.prefix().length())
                    .thenComparing(route -> route.host() == null)
                    .thenComparing(route -> route.methods().isEmpty())
                    .thenComparing(Route::id);

    private static boolean takes(Route route, String host, String method, String path) {
        return (route.host() == null || Objects.equals(route.host(), host))
                && (route.methods().isEmpty() || route.methods().contains(method))
                && (path + "/").startsWith(route.prefix() + "/");
    }

    private static boolean serves(Route route, String path) {
        var operations =
                route.protocol() == Protocol.OPENAI
                        ? List.of("/chat/completions", "/models")
                        : List.of("/messages", "/models");
        if (route.protocol() == Protocol.OPENAI
                && (path.equals(route.prefix() + "/v1/other") || path.equals("/v1/other"))) {
            return true; // passed on
        }
        return operations.stream()
                .flatMap(text -> java.util.stream.Stream.of(text, "/v1" + text))
                .anyMatch(text -> path.equals(route.prefix() + text) || path.equals(text));
    }

    @Provide
    Arbitrary<List<Route>> routes() {
        var id = Arbitraries.strings().withCharRange('a', 'h').ofLength(1);
        var protocol = Arbitraries.of(LlmProtocol.OPENAI, LlmProtocol.ANTHROPIC);
        var host = Arbitraries.of("a", "b").injectNull(0.5);
        var methods = Arbitraries.of(METHODS).list().ofMaxSize(1);
        return Combinators.combine(
                        id, protocol, Arbitraries.of(true, false), host, prefixes(), methods)
                .as((name, speaks, disabled, at, prefix, allowed) ->
                        Routes.llm(name, speaks, disabled, new MatchPolicy(at, prefix, allowed)))
                .list()
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<String> hosts() {
        return Arbitraries.of(HOSTS);
    }

    @Provide
    Arbitrary<String> methods() {
        return Arbitraries.of(METHODS);
    }

    @Provide
    Arbitrary<String> paths() {
        var operation =
                Arbitraries.of(
                        "/chat/completions",
                        "/v1/chat/completions",
                        "/v1/messages",
                        "/messages",
                        "/models",
                        "/other");
        return Combinators.combine(prefixes(), operation).as((prefix, rest) -> prefix + rest);
    }

    private static Arbitrary<String> prefixes() {
        return Arbitraries.of("", "/x", "/x/y", "/xy", "/x/y/z", "/v1", "/chat");
    }
}
