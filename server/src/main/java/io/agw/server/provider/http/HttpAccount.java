package io.agw.server.provider.http;

import io.agw.bundle.model.Network;
import io.agw.bundle.model.Secret;
import io.agw.server.call.BaseUrl;
import io.agw.server.call.Header;
import io.agw.server.call.OriginSpec;
import io.agw.server.call.ProxyAddress;
import io.agw.server.call.TlsRoots;
import io.agw.server.call.UpstreamClient;
import io.agw.server.dialect.Api;
import io.agw.server.dialect.MemberEdits;
import io.agw.server.dialect.shape.ChatHabit;
import io.agw.server.provider.Provider;
import io.agw.server.provider.ProviderSetup;
import io.agw.server.provider.Refused;
import io.agw.server.provider.SentSecrets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// Address, headers and operations of an account, gathered until they make a provider. Keys travel
/// in headers, never in an address. Not thread-safe.
public final class HttpAccount {
    private final UpstreamClient client;
    private final ProviderSetup setup;
    private final BaseUrl base;
    private final OriginSpec origin;
    private Authentication authentication = Authentication.NONE;
    private boolean queries = true;
    private boolean ownThoughts;
    private long maxTokens = Provider.MAX_TOKENS;
    private ToIntFunction<Refused> meaning = Refused::status;
    private final List<Header> headers = new ArrayList<>();
    private final List<Header> unlessGiven = new ArrayList<>();
    private final List<Header> words = new ArrayList<>();
    private final Map<Api, Places> anywhere = new EnumMap<>(Api.class);
    private final Map<Api, Paths> byModel = new EnumMap<>(Api.class);
    private final Set<ChatHabit> habits = EnumSet.noneOf(ChatHabit.class);
    private final Map<Api, MemberEdits> edits = new EnumMap<>(Api.class);
    private final Map<Api, String> gets = new EnumMap<>(Api.class);
    private final Map<Api, String> posts = new EnumMap<>(Api.class);

    /// @param client borrowed
    /// @param defaultBase the vendor's own address, used when the setup names none
    /// @throws IllegalArgumentException when the setup's address or proxy cannot be used
    public HttpAccount(UpstreamClient client, ProviderSetup setup, String defaultBase) {
        this.client = client;
        this.setup = setup;
        var own = setup.baseUrl();
        this.base = BaseUrl.parse(own == null ? defaultBase : own);
        this.origin = originOf(base, setup);
        this.ownThoughts =
                own != null
                        && (defaultBase.isEmpty()
                                || !base.host().equals(BaseUrl.parse(defaultBase).host()));
    }

    /// Where the account's API begins.
    public BaseUrl base() {
        return base;
    }

    /// What stands between the account's address and the path of an operation: the root of the API,
    /// but for addresses that end with it.
    public String unlessWritten(String root) {
        return base.path().endsWith(root) ? "" : root;
    }

    /// Adds a header to every call; null adds none.
    public HttpAccount header(String name, @Nullable String value) {
        if (value != null) {
            headers.add(new Header(name, value));
        }
        return this;
    }

    /// Adds a header to every call that has none of the name.
    public HttpAccount headerUnlessGiven(String name, String value) {
        unlessGiven.add(new Header(name, value));
        return this;
    }

    /// Adds a word to the list in a header of every call.
    public HttpAccount word(String name, String word) {
        words.add(new Header(name, word));
        return this;
    }

    /// Shows the key as `Authorization: Bearer`.
    public HttpAccount bearer() {
        return key("Authorization", "Bearer ");
    }

    /// Shows the key, where there is one, in a header.
    public HttpAccount key(String name, String before) {
        Secret key = setup.key();
        if (key != null && setup.bearer()) {
            return header("Authorization", "Bearer " + key.reveal().strip());
        }
        return header(name, key == null ? null : before + key.reveal().strip());
    }

    /// Shows with every call who makes it, in headers made for the call.
    public HttpAccount authentication(Authentication other) {
        authentication = other;
        return this;
    }

    /// Keeps queries of clients from the vendor, whose API has none of the dialect's own.
    public HttpAccount withoutQueries() {
        queries = false;
        return this;
    }

    /// Thoughts are signed by who is at the address, also where that is the type's own, and not by
    /// the vendor whose dialect it has.
    public HttpAccount ownThoughts() {
        ownThoughts = true;
        return this;
    }

    /// Most tokens of an answer where the client sets no limit and the vendor demands one.
    public HttpAccount maxTokens(long most) {
        maxTokens = most;
        return this;
    }

    /// Serves an operation by `GET`.
    ///
    /// @param path behind the account's address
    public HttpAccount get(Api api, String path) {
        gets.put(api, path);
        return this;
    }

