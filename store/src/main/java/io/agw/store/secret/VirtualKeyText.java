package io.agw.store.secret;

import io.agw.bundle.model.Secret;
import java.security.SecureRandom;
import java.util.Base64;

/// Makes the text of a virtual key.
public final class VirtualKeyText {
    private static final String PREFIX = "vk-";
    private static final int RANDOM_BYTES = 32;

    private VirtualKeyText() {}

    /// `vk-` and 256 random bits as 43 characters of URL-safe base64.
    public static Secret generate(SecureRandom random) {
        var bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new Secret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
}
