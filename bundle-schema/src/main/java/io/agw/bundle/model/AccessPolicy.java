package io.agw.bundle.model;

import org.jspecify.annotations.Nullable;

/// What callers may ask for. Policies add to each other: what one denies nothing else allows, and
/// where some allow, what none of them allows is refused.
@Doc(
        "Which models, agents and routes callers may use; what is denied is denied whatever allows it.")
public record AccessPolicy(
        @Doc("Unique id.") @Identifier String id,
        @Doc("What the policy is for.") @Nullable String description,
        @Doc("A disabled policy says nothing.") @Default("false") boolean disabled,
        @Doc("Whom the policy is for: callers that one of the lists names.") @Default("{}")
                AccessSubjects subjects,
        @Doc(
                        "What its subjects may use, of each kind of name that it lists; a kind without names is left open.")
                @Default("{}")
                AccessNames allow,
        @Doc("What its subjects may not use, whatever allows it; in capital letters or not.")
                @Default("{}")
                AccessNames deny,
        @Doc("How the object ends: `{prune: disabled}` keeps it when its file is gone.")
                @Default("{}")
                Lifecycle lifecycle)
        implements BundleObject {
    @Override
    public ObjectKey key() {
        return new ObjectKey(Kind.ACCESS_POLICY, id);
    }
}
