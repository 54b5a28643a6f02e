package io.agw.bundle.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the requests of an LLM route go.
@Tagged("type")
public sealed interface TargetPolicy {
    CredentialSource credential();

    CredentialSelector credentialSelector();

    List<CredentialScope> credentialScopeOrder();

    List<CredentialType> credentialTypeOrder();

    /// Every request goes to one provider, with the model name that the client sent.
    @Tag("direct-provider")
    record Direct(
            @Doc("Provider that receives the requests.") @Refers(Kind.PROVIDER) String providerId,
            @Doc(
                            "Whose key providers are called with: `gateway` for the gateway's, `caller` for the client's own, which then shows its virtual key in `x-agw-key`.")
                    @Default("gateway")
                    CredentialSource credential,
            @Doc("How one of several usable credentials is chosen.") @Default("round_robin")
                    CredentialSelector credentialSelector,
            @Doc("Scopes in which credentials are looked for, in order.") @Default("[provider_id]")
                    List<CredentialScope> credentialScopeOrder,
            @Doc("Types of credentials, in order.") @Default("[api_key, cliauth_token]")
                    List<CredentialType> credentialTypeOrder)
            implements TargetPolicy {
        public Direct {
            credentialScopeOrder = List.copyOf(credentialScopeOrder);
            credentialTypeOrder = List.copyOf(credentialTypeOrder);
        }
    }

    /// The model name that the client sent selects a target, whose candidates serve it.
    @Tag("logical-model")
    record Logical(
            @Doc("Target used when a request names no model; the exact name of a target.")
                    @Nullable String defaultModel,
            @Doc("How a candidate is chosen.") @Default("auto")
                    SelectorStrategy modelSelectorStrategy,
            @Doc(
                            "Rules that send requests of one sort to a target; the first that matches decides.")
                    List<RoutingRule> rules,
            @Doc("Intents that the rules use, besides the built-in ones.") List<Intent> intents,
            @Doc("From which score on a request counts as more demanding.") @Default("{}")
                    ComplexityScale complexity,
            @Doc("Whether and how far to move on to further candidates.") @Default("{}")
                    Fallback fallback,
            @Doc("The models that clients may ask for.") @Limits(min = 1)
                    List<ModelTarget> modelTargets,
            @Doc(
                            "Whose key providers are called with: `gateway` for the gateway's, `caller` for the client's own, which then shows its virtual key in `x-agw-key`.")
                    @Default("gateway")
                    CredentialSource credential,
            @Doc("How one of several usable credentials is chosen.") @Default("round_robin")
                    CredentialSelector credentialSelector,
            @Doc("Scopes in which credentials are looked for, in order.")
                    @Default("[model_custom, provider_id]")
                    List<CredentialScope> credentialScopeOrder,
            @Doc("Types of credentials, in order.") @Default("[api_key, cliauth_token]")
                    List<CredentialType> credentialTypeOrder)
            implements TargetPolicy {
        public Logical {
            rules = List.copyOf(rules);
            intents = List.copyOf(intents);
            modelTargets = List.copyOf(modelTargets);
            credentialScopeOrder = List.copyOf(credentialScopeOrder);
            credentialTypeOrder = List.copyOf(credentialTypeOrder);
        }
    }
}
