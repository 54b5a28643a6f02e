package io.agw.server.admin.access;

import io.agw.server.admin.api.Role;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/// Everyone who may call the Admin API, each by a name of its own. Immutable.
///
/// @param issued what tokens of issuers give
public record Accounts(List<Account> users, List<AdminToken> tokens, List<IssuedRoles> issued) {
    /// @throws IllegalArgumentException when a name is there twice
    public Accounts {
        users = List.copyOf(users);
        tokens = List.copyOf(tokens);
        issued = List.copyOf(issued);
        var names = new HashSet<String>();
        Stream.concat(users.stream().map(Account::name), tokens.stream().map(AdminToken::name))
                .filter(name -> !names.add(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            "name \"" + name + "\" is there twice (expected: each name once)");
                });
    }

    public Accounts(List<Account> users, List<AdminToken> tokens) {
        this(users, tokens, List.of());
    }

    public static Accounts of(Account... users) {
        return new Accounts(List.of(users), List.of());
    }

    /// These and one more.
    public Accounts with(Account user) {
        return new Accounts(
                Stream.concat(users.stream(), Stream.of(user)).toList(), tokens, issued);
    }

    /// Whether anyone may everything.
    public boolean haveAdmin() {
        return Stream.concat(
                                users.stream().map(Account::role),
                                tokens.stream().map(AdminToken::role))
                        .anyMatch(role -> role == Role.ADMIN)
                || issued.stream().anyMatch(IssuedRoles::haveAdmin);
    }
}
