package io.agw.cli.client;

import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;

/// A request header.
public record Header(String name, String value) {
    public Header {
        if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")
                || value.matches("(?s).*[\\r\\n\\x00].*")) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "header \"" + name + "\" is malformed (expected: 'Name: value' on one line)");
        }
    }

    /// `Name: value`, as on the command line.
    ///
    /// @throws CommandFailed when it has another form; the message does not hold the value
    public static Header parse(String text) {
        int colon = text.indexOf(':');
        if (colon <= 0) {
            throw new CommandFailed(
                    ExitCode.USAGE, "--admin-header is malformed (expected: 'Name: value')");
        }
        return new Header(text.substring(0, colon).strip(), text.substring(colon + 1).strip());
    }
}
