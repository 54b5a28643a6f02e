package io.agw.server.plane.llm;

import io.agw.server.plane.llm.ScriptedFault.Case;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The table of faults as a page.
final class FaultPage {
    private static final String HEAD =
            """
            # Faults of providers

            What a client is told when a provider does one of these things, in every API that the gateway offers, passed on and
            translated. `FaultWallTest` plays each of them over real sockets and compares this page with its own table. The provider
            of the table has one retry; where a [fallback](llm.md#retries-and-fallback) is allowed, every failure but a redirect, a 501 and
            a fault of the client's (400, 404, 413, 422) leads to another provider as long as nothing has been sent to the client. A fault
            of the client's is told in the [provider's own words](llm.md#errors), everything else in the gateway's.

            A status means an answer with that status and `code`. An error event comes within a stream that has begun; no end that
            could be taken for a good one follows it. An error that a provider reports within an answer of 200 is what it would have been
            with the status that its words stand for, as long as nothing has been sent: tried again, with another key, or elsewhere. *Calls* is
            how often the provider is asked; a usage row says `rejected` for a fault of the client's, `upstream_error` for every other status,
            `truncated` for an error event and `ok` for the answer.

            | the provider's fault | whole answer | stream | calls |
            |---|---|---|---|
            """;

    private FaultPage() {}

    static String of(List<ScriptedFault> faults) {
        var page = new StringBuilder(HEAD);
        for (var fault : faults) {
            page.append("| ")
                    .append(fault.name())
                    .append(" | ")
                    .append(text(fault.whole()))
                    .append(" | ")
                    .append(text(fault.stream()))
                    .append(" | ")
                    .append(calls(fault))
                    .append(" |\n");
        }
        return page.toString();
    }

    private static String text(@Nullable Case one) {
        if (one == null) {
            return "";
        }
        return one.told().equals(one.translated())
                ? one.told().text()
                : one.told().text() + "; translated: " + one.translated().text();
    }

    private static int calls(ScriptedFault fault) {
        var one = fault.whole() == null ? fault.stream() : fault.whole();
        return one == null ? 0 : one.told().calls();
    }
}
