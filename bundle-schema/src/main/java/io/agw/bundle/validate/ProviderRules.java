package io.agw.bundle.validate;

import io.agw.bundle.canonical.ObjectCodec;
import io.agw.bundle.document.Node;
import io.agw.bundle.document.Trees;
import io.agw.bundle.key.KeyRule;
import io.agw.bundle.model.Network;
import io.agw.bundle.model.Provider;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.options.OptionTypes;
import io.agw.bundle.problem.Problems;
import io.agw.bundle.shape.Shapes;
import io.agw.bundle.upstream.Authorities;
import io.agw.bundle.upstream.HeaderRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Providers: known types, options of the type, addresses, headers.
final class ProviderRules {
    private static final Duration LEAST_CHECK = Duration.ofSeconds(5);
    private static final Duration LEAST_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration LEAST_DISCOVERY = Duration.ofSeconds(30);

    private final ObjectCodec codec;

    ProviderRules(ObjectCodec codec) {
        this.codec = codec;
    }

    void check(Provider provider, Report report) {
        type(provider.providerType(), "/provider_type", report);
        Addresses.http(provider.baseUrl(), "/base_url", report);
        if (provider.baseUrl() == null && OptionTypes.needsAddress(provider.providerType())) {
            report.missing(
                    "/base_url",
                    "an address, as type " + provider.providerType() + " has none of its own");
        }
        key(provider, report);
        network(provider.network(), "/network", report);
        SurvivalRules.check(provider, report);
        surveys(provider, report);
        options(provider, report);
    }

    private static void key(Provider provider, Report report) {
        if (provider.apiKey() != null) {
            Addresses.key(provider.baseUrl(), "/base_url", report);
        }
        if (provider.apiKey() instanceof SecretValue.Given(_, var text)) {
            KeyRule.expected(provider.providerType(), text)
                    .ifPresent(expected -> report.invalidSecret("/api_key", expected));
        }
    }

    /// What is asked in the background.
    private static void surveys(Provider provider, Report report) {
        least(provider.discovery().interval(), LEAST_DISCOVERY, "/discovery/interval", report);
        var check = provider.healthCheck();
        if (check == null) {
            return;
        }
        least(check.interval(), LEAST_CHECK, "/health_check/interval", report);
        least(check.timeout(), LEAST_TIMEOUT, "/health_check/timeout", report);
        checkCanAsk(provider.providerType(), check.path(), report);
        for (int i = 0; i < check.healthyStatuses().size(); i++) {
            int status = check.healthyStatuses().get(i);
            if (status < 200 || status > 599 || status == 401 || status == 403) {
                report.invalid(
                        "/health_check/healthy_statuses/" + i,
                        Integer.toString(status),
                        "200 to 599, but for 401 and 403");
            }
        }
    }

    /// A check that asks nothing would show a provider as healthy.
    private static void checkCanAsk(String type, @Nullable String path, Report report) {
        if (path == null && !OptionTypes.listsModels(type)) {
            report.missing(
                    "/health_check/path",
                    "a path to ask, as type " + type + " has no list of models");
        }
        if (path != null && type.equals("echo")) {
            report.invalid(
                    "/health_check/path", path, "no path, as type echo is called over no network");
        }
    }

    private static void least(Duration given, Duration least, String pointer, Report report) {
        if (given.compareTo(least) < 0) {
            report.invalid(pointer, given.toSeconds() + "s", "at least " + least.toSeconds() + "s");
        }
    }

    /// A provider type must be known.
    static void type(String type, String pointer, Report report) {
        if (OptionTypes.of(type).isEmpty()) {
            report.invalid(
                    pointer,
                    type,
                    "one of " + String.join(", ", OptionTypes.names()),
                    Hints.nearest(type, OptionTypes.names()));
        }
    }

    static void network(Network network, String pointer, Report report) {
        if (network.proxyUrl() instanceof SecretValue.Given(_, var text)) {
            Addresses.proxy(text.reveal(), pointer + "/proxy_url", report);
        }
        if (network.tlsRoots() != null && !Authorities.areIn(network.tlsRoots())) {
            report.invalidSecret(pointer + "/tls_roots", Authorities.EXPECTED);
        }
        headers(network.extraHeaders(), pointer + "/extra_headers/", report);
    }

    /// Headers that a bundle sets on requests.
    ///
    /// @param pointer of them, with a slash at its end
    static void headers(Map<String, SecretValue> headers, String pointer, Report report) {
        new TreeMap<>(headers)
                .forEach((name, value) -> header(name, value, pointer + escaped(name), report));
    }

    private static void header(String name, SecretValue value, String pointer, Report report) {
        if (!HeaderRule.isName(name) || HeaderRule.frames(name) || name.equalsIgnoreCase("host")) {
            report.invalid(pointer, name, "the name of a header that does not frame the message");
        }
        if (value instanceof SecretValue.Given(_, var text) && !HeaderRule.isValue(text.reveal())) {
            report.invalidSecret(pointer, HeaderRule.VALUE_EXPECTED);
        }
    }

    private void options(Provider provider, Report report) {
        var type = OptionTypes.of(provider.providerType());
        if (type.isEmpty()) {
            return;
        }
        var members = new ArrayList<Node.Member>();
        var places = report.declared().places();
        new TreeMap<>(provider.options())
                .forEach((name, json) -> {
                    var at = places.at("/options/" + escaped(name));
                    members.add(new Node.Member(name, Trees.node(json, at), at));
                });
        var node = new Node.Members(members, places.at("/options"));
        var found = new Problems();
        codec.readPart(Shapes.of(type.get()), node, "options", found);
        report.problems().addAll(found.sorted());
    }

    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
