package io.agw.server.provider.http;

import io.agw.server.call.Header;
import io.agw.server.call.OriginSpec;
import io.agw.server.call.RequestHead;
import io.agw.server.dialect.ModelName;
import io.agw.server.provider.ProviderCall;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/// Where an operation is asked for.
sealed interface Address {
    /// Request line and headers of a call.
    RequestHead head(ProviderCall call);

    /// One address for every call, but for its query.
    ///
    /// @param plain for calls without a query
    record Fixed(Line line, String method, RequestHead plain) implements Address {
        static Fixed of(Line line, String method) {
            return new Fixed(line, method, line.head(method, line.path()));
        }

        @Override
        public RequestHead head(ProviderCall call) {
            var resource = call.resource();
            return resource.query().isEmpty()
                    ? plain
                    : line.head(method, resource.target(line.path()));
        }
    }

    /// One for each model, and one more for streams of it.
    ///
    /// @param line whose path has `{model}` where the model's name stands, or `{+model}` where it
    ///   keeps its slashes, as in RFC 6570. A name that begins with the collection in which the
    ///   path has it, as in `models/x`, is taken without
    /// @param streamed the path for streams
    record ByModel(Line line, String streamed) implements Address {
        private static final String COLLECTION = "/models/{";
        private static final String MODEL = "{model}";
        private static final String WITH_SLASHES = "{+model}";

        @Override
        public RequestHead head(ProviderCall call) {
            var model = call.model() == null ? "" : name(call.model());
            var encoded = encoded(model);
            var path =
                    (call.streams() ? streamed : line.path())
                            .replace(MODEL, encoded)
                            .replace(WITH_SLASHES, encoded.replace("%2F", "/"));
            return line.head("POST", call.resource().target(path));
        }

        private String name(String model) {
            return line.path().contains(COLLECTION) ? ModelName.bare(model) : model;
        }
    }

    /// Any below the account's own.
    ///
    /// @param line whose path has `{path}` where the call's own stands
    /// @param ofModels the calls' paths that have an address for each model
    /// @param byModel the path for these, with `{model}` besides; a call that names no model goes
    ///   to the line's
    record Anywhere(Line line, Set<String> ofModels, String byModel) implements Address {
        static final String PATH = "{path}";

        @Override
        public RequestHead head(ProviderCall call) {
            var resource = call.resource();
            var model = call.model();
            var path =
                    model != null && ofModels.contains(resource.path())
                            ? byModel.replace(ByModel.MODEL, encoded(model))
                            : line.path();
            var target = resource.target(path.replace(PATH, resource.path()));
            return line.head(resource.method(), target);
        }
    }

    private static String encoded(String model) {
        return URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// What heads to one address have in common.
    record Line(OriginSpec origin, String path, List<Header> headers) {
        public Line {
            headers = List.copyOf(headers);
        }

        RequestHead head(String method, String target) {
            return RequestHead.of(origin, method, target, headers);
        }
    }
}
