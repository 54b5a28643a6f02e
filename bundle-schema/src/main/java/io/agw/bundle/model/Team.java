package io.agw.bundle.model;

import org.jspecify.annotations.Nullable;

/// People who share keys, and what their keys may use up.
@Doc("People whose virtual keys are counted, limited and disabled together.")
public record Team(
        @Doc("Unique id.") @Identifier String id,
        @Doc("Organization that the team belongs to, with which its usage is counted too.")
                @Identifier
                @Nullable String org,
        @Doc("Who they are.") @Nullable String description,
        @Doc("Whom to ask, shown to operators.") @Nullable String owner,
        @Doc("Keys of a disabled team are refused.") @Default("false") boolean disabled,
        @Doc("How the object ends: `{prune: disabled}` keeps it when its file is gone.")
                @Default("{}")
                Lifecycle lifecycle)
        implements BundleObject {
    @Override
    public ObjectKey key() {
        return new ObjectKey(Kind.TEAM, id);
    }
}
