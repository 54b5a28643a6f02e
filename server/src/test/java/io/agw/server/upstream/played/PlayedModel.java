package io.agw.server.upstream.played;

import io.agw.server.upstream.Behaviours;
import io.agw.server.upstream.FakeUpstream.Behaviour;
import io.agw.server.upstream.SeenRequest;
import io.agw.server.upstream.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A model behind the APIs of OpenAI (chat completions and responses), Anthropic and Gemini at
/// once: checks what it is asked as the vendor would, and answers in the API that it was asked in,
/// whole or streamed.
public final class PlayedModel implements Behaviour {
    private static final JsonMapper STRICT =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private final Function<Heard, Said> mind;
    private final List<String> faults = new CopyOnWriteArrayList<>();

    public PlayedModel(Function<Heard, Said> mind) {
        this.mind = mind;
    }

    /// What it had to refuse so far.
    public List<String> faults() {
        return faults;
    }

    @Override
    public void serve(SeenRequest request, Wire wire) throws IOException {
        var path = request.target().replaceAll("\\?.*", "");
        if (path.contains("/responses/")) {
            wire.send(Behaviours.response(200, PlayedResponses.kept(request.method(), path)));
        } else if (request.method().equals("GET")) {
            wire.send(Behaviours.response(404, "{\"error\":{\"message\":\"no such page\"}}"));
        } else if (path.endsWith("/count_tokens")) {
            wire.send(Behaviours.response(200, "{\"input_tokens\":" + Said.INPUT_TOKENS + "}"));
        } else if (path.endsWith(":countTokens")) {
            wire.send(Behaviours.response(200, "{\"totalTokens\":" + Said.INPUT_TOKENS + "}"));
        } else {
            answer(api(path), request, wire);
        }
    }

    private static PlayedApi api(String path) {
        if (path.endsWith("/messages")) {
            return new PlayedMessages();
        }
        if (path.endsWith("/responses")) {
            return new PlayedResponses();
        }
        return path.contains("/models/") ? new PlayedGenerate() : new PlayedChat();
    }

    /// Begins a stream, and breaks it off with the vendor's own error event.
    public Behaviour breaking() {
        return (request, wire) -> {
            var api = api(request.target().replaceAll("\\?.*", ""));
            var events = api.stream(mind.apply(api.heard(STRICT.readTree(request.body()))));
            var told = new ArrayList<>(events.subList(0, events.size() / 2));
            told.add(api.failure());
            Behaviours.events(told.toArray(String[]::new)).serve(request, wire);
        };
    }

    private void answer(PlayedApi api, SeenRequest request, Wire wire) throws IOException {
        JsonNode body;
        String fault;
        try {
            body = STRICT.readTree(request.body());
            fault = api.fault(request, body);
        } catch (JacksonException e) {
            body = STRICT.createObjectNode();
            fault = "invalid JSON: " + e.getOriginalMessage();
        }
        if (!fault.isEmpty()) {
            faults.add(request.target() + ": " + fault);
            wire.send(Behaviours.response(400, api.refusal(fault)));
            return;
        }
        var said = mind.apply(api.heard(body));
        if (api.isStreamed(request, body)) {
            Behaviours.events(api.stream(said).toArray(String[]::new)).serve(request, wire);
        } else {
            wire.send(Behaviours.response(200, api.whole(said)));
        }
    }
}
