package io.agw.server;

import io.agw.server.admin.access.FreshToken;
import io.agw.server.admin.api.Role;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// `agwd make-token NAME`: a token for a program. The token alone goes to standard output, so that
/// it can be piped to where it is kept; what the settings need goes to standard error.
final class MakeToken {
    static final String NAME = "make-token";
    private static final String ROLE = "--role";
    private static final String END = "--expires-at";

    private final InstantSource clock;

    MakeToken(InstantSource clock) {
        this.clock = clock;
    }

    /// The command with what it is given.
    static CommandSpec completed(CommandSpec spec) {
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel("NAME")
                        .arity("1")
                        .type(String.class)
                        .description("The token's name in the settings and in the audit log.")
                        .build());
        spec.addOption(
                OptionSpec.builder(ROLE)
                        .paramLabel("ROLE")
                        .arity("1")
                        .type(String.class)
                        .defaultValue(Role.VIEWER.word())
                        .description("viewer, operator or admin (default: viewer)")
                        .build());
        spec.addOption(
                OptionSpec.builder(END)
                        .paramLabel("TIME")
                        .arity("1")
                        .type(String.class)
                        .description("from when on it is refused, in RFC 3339")
                        .build());
        return spec;
    }

    /// Whether it was asked for as it should be.
    boolean run(ParseResult parsed) {
        String role = parsed.matchedOptionValue(ROLE, Role.VIEWER.word());
        String name = parsed.matchedPositionalValue(0, "");
        try {
            var made =
                    FreshToken.make(
                            name,
                            Role.ofWord(role)
                                    .orElseThrow(() ->
                                            new IllegalArgumentException(
                                                    "role: \""
                                                            + role
                                                            + "\" (expected: viewer, operator or admin)")),
                            end(parsed.matchedOptionValue(END, null)),
                            new SecureRandom());
            System.err.println("below admin.tokens of agwd.yaml, which holds no secret:");
            System.err.println(made.settingsLine());
            System.out.println(made.text());
            return true;
        } catch (IllegalArgumentException e) {
            System.err.println("agwd: " + e.getMessage());
            return false;
        }
    }

    private @Nullable Instant end(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            var end = Instant.parse(text);
            if (end.isAfter(clock.instant())) {
                return end;
            }
        } catch (DateTimeParseException _) {
            // reported below, as a time that is past is
        }
        throw new IllegalArgumentException(
                END
                        + ": \""
                        + text
                        + "\" (expected: a time after now, such as 2027-01-01T00:00:00Z)");
    }
}
