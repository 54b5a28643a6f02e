package io.agw.cli.command.signin;

import io.agw.cli.shell.Shell;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Opens pages for whoever sits at the terminal.
record Browser(Shell shell) {
    /// Whether a browser was told to open a page: the one that `BROWSER` names, else on a terminal
    /// the usual one.
    boolean open(String page) {
        boolean isPage = page.startsWith("https://") || page.startsWith("http://");
        var named = shell.variable("BROWSER");
        if (!isPage || (named.isEmpty() && !shell.terminal())) {
            return false;
        }
        var command = named.map(List::of).orElseGet(Browser::usual);
        try {
            new ProcessBuilder()
                    .command(Stream.concat(command.stream(), Stream.of(page)).toList())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static List<String> usual() {
        var system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        if (system.contains("mac")) {
            return List.of("open");
        }
        return system.contains("windows")
                ? List.of("rundll32", "url.dll,FileProtocolHandler")
                : List.of("xdg-open");
    }
}
