package io.agw.server.admin.objects;

import io.agw.bundle.model.Kind;
import io.agw.bundle.model.Secret;
import io.agw.bundle.model.SecretValue;
import io.agw.bundle.plan.AppliedObject;
import io.agw.bundle.plan.Owner;
import io.agw.server.admin.api.Json;
import io.agw.server.admin.api.Role;
import io.agw.store.ConfigStore;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// What an object looks like from outside: the bundle object, its secrets masked, and what the
/// gateway knows of it.
final class ObjectViews {
    private static final String KEY_TEXT = "/value";
    private static final int SHOWN_OF_A_KEY = 7;

    private final ConfigStore config;
    private final Set<Owner> sources;

    ObjectViews(ConfigStore config, Set<Owner> sources) {
        this.config = config;
        this.sources = Set.copyOf(sources);
    }

    /// How much of a virtual key's text is shown.
    enum KeyText {
        WHOLE,
        BEGINNING;

        static KeyText to(Role role) {
            return role.covers(Role.ADMIN) ? WHOLE : BEGINNING;
        }
    }

    ObjectNode view(AppliedObject object, KeyText keyText) {
        var view = object.current().withSecrets((_, _) -> Secret.MASK);
        if (object.key().kind() == Kind.VIRTUAL_KEY
                && config.reveal(object.current()).secrets().get(KEY_TEXT)
                        instanceof SecretValue.Given given) {
            var text = given.text().reveal();
            view.put(
                    "key",
                    switch (keyText) {
                        case WHOLE -> text;
                        case BEGINNING ->
                                text.substring(0, Math.min(SHOWN_OF_A_KEY, text.length() / 2))
                                        + "...";
                    });
        }
        describe(object, view);
        return view;
    }

    private void describe(AppliedObject object, ObjectNode view) {
        var owner = object.owner();
        boolean isStatic = owner.equals(Owner.STATIC) && sources.contains(owner);
        view.put("owner", owner.name())
                .put("source", isStatic ? "static" : "store")
                .put("read_only", isStatic)
                .put("resource_version", object.resourceVersion());
        if (!owner.equals(Owner.ADMIN)) {
            view.set("origin", Json.origin(object.origin()));
            if (!sources.contains(owner)) {
                view.put("orphan", true);
            }
        }
        var overridden = object.overridden();
        if (overridden != null) {
            view.set(
                    "overridden",
                    Json.object()
                            .put("actor", overridden.actor())
                            .put("at", overridden.at())
                            .put("reason", overridden.reason()));
        }
        config.timestamps(object.key())
                .ifPresent(times ->
                        view.put("created_at", Json.time(times.createdAt()))
                                .put("updated_at", Json.time(times.updatedAt())));
    }
}
