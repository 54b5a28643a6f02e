package io.agw.bundle.validate;

import io.agw.bundle.canonical.ObjectCodec;
import io.agw.bundle.document.Node;
import io.agw.bundle.document.Trees;
import io.agw.bundle.model.Network;
import io.agw.bundle.model.Provider;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.options.OptionTypes;
import io.agw.bundle.problem.Problems;
import io.agw.bundle.shape.Shapes;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Providers: known types, options of the type, addresses, headers.
final class ProviderRules {
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern HEADER_VALUE = Pattern.compile("[^\\p{Cntrl}]*");
    private static final Pattern PROXY =
            Pattern.compile("(?:https?|socks5)://(?:[^@/\\s]*@)?[^@/\\s]+/?");

    /// Headers that frame a message or belong to one connection.
    private static final Set<String> NEVER_SET =
            Set.of(
                    "connection",
                    "content-length",
                    "host",
                    "keep-alive",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade");

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
        network(provider.network(), "/network", report);
        SurvivalRules.check(provider, report);
        options(provider, report);
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
        if (network.proxyUrl() instanceof SecretValue.Given(_, var text)
                && !PROXY.matcher(text.reveal()).matches()) {
            report.invalidSecret(
                    pointer + "/proxy_url",
                    "http://host:port, https://host:port or socks5://host:port");
        }
        new TreeMap<>(network.extraHeaders())
                .forEach((name, value) ->
                        header(name, value, pointer + "/extra_headers/" + escaped(name), report));
    }

    private static void header(String name, SecretValue value, String pointer, Report report) {
        if (!HEADER_NAME.matcher(name).matches()
                || NEVER_SET.contains(name.toLowerCase(Locale.ROOT))) {
            report.invalid(pointer, name, "the name of a header that does not frame the message");
        }
        if (value instanceof SecretValue.Given(_, var text)
                && !HEADER_VALUE.matcher(text.reveal()).matches()) {
            report.invalidSecret(pointer, "a header's value, without control characters");
        }
    }

    private void options(Provider provider, Report report) {
        if (provider.options().isEmpty()) {
            return;
        }
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
