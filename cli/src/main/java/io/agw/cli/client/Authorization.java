package io.agw.cli.client;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The value of an `Authorization` header. Never printed.
///
/// @param header what is sent
public record Authorization(String header) {
    public static Authorization basic(String userAndPassword) {
        return new Authorization(
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8)));
    }

    public static Authorization bearer(String token) {
        return new Authorization("Bearer " + token);
    }

    @Override
    public String toString() {
        return "Authorization[****]";
    }
}
