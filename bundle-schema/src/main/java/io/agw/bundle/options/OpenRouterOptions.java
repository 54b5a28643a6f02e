package io.agw.bundle.options;

import io.agw.bundle.model.Default;
import io.agw.bundle.model.Doc;

/// Options of the `openrouter` type.
public record OpenRouterOptions(
        @Doc("`cc` leaves `metadata` and `user` out of requests, for models that refuse them.")
                @Default("none")
                Compact compact) {}
