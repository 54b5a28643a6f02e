package io.agw.server.dialect.shape;

import io.agw.server.dialect.conversation.AnswerEvent;
import io.agw.server.dialect.shape.Dialect.AnswerReader;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// Reads an answer for a client of another dialect: its thoughts say who signed them. Not
/// thread-safe.
public final class SignedReader implements AnswerReader {
    private final AnswerReader reader;
    private final Signer signer;

    public SignedReader(AnswerReader reader, Signer signer) {
        this.reader = reader;
        this.signer = signer;
    }

    @Override
    public void whole(JsonNode answer, Consumer<AnswerEvent> to) throws MalformedAnswer {
        reader.whole(answer, event -> to.accept(signer.sign(event)));
    }

    @Override
    public void event(JsonNode data, Consumer<AnswerEvent> to) throws MalformedAnswer {
        reader.event(data, event -> to.accept(signer.sign(event)));
    }

    @Override
    public void end(boolean terminated, Consumer<AnswerEvent> to) {
        reader.end(terminated, event -> to.accept(signer.sign(event)));
    }

    @Override
    public long kept() {
        return reader.kept();
    }
}
