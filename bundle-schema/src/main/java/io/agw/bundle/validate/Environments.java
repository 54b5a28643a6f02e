package io.agw.bundle.validate;

import io.agw.bundle.model.SecretValue;
import java.util.Map;
import java.util.TreeMap;

/// Environments of programs that the gateway starts.
final class Environments {
    private Environments() {}

    static void check(Map<String, SecretValue> env, Report report) {
        new TreeMap<>(env)
                .forEach((name, value) -> {
                    var pointer = "/env/" + ProviderRules.escaped(name);
                    variable(name, pointer, report);
                    if (value instanceof SecretValue.Given(_, var text)
                            && text.reveal().indexOf('\0') >= 0) {
                        report.invalidSecret(pointer, "a value without NUL");
                    }
                });
    }

    private static void variable(String name, String pointer, Report report) {
        boolean named = !name.isEmpty() && name.chars().noneMatch(c -> c == '=' || c <= ' ');
        if (!named) {
            report.invalid(pointer, name, "a variable's name, without = and spaces");
        } else if (name.startsWith("LD_") || name.startsWith("DYLD_")) {
            report.invalid(
                    pointer, name, "no variable by which the system loads code into a program");
        }
    }
}
