package io.agw.server.provider.compatible;

import io.agw.bundle.upstream.VendorAddresses;
import io.agw.server.call.UpstreamClient;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.MemberEdits;
import io.agw.server.dialect.shape.ChatHabit;
import io.agw.server.provider.Provider;
import io.agw.server.provider.ProviderSetup;
import io.agw.server.provider.ProviderType;
import io.agw.server.provider.Refused;
import io.agw.server.provider.http.HttpAccount;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/// A vendor of OpenAI's chat completions, the key as a bearer token.
final class CompatibleType implements ProviderType {
    private static final String CHAT = "/chat/completions";
    private static final Map<Api, String> PATHS =
            Map.of(
                    Api.CHAT, CHAT,
                    Api.RESPONSES, "/responses",
                    Api.EMBEDDINGS, "/embeddings");

    private final UpstreamClient client;
    private final String name;
    private final Has has;
    private final String vendor;

    CompatibleType(UpstreamClient client, String name, Has has) {
        this(client, name, has, name);
    }

    private CompatibleType(UpstreamClient client, String name, Has has, String vendor) {
        this.client = client;
        this.name = name;
        this.has = has;
        this.vendor = vendor;
    }

    /// The same under another name in spans.
    CompatibleType knownAs(String other) {
        return new CompatibleType(client, name, has, other);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String vendor() {
        return vendor;
    }

    @Override
    public Provider open(ProviderSetup setup) {
        var base = VendorAddresses.of(name);
        if (base.isEmpty() && setup.baseUrl() == null) {
            throw new IllegalArgumentException(
                    "base_url is missing (expected: an http:// or https:// URL, as type "
                            + name
                            + " has no address of its own)");
        }
        var account = new HttpAccount(client, setup, base).ownThoughts().bearer();
        for (var api : has.apis()) {
            if (api == Api.MODELS) {
                account.get(api, "/models");
            } else {
                account.post(api, PATHS.getOrDefault(api, ""));
            }
        }
        account.post(Api.CHAT, has.chatPath().apply(setup));
        account.anywhere(Api.PASSTHROUGH).habits(has.habits()).meaning(has.meaning());
        return account.edit(Api.CHAT, has.edits().apply(setup)).provider();
    }

    /// What of OpenAI's API a vendor has.
    ///
    /// @param edits what its chat completions need
    /// @param habits where they differ from OpenAI's own
    /// @param chatPath where they are asked for
    /// @param meaning the status that a refusal stands for
    record Has(
            Set<Api> apis,
            Set<ChatHabit> habits,
            Function<ProviderSetup, MemberEdits> edits,
            Function<ProviderSetup, String> chatPath,
            ToIntFunction<Refused> meaning) {
        Has {
            apis = Set.copyOf(apis);
            habits = Set.copyOf(habits);
        }

        Has(Set<Api> apis, Set<ChatHabit> habits, Function<ProviderSetup, MemberEdits> edits) {
            this(apis, habits, edits, _ -> CHAT);
        }

        Has(
                Set<Api> apis,
                Set<ChatHabit> habits,
                Function<ProviderSetup, MemberEdits> edits,
                Function<ProviderSetup, String> chatPath) {
            this(apis, habits, edits, chatPath, Refused::status);
        }

        Has(Set<Api> apis, ChatHabit... habits) {
            this(apis, Set.of(habits), _ -> MemberEdits.NONE);
        }

        Has meaning(ToIntFunction<Refused> other) {
            return new Has(apis, habits, edits, chatPath, other);
        }
    }
}
