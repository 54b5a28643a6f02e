package io.agw.server.provider;

import io.agw.bundle.canonical.ObjectCodec;
import io.agw.bundle.document.Node;
import io.agw.bundle.document.Trees;
import io.agw.bundle.model.Network;
import io.agw.bundle.model.Provider;
import io.agw.bundle.model.Secret;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.problem.Position;
import io.agw.bundle.problem.Problems;
import io.agw.bundle.shape.Shapes;
import io.agw.server.turn.CallerKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// One account at a vendor, with one key.
///
/// @param id the provider's id in the bundle
/// @param credentialId of the credential that the key is of; empty for the provider's own
/// @param baseUrl null for the vendor's own address
/// @param key null where none is needed
/// @param bearer whether the key is a token to be shown as `Authorization: Bearer`, whatever the
///   vendor's own way
/// @param account the vendor's name for the account that a token is of; null where it is not told
/// @param options settings of the provider type
public record ProviderSetup(
        String id,
        String credentialId,
        @Nullable String baseUrl,
        @Nullable Secret key,
        boolean bearer,
        @Nullable String account,
        @Nullable String defaultModel,
        Network network,
        Map<String, JsonNode> options) {
    /// Making one reads the defaults of every kind: too much for every provider of a bundle.
    private static final ObjectCodec CODEC = new ObjectCodec();

    public ProviderSetup {
        options = Map.copyOf(options);
    }

    /// The account as the bundle declares it, with the provider's own key.
    public static ProviderSetup of(Provider provider) {
        return new ProviderSetup(
                provider.id(),
                "",
                provider.baseUrl(),
                text(provider.apiKey()),
                false,
                null,
                provider.defaultModel(),
                provider.network(),
                provider.options());
    }

    /// The same provider with the key of a credential, and at another address where the key is for
    /// one.
    ///
    /// @param itsKey null while it is not known
    public ProviderSetup with(
            String credential, @Nullable Secret itsKey, @Nullable String otherBaseUrl) {
        return new ProviderSetup(
                id,
                credential,
                otherBaseUrl == null ? baseUrl : otherBaseUrl,
                itsKey,
                false,
                null,
                defaultModel,
                network,
                options);
    }

    /// The same provider where its key makes what is sent, and is not sent itself.
    public ProviderSetup withoutKey() {
        return new ProviderSetup(
                id, credentialId, baseUrl, null, false, account, defaultModel, network, options);
    }

    /// The same account with what a login shows for a while.
    public ProviderSetup with(AccessToken token) {
        return new ProviderSetup(
                id,
                credentialId,
                baseUrl,
                token.text(),
                true,
                token.account(),
                defaultModel,
                network,
                options);
    }

    /// The same provider with a client's own key, or with none while it is not known.
    public ProviderSetup with(@Nullable CallerKey own) {
        return new ProviderSetup(
                id,
                "caller",
                baseUrl,
                own == null ? null : own.text(),
                own != null && own.bearer(),
                null,
                defaultModel,
                network,
                options);
    }

    /// The plain text of a secret; null when there is none here.
    public static @Nullable Secret text(@Nullable SecretValue value) {
        return value instanceof SecretValue.Given given ? given.text() : null;
    }

    /// The settings of the provider type, with defaults for what is absent.
    ///
    /// @param type the type's record in `io.agw.bundle.options`
    /// @throws IllegalArgumentException when a setting is not what the record says
    public <T extends Record> T options(Class<T> type) {
        var object = JsonNodeFactory.instance.objectNode();
        options.forEach(object::set);
        var problems = new Problems();
        var node = (Node.Members) Trees.node(object, Position.of("options"));
        return CODEC.readPart(Shapes.of(type), node, "options", problems)
                .map(type::cast)
                .orElseThrow(
                        () -> new IllegalArgumentException(problems.sorted().getFirst().message()));
    }

    /// Masks the key.
    @Override
    public String toString() {
        return "ProviderSetup[" + id + "]";
    }
}
