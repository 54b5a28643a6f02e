package io.agw.bundle.guardrail.schema;

import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// A JSON Schema without references, whose patterns take time that grows with the text. Immutable
/// and thread-safe.
public final class AnswerSchema {
    private final Predicate<JsonNode> check;

    private AnswerSchema(Predicate<JsonNode> check) {
        this.check = check;
    }

    /// Reads a schema. What it does not know it does not ignore: a schema that is read says all
    /// that it was written for.
    ///
    /// @return the schema, which accepts what the faulty parts say nothing of, and what is wrong
    public static Read read(JsonNode schema) {
        var reading = new SchemaReading();
        return new Read(new AnswerSchema(reading.schema(schema, "")), reading.faults());
    }

    public boolean accepts(JsonNode document) {
        return check.test(document);
    }

    /// @param faults what is wrong with it
    public record Read(AnswerSchema schema, List<Fault> faults) {
        public Read {
            faults = List.copyOf(faults);
        }
    }

    /// @param pointer where, in the schema
    /// @param value that is there
    public record Fault(String pointer, String value, String expected) {}
}
