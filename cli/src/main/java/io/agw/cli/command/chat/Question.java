package io.agw.cli.command.chat;

import java.util.Optional;

/// What is asked.
///
/// @param model empty: the gateway's default
/// @param system instructions; empty: none
/// @param maxTokens most tokens of the answer
record Question(
        Optional<String> model,
        Optional<String> system,
        String prompt,
        int maxTokens,
        boolean stream) {}
