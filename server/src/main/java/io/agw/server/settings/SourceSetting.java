package io.agw.server.settings;

import io.agw.bundle.reference.SourceVariables;
import io.agw.reconciler.loop.SourcePolicy;
import io.agw.reconciler.source.SourceSettings;

/// A source as an operator sets it.
///
/// @param place where its files are and which of them count
/// @param policy how it is reconciled
/// @param grants what its bundles may refer to
public record SourceSetting(
        SourceSettings place, SourcePolicy policy, SourceVariables.Grants grants) {}
