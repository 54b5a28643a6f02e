package io.agw.server.plane.llm;

import io.agw.server.plane.llm.ScriptedFault.Case;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The table of faults as a page.
final class FaultPage {
    private static final String HEAD =
            """
            # Faults of providers

            What a client is told when a provider does one of these things, in every API that the gateway offers, passed on and
            translated. `FaultWallTest` plays each of them over real sockets and compares this page with its own table. The provider
            of the table has one retry; where a [fallback](llm.md#retries-and-fallback) is allowed, every failure but a redirect and
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

    private static final String FRAMES =
            """

            ## Streams in frames

            Amazon Bedrock's streams come in binary frames, each with its lengths, a checksum of these, and one of all of it. The
            same is told where a model of Anthropic's is asked by its own API (`invoke`), passed on and translated, and by
            `converse`, in every API that clients speak. No more room is made for a frame than 8 MiB, whatever it says of itself.

            | the provider's fault | stream | calls |
            |---|---|---|
            """;

    private FaultPage() {}

    /// @param frames faults of streams in binary frames
    static String of(List<ScriptedFault> faults, List<ScriptedFault> frames) {
        var page = new StringBuilder(HEAD);
        rows(faults, page);
        page.append(FRAMES);
        for (var fault : frames) {
            var one = Objects.requireNonNull(fault.stream());
            page.append("| ").append(fault.name()).append(" | ").append(text(one));
            page.append(" | ").append(calls(fault)).append(" |\n");
        }
        return page.toString();
    }

    private static void rows(List<ScriptedFault> faults, StringBuilder page) {
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
