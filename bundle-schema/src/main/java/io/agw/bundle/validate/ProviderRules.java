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
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
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

    private static final Pattern PATH =
            Pattern.compile("(?!.*/\\.{1,2}(?:/|\\?|$))/[\\x21-\\x7e&&[^#\\\\]]*");

    private static final Duration LEAST_CHECK = Duration.ofSeconds(5);
    private static final Duration LEAST_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration LEAST_DISCOVERY = Duration.ofSeconds(30);

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
        surveys(provider, report);
        options(provider, report);
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
        var path = check.path();
        if (path != null && !PATH.matcher(path).matches()) {
            report.invalid(
                    "/health_check/path", path, "a path that begins with /, without . and ..");
        }
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
        if (network.proxyUrl() instanceof SecretValue.Given(_, var text)
                && !PROXY.matcher(text.reveal()).matches()) {
            report.invalidSecret(
                    pointer + "/proxy_url",
                    "http://host:port, https://host:port or socks5://host:port");
        }
        if (network.tlsRoots() != null && !hasCertificate(network.tlsRoots())) {
            report.invalidSecret(pointer + "/tls_roots", "certificates in PEM");
        }
        new TreeMap<>(network.extraHeaders())
                .forEach((name, value) ->
                        header(name, value, pointer + "/extra_headers/" + escaped(name), report));
    }

    private static boolean hasCertificate(String pem) {
        try {
            var bytes = new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
            return !CertificateFactory.getInstance("X.509").generateCertificates(bytes).isEmpty();
        } catch (CertificateException _) {
            return false;
        }
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
        var path = provider.options().get("path");
        if (path != null && path.isString() && !PATH.matcher(path.stringValue()).matches()) {
            report.invalid(
                    "/options/path",
                    path.stringValue(),
                    "a path that begins with /, without . and ..");
        }
        report.problems().addAll(found.sorted());
    }

    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
