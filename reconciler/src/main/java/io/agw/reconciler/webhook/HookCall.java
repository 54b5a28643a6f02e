package io.agw.reconciler.webhook;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A call of a webhook as it came in.
///
/// @param source id of the source, as the path named it
/// @param headers by name in any case; of a header that came twice, one value
/// @param body the bytes as received, since that is what was signed; owned by this record
public record HookCall(String source, Map<String, String> headers, byte[] body) {
    public HookCall {
        headers =
                headers.entrySet().stream()
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        header -> header.getKey().toLowerCase(Locale.ROOT),
                                        Map.Entry::getValue,
                                        (first, _) -> first));
    }

    /// @param name in lower case
    @Nullable String header(String name) {
        return headers.get(name);
    }
}
