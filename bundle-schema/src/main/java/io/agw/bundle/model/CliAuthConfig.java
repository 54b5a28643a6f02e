package io.agw.bundle.model;

import org.jspecify.annotations.Nullable;

/// How a login runs.
public record CliAuthConfig(
        @Doc("Client id that is registered for this gateway at the vendor; logins need one.")
                @Nullable String clientId,
        @Doc("Secret of the client, where the vendor gives one; write a reference.")
                @Nullable SecretValue clientSecret,
        @Doc("Port of the local callback; absent: the flow's own, 0: any free port.")
                @Limits(min = 0, max = 65535)
                @Nullable Integer callbackPort,
        @Doc("Do not open a browser, print the address.") @Default("false") boolean noBrowser,
        @Doc("Use the device flow where the vendor has one.") @Default("false") boolean deviceFlow,
        @Doc("Where people sign in, instead of the vendor's own page; `https://` but on loopback.")
                @Nullable String authorizeUrl,
        @Doc("Where tokens are made, instead of the vendor's own; `https://` but on loopback.")
                @Nullable String tokenUrl,
        @Doc("Where device logins begin, instead of the vendor's own; `https://` but on loopback.")
                @Nullable String deviceUrl,
        @Doc("How the vendor is called; only `default`.") @Nullable String transportProfile,
        @Doc("Time-outs, retries and proxy of calls to the vendor.") @Default("{}")
                Network network) {}
