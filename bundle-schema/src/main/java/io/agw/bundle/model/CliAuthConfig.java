package io.agw.bundle.model;

import org.jspecify.annotations.Nullable;

/// How a login runs.
public record CliAuthConfig(
        @Doc("Port of the local callback; absent: the flow's own, 0: any free port.")
                @Limits(min = 0, max = 65535)
                @Nullable Integer callbackPort,
        @Doc("Do not open a browser, print the address.") @Default("false") boolean noBrowser,
        @Doc("Use the device flow where the vendor has one.") @Default("false") boolean deviceFlow,
        @Doc("How the vendor is called; only `default`.") @Nullable String transportProfile,
        @Doc("Time-outs, retries and proxy of calls to the vendor.") @Default("{}")
                Network network) {}
