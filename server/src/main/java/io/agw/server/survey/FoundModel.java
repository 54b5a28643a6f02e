package io.agw.server.survey;

import io.agw.bundle.model.Capabilities;
import org.jspecify.annotations.Nullable;

/// A model as its provider lists it.
///
/// @param name by which it is asked for
/// @param displayName for people; null when the provider gives none
/// @param capabilities as far as the provider says
/// @param inputLimit most tokens of input alone; null when the provider does not say it
public record FoundModel(
        String name,
        @Nullable String displayName,
        @Nullable String description,
        Capabilities capabilities,
        @Nullable Long inputLimit) {}
