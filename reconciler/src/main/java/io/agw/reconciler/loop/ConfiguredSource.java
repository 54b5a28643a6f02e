package io.agw.reconciler.loop;

import io.agw.bundle.plan.Owner;
import io.agw.bundle.reference.Variables;
import io.agw.reconciler.source.Source;
import io.agw.reconciler.status.Identity;

/// A source with everything that is set about it.
///
/// @param source where its files come from; owned by the loop, which closes it
/// @param policy how it is reconciled
/// @param variables what its bundles may refer to
/// @param identity how it is shown
public record ConfiguredSource(
        Source source, SourcePolicy policy, Variables variables, Identity identity) {
    public Owner owner() {
        return source.owner();
    }
}
