package io.agw.server.plane.llm;

import io.agw.server.upstream.FakeUpstream;
import io.agw.server.upstream.FakeUpstream.Behaviour;
import io.agw.server.upstream.TestSnapshots;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A test of the plane with two upstreams: for model `m` provider `a` is asked, and `b` in its
/// place, as model `n`, where the route falls back.
abstract class StandInTest {
    static final String FALLS_BACK = "enabled: true, max_num: 1";

    private final Behaviour usual;
    private final Behaviour usualOfSecond;
    PlaneHarness gateway;
    FakeUpstream second;

    /// @param usual what both upstreams do until they are told otherwise
    StandInTest(Behaviour usual) {
        this(usual, usual);
    }

    StandInTest(Behaviour usual, Behaviour usualOfSecond) {
        this.usual = usual;
        this.usualOfSecond = usualOfSecond;
    }

    @BeforeEach
    void start() throws IOException {
        gateway = new PlaneHarness(usual);
        second = FakeUpstream.start(usualOfSecond);
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        second.close();
    }

    /// @param first type, key and further members of provider `a`
    /// @param fallback of the route; one with a chain names `b` itself
    void use(String first, String fallback) {
        use(first + at(gateway.upstream.baseUrl()), "", "protocol: openai", fallback);
    }

    /// @param first members of provider `a`, with {@link #at its address}
    /// @param credentials of it
    /// @param route its protocol and further members
    void use(String first, String credentials, String route, String fallback) {
        var standIn = fallback.contains("chain") ? "" : ", {provider_id: b, upstream_model: n}";
        gateway.use(
                TestSnapshots.of(
                        """
                        providers:
                          - {id: a, %s}
                          - {id: b, provider_type: openai, api_key: sk-b, network: {max_retries: 0}%s}
                        credentials: [%s]
                        llmRoutes:
                          - {id: chat, auth_policy: {require_virtual_key: false}, %s, target_policy:
                             {fallback: {%s}, model_targets: [{name: m, strategy: priority, candidates:
                             [{provider_id: a, upstream_model: m, priority: 2}%s]}]}}
                        """
                                .formatted(
                                        first,
                                        at(second.baseUrl()),
                                        credentials,
                                        route,
                                        fallback,
                                        standIn)));
    }

    /// An address as further member of a provider.
    static String at(String url) {
        return ", base_url: '" + url + "'";
    }
}
