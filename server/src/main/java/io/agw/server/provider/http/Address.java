package io.agw.server.provider.http;

import io.agw.server.call.Header;
import io.agw.server.call.Origin;
import io.agw.server.call.RequestHead;
import io.agw.server.provider.ProviderCall;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Where an operation is asked for.
sealed interface Address {
    /// Request line and headers of a call.
    RequestHead head(ProviderCall call);

    /// One address for every call.
    record Fixed(RequestHead head) implements Address {
        @Override
        public RequestHead head(ProviderCall call) {
            return head;
        }
    }

    /// One for each model, and one more for streams of it.
    ///
    /// @param whole path with `{model}` where the model's name stands
    /// @param streamed the same for streams
    record ByModel(Origin origin, String whole, String streamed, List<Header> headers)
            implements Address {
        private static final String MODEL = "{model}";

        public ByModel {
            headers = List.copyOf(headers);
        }

        @Override
        public RequestHead head(ProviderCall call) {
            var model = call.model() == null ? "" : call.model();
            var encoded =
                    URLEncoder.encode(model, StandardCharsets.UTF_8)
                            .replace("+", "%20")
                            .replace("%2F", "/");
            var path = (call.streams() ? streamed : whole).replace(MODEL, encoded);
            return RequestHead.of(origin, "POST", path, headers);
        }
    }
}
