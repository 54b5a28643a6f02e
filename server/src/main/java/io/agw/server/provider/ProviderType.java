package io.agw.server.provider;

/// One vendor's API. Thread-safe.
public interface ProviderType {
    /// The name in `provider_type`: `openai`.
    String name();

    /// The vendor as OpenTelemetry's conventions name it where they do: `azure.ai.openai`.
    default String vendor() {
        return name();
    }

    /// Opens an account. Cheap: connects to nothing, starts nothing, and needs no closing.
    ///
    /// @throws IllegalArgumentException when the setup cannot work; the message begins with the
    ///   field that is at fault and holds no secret
    Provider open(ProviderSetup setup);
}
