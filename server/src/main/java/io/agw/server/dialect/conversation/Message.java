package io.agw.server.dialect.conversation;

import java.util.List;

/// What one side said in a row.
public record Message(Role role, List<Part> parts) {
    /// Who speaks.
    public enum Role {
        /// Whoever built the application: instructions.
        SYSTEM,
        /// The person, and tools, whose results stand in what the user says.
        USER,
        /// The model.
        ASSISTANT
    }

    public Message {
        parts = List.copyOf(parts);
    }
}
