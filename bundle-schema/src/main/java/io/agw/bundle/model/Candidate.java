package io.agw.bundle.model;

/// One model at one provider that can serve a logical model.
public record Candidate(
        @Doc("Provider.") @Refers(Kind.PROVIDER) String providerId,
        @Doc("The vendor's name of the model.") String upstreamModel,
        @Doc("Share in a weighted draw; 0 or less is never drawn.") @Default("0") int weight,
        @Doc("Higher is tried first.") @Default("0") int priority,
        @Doc(
                        "Preferred where priority and weight decide nothing; its target is the route's default model when none is named.")
                @Default("false")
                @Name("default")
                boolean isDefault) {
    /// Provider and model in one: `openai-main/gpt-4o`.
    public String address() {
        return providerId + "/" + upstreamModel;
    }
}
