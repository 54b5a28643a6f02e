package io.agw.cli.command.usage;

import io.agw.cli.command.Durations;
import io.agw.cli.command.Invocation;
import io.agw.cli.shell.CommandFailed;
import io.agw.cli.shell.ExitCode;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/// Which requests. Filled in by the parser.
final class Selection {
    /// From here on a beginning in the middle of an hour is of no use to anybody, and costs the
    /// gateway a look at every request of that hour.
    private static final Duration LONG = Duration.ofHours(3);

    @Option(
            names = "--since",
            paramLabel = "DURATION",
            description = "Only of this long, such as 24h; from 3h on, of whole hours.")
    String since = "";

    @Option(names = "--from", paramLabel = "TIME", description = "Only from this time on.")
    String from = "";

    @Option(names = "--to", paramLabel = "TIME", description = "Only before this time.")
    String to = "";

    @Option(names = "--key", paramLabel = "ID", description = "Only of this virtual key.")
    String key = "";

    @Option(names = "--agent", paramLabel = "ID", description = "Only of this agent.")
    String agent = "";

    @Option(names = "--team", paramLabel = "ID", description = "Only of this team.")
    String team = "";

    @Option(names = "--user", paramLabel = "USER", description = "Only of this user.")
    String user = "";

    @Option(names = "--route", paramLabel = "ID", description = "Only of this route.")
    String route = "";

    @Option(names = "--provider", paramLabel = "ID", description = "Only by this provider.")
    String provider = "";

    @Option(names = "--model", paramLabel = "NAME", description = "Only by this model.")
    String model = "";

    @Option(names = "--outcome", paramLabel = "WORD", description = "Only those that ended so.")
    String outcome = "";

    /// The parameters of the Admin API; empty ones count as none.
    Map<String, String> query(Invocation invocation) {
        var query = new LinkedHashMap<String, String>();
        query.put("from", from(invocation));
        query.put("to", to);
        query.put("virtual_key_id", key);
        query.put("agent_id", agent);
        query.put("team", team);
        query.put("user", user);
        query.put("route_id", route);
        query.put("provider_id", provider);
        query.put("model", model);
        query.put("outcome", outcome);
        return query;
    }

    private String from(Invocation invocation) {
        if (since.isEmpty()) {
            return from;
        }
        if (!from.isEmpty()) {
            throw new CommandFailed(ExitCode.USAGE, "--since and --from (expected: one of them)");
        }
        var length = Durations.of("--since", since);
        var at = invocation.shell().clock().instant().minus(length);
        return at.truncatedTo(length.compareTo(LONG) < 0 ? ChronoUnit.MILLIS : ChronoUnit.HOURS)
                .toString();
    }
}
