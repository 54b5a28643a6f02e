package io.agw.server.dialect.shape;

import io.agw.server.dialect.shape.chat.ChatDialect;
import io.agw.server.dialect.shape.converse.ConverseDialect;
import io.agw.server.dialect.shape.generate.GenerateDialect;
import io.agw.server.dialect.shape.messages.MessagesDialect;
import io.agw.server.dialect.shape.responses.ResponsesDialect;
import java.util.SortedMap;
import java.util.TreeMap;

/// Every dialect by the name that its golden files carry: those that clients speak, and those that
/// upstreams do.
final class KnownDialects {
    private KnownDialects() {}

    static SortedMap<String, Dialect> all() {
        var dialects = new TreeMap<String, Dialect>();
        dialects.put("chat", new ChatDialect());
        dialects.put("generate", new GenerateDialect());
        dialects.put("messages", new MessagesDialect());
        dialects.put("responses", new ResponsesDialect());
        return dialects;
    }

    static SortedMap<String, UpstreamDialect> upstreams() {
        var dialects = new TreeMap<String, UpstreamDialect>(all());
        dialects.put("converse", new ConverseDialect());
        return dialects;
    }
}
