package io.agw.server.dialect.shape;

import org.jspecify.annotations.Nullable;

/// What a translated request is written for.
///
/// @param model as the upstream names it
/// @param maxTokens most tokens of the answer where the dialect must say and the client did not
/// @param systemRole the word for instructions, `system` or `developer`, where the dialect has
///   both; null for the dialect's own
public record WritingRules(String model, long maxTokens, @Nullable String systemRole) {}
