package io.agw.server.provider.bedrock;

import io.agw.server.call.CallFailed;
import io.agw.server.call.Header;
import io.agw.server.call.UpstreamFailure;
import io.agw.server.call.UpstreamReply;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.MalformedJson;
import io.agw.server.dialect.MemberEdits;
import io.agw.server.provider.Provider;
import io.agw.server.provider.ProviderCall;
import io.agw.server.provider.SentSecrets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// Messages by way of `InvokeModel`: what Anthropic's API has in the address and in headers,
/// Bedrock has in the body, and the other way round.
final class InvokeProvider implements Provider {
    private static final MemberEdits EDITS =
            MemberEdits.NONE
                    .without(Set.of("model", "stream"))
                    .unlessGiven("anthropic_version", "\"bedrock-2023-05-31\"");

    private final Provider account;

    InvokeProvider(Provider account) {
        this.account = account;
    }

    @Override
    public boolean serves(Api api) {
        return account.serves(api);
    }

    @Override
    public UpstreamReply call(Api api, ProviderCall call) throws CallFailed {
        var headers = new ArrayList<Header>();
        var edits = EDITS;
        for (var header : call.headers()) {
            switch (header.name().toLowerCase(Locale.ROOT)) {
                case "anthropic-version" -> {}
                case "anthropic-beta" ->
                        edits = edits.unlessGiven("anthropic_beta", words(header.value()));
                default -> headers.add(header);
            }
        }
        return EventStreamReply.readable(
                account.call(api, call.with(edited(edits, call.body()), headers)),
                MessageEvent::of);
    }

    private static byte[] edited(MemberEdits edits, byte[] body) throws CallFailed {
        try {
            return edits.apply(body);
        } catch (MalformedJson e) {
            throw new CallFailed(new UpstreamFailure.Forbidden("request: " + e.getMessage()));
        }
    }

    /// A list of a header's words as JSON.
    private static String words(String value) {
        var words =
                Arrays.stream(value.split(","))
                        .map(String::strip)
                        .filter(word -> !word.isEmpty())
                        .collect(Collectors.toCollection(ArrayList::new));
        return JsonMapper.shared().writeValueAsString(words);
    }

    @Override
    public String address() {
        return account.address();
    }

    @Override
    public String credentialId() {
        return account.credentialId();
    }

    @Override
    public SentSecrets secrets() {
        return account.secrets();
    }
}
