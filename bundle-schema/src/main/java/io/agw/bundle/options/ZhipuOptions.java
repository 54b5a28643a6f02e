package io.agw.bundle.options;

import io.agw.bundle.model.Default;
import io.agw.bundle.model.Doc;

/// Options of the `zhipu` type.
public record ZhipuOptions(
        @Doc("Sent as `thinking.type`; `none` sends nothing.") @Default("disabled")
                ThinkingType thinkingType,
        @Doc("`cc` leaves `metadata` and `user` out of requests, for APIs that refuse them.")
                @Default("none")
                Compact compact) {}
