package io.agw.bundle.model;

/// Whom a limit is for. With the id `*` every subject of the type is counted by itself.
@Tagged("type")
public sealed interface Subject {
    /// The id that stands for each subject of a type.
    String EACH = "*";

    /// Requests with one virtual key.
    @Tag("virtual_key")
    record VirtualKey(
            @Doc("The key, or `*`: each key.")
                    @Refers(value = Kind.VIRTUAL_KEY, wildcard = Refers.Wildcard.ALONE)
                    String id)
            implements Subject {}

    /// Requests of one agent.
    @Tag("agent")
    record Agent(
            @Doc("The agent, or `*`: each agent.")
                    @Refers(value = Kind.AGENT, wildcard = Refers.Wildcard.ALONE)
                    String id)
            implements Subject {}

    /// Requests for one user.
    @Tag("user")
    record User(
            @Doc("The user as keys name it, or `*`: each user.")
                    @Matching(
                            value = "\\S.{0,254}\\S|\\S",
                            expected = "up to 256 characters, no space at either end")
                    String id)
            implements Subject {}

    /// Requests with the keys of one team.
    @Tag("team")
    record Team(
            @Doc("The team, or `*`: each team.")
                    @Refers(value = Kind.TEAM, wildcard = Refers.Wildcard.ALONE)
                    String id)
            implements Subject {}

    /// Requests with the keys of all teams of one organization.
    @Tag("org")
    record Org(
            @Doc("The organization as teams name it, or `*`: each organization.")
                    @Matching(
                            value = Ids.PATTERN + "|\\*",
                            expected = "the id of an organization, or *")
                    String id)
            implements Subject {}

    /// Requests on one LLM route.
    @Tag("route")
    record Route(
            @Doc("The route, or `*`: each route.")
                    @Refers(value = Kind.LLM_ROUTE, wildcard = Refers.Wildcard.ALONE)
                    String id)
            implements Subject {}

    /// Calls to one provider.
    @Tag("provider")
    record Provider(
            @Doc("The provider, or `*`: each provider.")
                    @Refers(value = Kind.PROVIDER, wildcard = Refers.Wildcard.ALONE)
                    String id)
            implements Subject {}

    /// All requests together.
    @Tag("global")
    record Global() implements Subject {
        /// There is one, which is each.
        @Override
        public String id() {
            return EACH;
        }
    }

    /// The id of the one subject, or {@link #EACH}.
    String id();

    /// The word of its type, such as `virtual_key`.
    default String type() {
        return getClass().getAnnotation(Tag.class).value();
    }

    /// Whether a subject of the type can be paused: those that ask, and that nobody shares.
    default boolean canBePaused() {
        return this instanceof VirtualKey || this instanceof Agent;
    }

    /// Whether the limit counts each subject of the type by itself.
    default boolean isEach() {
        return id().equals(EACH);
    }
}
