package io.agw.server.survey;

import io.agw.bundle.model.HealthCheck;
import io.agw.server.call.CallFailed;
import io.agw.server.call.Cancellation;
import io.agw.server.call.Timeouts;
import io.agw.server.call.UpstreamReply;
import io.agw.server.dialect.Api;
import io.agw.server.provider.ModelPages;
import io.agw.server.provider.Provider;
import io.agw.server.provider.ProviderCall;
import io.agw.server.provider.Resource;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Asks one provider one thing, within a time. Nothing that a provider writes is repeated.
/// Thread-safe.
final class Questions {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LONGEST_LIST = 8 * 1024 * 1024;
    private static final byte[] NOTHING = {};

    /// The models of a provider.
    ///
    /// @throws Unanswered when it does not say
    List<FoundModel> models(Provider provider) throws Unanswered {
        if (!provider.serves(Api.MODELS)) {
            return List.of();
        }
        return within(PATIENCE, cancellation -> allPages(provider, cancellation));
    }

    /// Checks a provider.
    ///
    /// @throws Unanswered when it is not healthy
    void check(Provider provider, HealthCheck check) throws Unanswered {
        var path = check.path();
        var api = path == null ? Api.MODELS : Api.PROBE;
        if (!provider.serves(api)) {
            return;
        }
        within(
                check.timeout(),
                cancellation -> {
                    var resource = path == null ? Resource.OWN : resource(path);
                    try (var reply = call(provider, api, resource, cancellation)) {
                        if (!check.healthyStatuses().contains(reply.status())) {
                            throw Unanswered.by(reply.status());
                        }
                        return true;
                    }
                });
    }

    private static List<FoundModel> allPages(Provider provider, Cancellation cancellation)
            throws CallFailed, Unanswered {
        var pages = new ModelPages();
        for (var query = pages.next(); query != null; query = pages.next()) {
            var asked = new Resource("GET", "", query);
            try (var reply = call(provider, Api.MODELS, asked, cancellation)) {
                if (reply.status() != 200) {
                    throw Unanswered.by(reply.status());
                }
                pages.add(JSON.readTree(reply.readAll(LONGEST_LIST)));
            } catch (JacksonException _) {
                throw new Unanswered("no JSON");
            }
        }
        return ModelReading.models(pages);
    }

    private static Resource resource(String path) {
        int query = path.indexOf('?');
        return query < 0
                ? new Resource("GET", path, "")
                : new Resource("GET", path.substring(0, query), path.substring(query + 1));
    }

    private static UpstreamReply call(
            Provider provider, Api api, Resource resource, Cancellation cancellation)
            throws CallFailed {
        return provider.call(
                api,
                new ProviderCall(
                        null,
                        false,
                        resource,
                        NOTHING,
                        List.of(),
                        Timeouts.defaults(),
                        cancellation));
    }

    private static <T> T within(Duration time, Question<T> question) throws Unanswered {
        var cancellation = new Cancellation();
        var task = new FutureTask<T>(() -> question.ask(cancellation));
        Thread.ofVirtual().name("survey-question").start(task);
        try {
            return task.get(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            throw new Unanswered("no answer within " + time.toMillis() + " ms");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Unanswered("given up");
        } catch (ExecutionException e) {
            throw unanswered(e);
        } finally {
            cancellation.cancel();
        }
    }

    private static Unanswered unanswered(ExecutionException e) {
        return switch (e.getCause()) {
            case Unanswered why -> why;
            case CallFailed failed -> new Unanswered(failed.failure().detail());
            case Error defect -> throw defect;
            case RuntimeException defect -> throw defect;
            case null, default -> throw new IllegalStateException(e);
        };
    }

    private interface Question<T> {
        T ask(Cancellation cancellation) throws CallFailed, Unanswered;
    }

    /// Why a question was in vain, in words for operators: nothing that a provider wrote.
    static final class Unanswered extends Exception {
        private static final long serialVersionUID = 1;
        private static final Set<Integer> OF_KEY = Set.of(401, 402, 403, 429);

        private final boolean aboutKey;

        Unanswered(String why) {
            this(why, false);
        }

        private Unanswered(String why, boolean aboutKey) {
            super(why, null, false, false);
            this.aboutKey = aboutKey;
        }

        static Unanswered by(int status) {
            return new Unanswered("status " + status, OF_KEY.contains(status));
        }

        /// Whether another key may be answered.
        boolean isAboutKey() {
            return aboutKey;
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }
}
