package io.agw.bundle.validate;

import io.agw.bundle.model.CliAuthAuthenticator;
import io.agw.bundle.model.CliAuthName;
import io.agw.bundle.model.Credential;
import io.agw.bundle.model.CredentialType;
import java.util.Set;
import java.util.TreeSet;

/// What the gateway shows upstreams, and how it comes by it.
final class CredentialRules {
    /// Members of older tools that nothing reads.
    private static final Set<String> INERT =
            Set.of("disable_cooling", "disable-cooling", "request_retry", "request-retry");

    private CredentialRules() {}

    static void check(Credential credential, Report report) {
        if (credential.providerId() == null && credential.providerType() == null) {
            report.missing("/provider_id", "provider_id or provider_type");
        }
        if (credential.providerType() != null) {
            ProviderRules.type(credential.providerType(), "/provider_type", report);
        }
        if (credential.type() == CredentialType.API_KEY
                && credential.attributes().apiKey() == null) {
            report.missing("/attributes/api_key", "a reference, for type api_key");
        }
        Addresses.http(credential.attributes().baseUrl(), "/attributes/base_url", report);
        if (credential.attributes().apiKey() != null) {
            Addresses.key(credential.attributes().baseUrl(), "/attributes/base_url", report);
        }
        report.scope("/scope", credential.scope());
        for (var name : new TreeSet<>(credential.metadata().keySet())) {
            if (INERT.contains(name)) {
                report.inert("/metadata/" + name, "in a credential");
            }
        }
    }

    static void check(CliAuthAuthenticator authenticator, Report report) {
        var config = authenticator.config();
        var profile = config.transportProfile();
        if (profile != null && !profile.equals("default")) {
            report.invalid("/config/transport_profile", profile, "default");
        }
        if (config.deviceFlow() && authenticator.name() != CliAuthName.CODEX) {
            report.invalid("/config/device_flow", "true", "false: only codex has a device flow");
        }
        if (config.deviceUrl() != null && authenticator.name() != CliAuthName.CODEX) {
            report.inert("/config/device_url", "without a device flow, which only codex has");
        }
        Addresses.endpoint(config.authorizeUrl(), "/config/authorize_url", report);
        Addresses.http(config.tokenUrl(), "/config/token_url", report);
        Addresses.http(config.deviceUrl(), "/config/device_url", report);
        Addresses.secret(config.authorizeUrl(), "/config/authorize_url", report);
        Addresses.secret(config.tokenUrl(), "/config/token_url", report);
        Addresses.secret(config.deviceUrl(), "/config/device_url", report);
        ProviderRules.network(config.network(), "/config/network", report);
    }
}
