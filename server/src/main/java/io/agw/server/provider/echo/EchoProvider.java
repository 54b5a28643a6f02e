package io.agw.server.provider.echo;

import io.agw.server.call.CallFailed;
import io.agw.server.call.UpstreamReply;
import io.agw.server.dialect.Api;
import io.agw.server.provider.Provider;
import io.agw.server.provider.ProviderCall;
import io.agw.server.provider.SentSecrets;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Answers from the request alone.
final class EchoProvider implements Provider {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;

    private final String model;
    private final InstantSource clock;

    /// @param model named when a request names none, and listed
    EchoProvider(String model, InstantSource clock) {
        this.model = model;
        this.clock = clock;
    }

    @Override
    public boolean serves(Api api) {
        return api == Api.CHAT || api == Api.MODELS;
    }

    @Override
    public UpstreamReply call(Api api, ProviderCall call) throws CallFailed {
        call.cancellation().check();
        return api == Api.MODELS ? models() : chat(call);
    }

    private UpstreamReply chat(ProviderCall call) {
        try {
            if (!(JSON.readTree(call.body()) instanceof ObjectNode request)) {
                return refusal("invalid_request");
            }
            if (!request.path("messages").isArray()) {
                return refusal("messages_required");
            }
            var answer = new EchoAnswer(request, model, clock.instant().getEpochSecond());
            return request.path("stream").asBoolean(false)
                    ? new EchoReply(OK, "text/event-stream", answer.events())
                    : new EchoReply(OK, "application/json", List.of(answer.whole()));
        } catch (JacksonException _) {
            // the scanner has passed it: only a limit of the parser can be the reason
            return refusal("invalid_request");
        }
    }

    private UpstreamReply models() {
        var list = JSON.createObjectNode().put("object", "list");
        list.putArray("data")
                .addObject()
                .put("id", model)
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", "agent-gateway");
        return new EchoReply(OK, "application/json", List.of(JSON.writeValueAsBytes(list)));
    }

    @Override
    public String address() {
        return "";
    }

    @Override
    public SentSecrets secrets() {
        return SentSecrets.NONE;
    }

    private static EchoReply refusal(String code) {
        var body = JSON.createObjectNode();
        body.putObject("error")
                .put("message", code)
                .put("type", "invalid_request_error")
                .putNull("param")
                .put("code", code);
        return new EchoReply(
                BAD_REQUEST, "application/json", List.of(JSON.writeValueAsBytes(body)));
    }
}
