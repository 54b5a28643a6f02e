package io.agw.server.plane.llm;

import io.agw.server.call.UpstreamClient;
import io.agw.server.dialect.Api;
import io.agw.server.provider.Provider;
import io.agw.server.provider.ProviderSetup;
import io.agw.server.provider.ProviderType;
import io.agw.server.provider.http.HttpAccount;

/// A vendor that has nothing but responses.
///
/// @param client borrowed
record ResponsesOnlyType(UpstreamClient client) implements ProviderType {
    /// One that a bundle may name and that is not served otherwise.
    static final String NAME = "codex";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Provider open(ProviderSetup setup) {
        return new HttpAccount(client, setup, "http://localhost:1")
                .bearer()
                .post(Api.RESPONSES, "/responses")
                .provider();
    }
}