    /// Serves an operation by `POST`.
    ///
    /// @param path behind the account's address
    public HttpAccount post(Api api, String path) {
        posts.put(api, path);
        return this;
    }

    /// Serves an operation by `POST` at an address that names the model.
    ///
    /// @param whole behind the account's address, with `{model}` where the model's name stands, or
    ///   `{+model}` where it keeps its slashes
    /// @param streamed the same for streams
    public HttpAccount postByModel(Api api, String whole, String streamed) {
        byModel.put(api, new Paths(whole, streamed));
        return this;
    }

    /// Serves whatever has no address of its own, below the account's.
    public HttpAccount anywhere(Api api) {
        return anywhere(api, Address.Anywhere.PATH);
    }

    /// Serves whatever has no address of its own.
    ///
    /// @param path behind the account's address, with `{path}` where the call's own stands
    public HttpAccount anywhere(Api api, String path) {
        return anywhere(api, path, Set.of(), path);
    }

    /// Serves whatever has no address of its own, some of it at addresses that name the model.
    ///
    /// @param path behind the account's address, with `{path}` where the call's own stands
    /// @param ofModels the calls' paths that have an address for each model
    /// @param byModel the path for these, with `{model}` besides
    public HttpAccount anywhere(Api api, String path, Set<String> ofModels, String byModel) {
        anywhere.put(api, new Places(path, Set.copyOf(ofModels), byModel));
        return this;
    }

    /// Says where chat completions differ from OpenAI's.
    public HttpAccount habits(Set<ChatHabit> differing) {
        habits.addAll(differing);
        return this;
    }

    /// Says what statuses refusals stand for.
    public HttpAccount meaning(ToIntFunction<Refused> meant) {
        meaning = meant;
        return this;
    }

    /// Changes every request of an operation.
    public HttpAccount edit(Api api, MemberEdits change) {
        if (!change.isEmpty()) {
            edits.put(api, change);
        }
        return this;
    }

    /// The account, ready to be called. The network's extra headers replace any other.
    ///
    /// @throws IllegalArgumentException when a header cannot be sent
    public Provider provider() {
        new TreeMap<>(setup.network().extraHeaders())
                .forEach((name, value) -> {
                    var text = ProviderSetup.text(value);
                    header(name, text == null ? null : text.reveal());
                });
        var addresses = new EnumMap<Api, Address>(Api.class);
        gets.forEach(
                (api, path) -> addresses.put(api, Address.Fixed.of(line(path, headers), "GET")));
        posts.forEach(
                (api, path) -> addresses.put(api, Address.Fixed.of(line(path, posted()), "POST")));
        byModel.forEach((api, paths) ->
                addresses.put(
                        api,
                        new Address.ByModel(
                                line(paths.whole(), posted()), base.path() + paths.streamed())));
        anywhere(Api.PROBE);
        anywhere.forEach((api, places) ->
                addresses.put(
                        api,
                        new Address.Anywhere(
                                line(places.path(), headers),
                                places.ofModels(),
                                base.path() + places.byModel())));
        var manner =
                new HttpProvider.Manner(
                        setup.credentialId(),
                        base.authority(),
                        queries,
                        new GivenHeaders(unlessGiven, words),
                        authentication,
                        SentSecrets.of(setup),
                        ownThoughts ? base.authority() : "",
                        habits,
                        maxTokens,
                        meaning);
        return new HttpProvider(client, manner, addresses, edits);
    }

    private Address.Line line(String path, List<Header> all) {
        return new Address.Line(origin, base.path() + path, all);
    }

    private List<Header> posted() {
        var all = new ArrayList<Header>();
        all.add(new Header("Content-Type", "application/json"));
        all.add(new Header("Accept", "application/json, text/event-stream"));
        all.addAll(headers);
        return all;
    }

    /// What tells the connections to an address apart from those of other accounts.
    ///
    /// @throws IllegalArgumentException when the setup's proxy or authorities cannot be used
    public static OriginSpec originOf(BaseUrl base, ProviderSetup setup) {
        return originOf(base, setup.network());
    }

    /// The same for an address that is no account's.
    public static OriginSpec originOf(BaseUrl base, Network network) {
        var proxy = ProviderSetup.text(network.proxyUrl());
        return new OriginSpec(
                base.secure(),
                base.host(),
                base.port(),
                proxy == null ? null : ProxyAddress.parse(proxy.reveal()),
                Math.min(network.maxIdleConnections(), network.maxIdleConnectionsPerHost()),
                Duration.ofSeconds(network.idleKeepAliveTimeoutSeconds()),
                network.tlsRoots() == null ? null : new TlsRoots(network.tlsRoots()));
    }

    private record Paths(String whole, String streamed) {}

    private record Places(String path, Set<String> ofModels, String byModel) {}
}
