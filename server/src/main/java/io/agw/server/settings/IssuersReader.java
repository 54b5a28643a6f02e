package io.agw.server.settings;

import io.agw.bundle.document.Node;
import io.agw.bundle.model.Ids;
import io.agw.server.admin.access.IssuedRoles;
import io.agw.server.admin.api.Role;
import io.agw.server.oidc.IssuerAddress;
import io.agw.server.oidc.IssuerSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads whose tokens are believed: in a short form from anywhere, in the full form from the
/// settings file. For one use.
final class IssuersReader {
    private static final Setting SETTING = Setting.OIDC_ISSUERS;

    private final Values values;
    private final Path directory;
    private final List<IssuerSettings> issuers = new ArrayList<>();
    private final List<IssuedRoles> roles = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();

    IssuersReader(Values values, Path directory) {
        this.values = values;
        this.directory = directory;
    }

    /// @param full the list of the settings file, when it has full forms
    List<IssuerSettings> read(@Nullable Node full) {
        if (values.isSet(SETTING) || full == null) {
            values.list(SETTING)
                    .forEach(text -> shortForm(text, says -> values.problem(SETTING, says)));
        } else if (full instanceof Node.Items(var items, _)) {
            for (int i = 0; i < items.size(); i++) {
                one(SETTING.key() + "[" + i + "]", items.get(i));
            }
        }
        return issuers;
    }

    /// What their tokens give on the Admin API; known after {@link #read}.
    List<IssuedRoles> roles() {
        return roles;
    }

    private void one(String name, Node node) {
        Consumer<String> report = says -> values.problem(node.at() + ": " + name + ": " + says);
        switch (node) {
            case Node.Scalar scalar -> shortForm(scalar.text(), report);
            case Node.Members given -> {
                var members = new Members(name, given, directory, values.problems());
                fullForm(members);
                members.done();
            }
            case Node other ->
                    report.accept(
                            other.describe()
                                    + " (expected: a mapping, or "
                                    + SETTING.placeholder()
                                    + ")");
        }
    }

    private void shortForm(String text, Consumer<String> report) {
        int equals = text.indexOf('=');
        int hash = text.lastIndexOf('#');
        if (equals < 0 || hash < equals) {
            report.accept("\"" + text + "\" (expected: " + SETTING.placeholder() + ")");
            return;
        }
        add(
                new IssuerSettings(
                        text.substring(0, equals),
                        text.substring(equals + 1, hash),
                        Set.of(text.substring(hash + 1)),
                        null,
                        IssuerSettings.SUBJECT),
                report);
    }

    private void fullForm(Members members) {
        var id = members.text("id").orElse("");
        var url = members.text("url").orElse("");
        var audiences = Set.copyOf(members.texts("audience").orElse(List.of()));
        var keys = members.text("keys_url").orElse(null);
        var user = members.text("user_claim").orElse(IssuerSettings.SUBJECT);
        roles(id, members);
        if (audiences.isEmpty()) {
            members.problem("audience is missing (expected: one at least)");
            return;
        }
        if (keys != null) {
            checkUrl("keys_url", keys, members::problem);
        }
        add(new IssuerSettings(id, url, audiences, keys, user), members::problem);
    }

    private void roles(String id, Members members) {
        var claim = members.text("roles_claim");
        var given = new EnumMap<Role, Set<String>>(Role.class);
        members.mapping("roles")
                .ifPresent(mapping -> {
                    for (var role : Role.given()) {
                        mapping.texts(role.word())
                                .ifPresent(texts -> given.put(role, Set.copyOf(texts)));
                    }
                    mapping.done();
                });
        if (claim.isPresent() == given.isEmpty()) {
            members.problem(
                    claim.isPresent()
                            ? "roles is missing (expected: what roles_claim has to be for each role)"
                            : "roles_claim is missing (expected: the claim that roles are given by)");
            return;
        }
        claim.ifPresent(name -> roles.add(new IssuedRoles(id, name, Map.copyOf(given))));
    }

    private void add(IssuerSettings issuer, Consumer<String> report) {
        if (!Ids.isValid(issuer.id())) {
            report.accept("id: \"" + issuer.id() + "\" (expected: letters, digits and . _ : @ -)");
        } else if (!taken.add("id " + issuer.id()) || !taken.add("url " + issuer.url())) {
            report.accept("id: \"" + issuer.id() + "\" (expected: each id and each url once)");
        } else {
            checkUrl("url", issuer.url(), report);
            issuers.add(issuer);
        }
    }

    private static void checkUrl(String name, String url, Consumer<String> report) {
        IssuerAddress.objection(url)
                .ifPresent(says -> report.accept(name + ": \"" + url + "\" " + says));
    }
}
