package io.agw.bundle.model;

/// A login flow of a vendor's command line.
@Doc("A login flow of a vendor's command line, whose tokens become credentials.")
public record CliAuthAuthenticator(
        @Doc("Which flow.") CliAuthName name,
        @Doc("Whether logins may be started.") @Default("false") boolean enabled,
        @Doc("How logins run.") @Default("{}") CliAuthConfig config,
        @Doc("How the object ends: `{prune: disabled}` keeps it when its file is gone.")
                @Default("{}")
                Lifecycle lifecycle)
        implements BundleObject {
    @Override
    public ObjectKey key() {
        return new ObjectKey(Kind.CLIAUTH_AUTHENTICATOR, name.word());
    }
}
