package io.agw.server.settings;

import io.agw.bundle.document.Node;
import io.agw.server.admin.access.Account;
import io.agw.server.admin.access.Accounts;
import io.agw.server.admin.access.AdminToken;
import io.agw.server.admin.access.IssuedRoles;
import io.agw.server.admin.api.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads who may call the Admin API: in short forms from anywhere, in the full form from the
/// settings file. What it says of a mistake shows no hash. For one use.
final class AccountsReader {
    /// The name of the admin that a first start makes.
    private static final String FIRST_ADMIN = "admin";

    private final Values values;
    private final Path directory;
    private final InstantSource clock;
    private final List<String> warnings;
    private final List<Account> users = new ArrayList<>();
    private final List<AdminToken> tokens = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();

    /// Where each name is to be complained about.
    private final Map<String, Consumer<String>> names = new HashMap<>();

    /// @param warnings to which is added what is no mistake but worth a look
    AccountsReader(Values values, Path directory, InstantSource clock, List<String> warnings) {
        this.values = values;
        this.directory = directory;
        this.clock = clock;
        this.warnings = warnings;
    }

    /// Files that hashes were read from.
    List<Path> files() {
        return files;
    }

    /// @param full lists of the settings file that have full forms in them
    /// @param issued what tokens of issuers give
    Accounts read(Map<Setting, Node> full, List<IssuedRoles> issued) {
        single(Setting.ADMIN_BASIC_AUTH_HASH, Role.ADMIN);
        single(Setting.ADMIN_VIEWER_BASIC_AUTH_HASH, Role.VIEWER);
        each(Setting.ADMIN_USERS, full.get(Setting.ADMIN_USERS));
        each(Setting.ADMIN_TOKENS, full.get(Setting.ADMIN_TOKENS));
        var accounts = new Accounts(users, tokens, issued);
        var first = names.get(FIRST_ADMIN);
        if (first != null && !accounts.haveAdmin()) {
            first.accept(
                    "name \""
                            + FIRST_ADMIN
                            + "\" is that of the admin whom the first start makes (expected: another name, or an admin in the settings)");
        }
        return accounts;
    }

    private void single(Setting setting, Role role) {
        values.optional(setting)
                .ifPresent(text ->
                        made(() -> Account.parse(text, role), report(setting))
                                .ifPresent(user -> add(user, report(setting))));
    }

    private Consumer<String> report(Setting setting) {
        return problem -> values.problem(setting, problem);
    }

    private void each(Setting setting, @Nullable Node full) {
        if (values.isSet(setting) || full == null) {
            values.list(setting).forEach(text -> shortForm(setting, text, report(setting)));
        } else if (full instanceof Node.Items(var items, _)) {
            for (int i = 0; i < items.size(); i++) {
                one(setting, setting.key() + "[" + i + "]", items.get(i));
            }
        }
    }

    private void one(Setting setting, String name, Node node) {
        Consumer<String> report =
                problem -> values.problem(node.at() + ": " + name + ": " + problem);
        switch (node) {
            case Node.Scalar scalar -> shortForm(setting, scalar.text(), report);
            case Node.Members given -> {
                var members = new Members(name, given, directory, values.problems());
                if (setting == Setting.ADMIN_USERS) {
                    user(members);
                } else {
                    token(members);
                }
                members.done();
            }
            case Node other ->
                    report.accept(
                            other.describe()
                                    + " (expected: a mapping, or "
                                    + setting.placeholder()
                                    + ")");
        }
    }

    private void shortForm(Setting setting, String text, Consumer<String> report) {
        int equals = text.indexOf('=');
        int colon = text.indexOf(':', equals + 1);
        if (equals < 0 || colon < 0) {
            report.accept("malformed (expected: " + setting.placeholder() + ")");
            return;
        }
        var role = role(text.substring(0, equals), report);
        var name = text.substring(equals + 1, colon);
        var rest = text.substring(colon + 1);
        if (role.isEmpty()) {
            return;
        }
        if (setting == Setting.ADMIN_USERS) {
            made(() -> new Account(name, rest, role.get()), report)
                    .ifPresent(user -> add(user, report));
            return;
        }
        int at = rest.indexOf('@');
        made(() -> AdminToken.of(name, role.get(), at < 0 ? rest : rest.substring(0, at)), report)
                .ifPresent(token -> add(token, at < 0 ? null : rest.substring(at + 1), report));
    }

