package io.agw.server.dialect.shape.converse;

import io.agw.server.dialect.conversation.Conversation;
import io.agw.server.dialect.shape.Inexpressible;
import io.agw.server.dialect.shape.Left;
import io.agw.server.dialect.shape.ToolArguments;
import io.agw.server.dialect.shape.WritingRules;
import io.agw.server.dialect.shape.WrittenRequest;

/// Writes one request. The model stands in its address, and whether it streams. Not thread-safe.
final class RequestWriter {
    private final Family family;
    private final Left left = new Left();

    RequestWriter(WritingRules rules) {
        this.family = Family.of(rules.model());
    }

    WrittenRequest write(Conversation conversation) throws Inexpressible {
        if (!conversation.foreign().isEmpty()) {
            throw new Inexpressible(
                    conversation.foreign().getFirst(),
                    "has no like in Bedrock's Converse (expected: a request without it)");
        }
        var request = ToolArguments.EXACT.createObjectNode();
        var caches = new CachePoints(family, left);
        new TurnWriter(new BlockWriter(family, caches, left))
                .write(conversation.messages(), request);
        var settings = new SettingsWriter(family, left);
        settings.write(conversation.settings(), request);
        new ToolsWriter(caches, left).write(conversation, request);
        if (conversation.hints().user() != null) {
            left.add("user");
        }
        conversation.hints().others().keySet().forEach(left::add);
        return new WrittenRequest(request, left.names());
    }
}
