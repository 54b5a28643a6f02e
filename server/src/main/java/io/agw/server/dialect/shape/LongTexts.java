package io.agw.server.dialect.shape;

import io.agw.server.dialect.EscapedText;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.UTF8JsonGenerator;
import tools.jackson.core.util.JsonGeneratorDecorator;
import tools.jackson.core.util.JsonGeneratorDelegate;

/// Writes long texts in whole runs. Prompts are most of a request, and the generator alone takes
/// their characters one by one, which costs more than all else that a translation does.
final class LongTexts extends JsonGeneratorDelegate {
    /// Characters from which on it pays.
    private static final int LONG = 64;

    private LongTexts(UTF8JsonGenerator generator) {
        super(generator);
    }

    /// For factories; generators that write characters stay as they are.
    static JsonGeneratorDecorator decorator() {
        return new Decorator();
    }

    @Override
    public JsonGenerator writeString(String text) {
        if (text.length() < LONG) {
            return super.writeString(text);
        }
        var bytes = EscapedText.of(text);
        // half a surrogate pair has no bytes: what is done about it is the generator's to say
        return bytes == null
                ? super.writeString(text)
                : super.writeRawUTF8String(bytes, 0, bytes.length);
    }

    private record Decorator() implements JsonGeneratorDecorator {
        @Override
        public JsonGenerator decorate(TokenStreamFactory factory, JsonGenerator generator) {
            return generator instanceof UTF8JsonGenerator bytes ? new LongTexts(bytes) : generator;
        }
    }
}