    private void user(Members members) {
        var name = members.text("name").orElse("");
        var role = role(members.text("role").orElse(""), members::problem);
        var hash = hash(members);
        if (role.isPresent() && hash.isPresent()) {
            made(() -> new Account(name, hash.get(), role.get()), members::problem)
                    .ifPresent(user -> add(user, members::problem));
        }
    }

    private Optional<String> hash(Members members) {
        var hash = members.text("password_hash");
        var file = members.path("password_hash_file");
        if (hash.isPresent() == file.isPresent()) {
            members.problem("password_hash (expected: either password_hash or password_hash_file)");
            return Optional.empty();
        }
        return file.isEmpty() ? hash : content(file.get(), members);
    }

    private Optional<String> content(Path file, Members members) {
        files.add(file);
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException e) {
            members.problem(
                    "password_hash_file: cannot be read (expected: a file with a bcrypt hash): "
                            + e);
            return Optional.empty();
        }
    }

    private void token(Members members) {
        var name = members.text("name").orElse("");
        var role = role(members.text("role").orElse(""), members::problem);
        var hash = members.text("token_hash").orElse("");
        var end = members.text("expires_at").orElse(null);
        if (role.isPresent()) {
            made(() -> AdminToken.of(name, role.get(), hash), members::problem)
                    .ifPresent(token -> add(token, end, members::problem));
        }
    }

    /// A word that cannot be a role may be a secret at the wrong place.
    private static Optional<Role> role(String word, Consumer<String> report) {
        var role = Role.ofWord(word);
        if (role.isEmpty()) {
            report.accept(
                    "role"
                            + (word.matches("[a-z]{1,16}") ? ": \"" + word + "\"" : "")
                            + " (expected: one of "
                            + Role.given().stream().map(Role::word).toList()
                            + ")");
        }
        return role;
    }

    private static <T> Optional<T> made(Supplier<T> maker, Consumer<String> report) {
        try {
            return Optional.of(maker.get());
        } catch (IllegalArgumentException e) {
            report.accept(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void add(Account user, Consumer<String> report) {
        if (isNew(user.name(), report)) {
            users.add(user);
        }
    }

    private void add(AdminToken token, @Nullable String end, Consumer<String> report) {
        var twin =
                tokens.stream().filter(other -> other.digest().equals(token.digest())).findFirst();
        if (twin.isPresent()) {
            report.accept(
                    "token_hash of token \""
                            + token.name()
                            + "\" is that of \""
                            + twin.get().name()
                            + "\" (expected: a token for each)");
        } else if (isNew(token.name(), report)) {
            tokens.add(token.until(end == null ? null : end(token.name(), end, report)));
        }
    }

    private boolean isNew(String name, Consumer<String> report) {
        if (names.putIfAbsent(name, report) == null) {
            return true;
        }
        report.accept(
                "name \"" + name + "\" is used twice (expected: one for each user and token)");
        return false;
    }

    /// A time that has passed is no mistake: a process that restarts must not find its settings
    /// wrong that were right when it last started.
    private @Nullable Instant end(String name, String text, Consumer<String> report) {
        try {
            var end = Instant.parse(text);
            if (!end.isAfter(clock.instant())) {
                warnings.add("token \"" + name + "\" has expired at " + text + " and is refused");
            }
            return end;
        } catch (DateTimeParseException _) {
            report.accept(
                    "expires_at: \""
                            + text
                            + "\" (expected: RFC 3339, such as 2027-01-01T00:00:00Z)");
        }
        return null;
    }
}
