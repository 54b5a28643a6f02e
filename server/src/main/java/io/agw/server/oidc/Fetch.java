package io.agw.server.oidc;

import java.io.Serial;

/// Gets what is at an address, within the rules for addresses and bounded in size and time.
@FunctionalInterface
public interface Fetch {
    /// @param url absolute
    /// @throws Failed when there is no good answer
    byte[] get(String url) throws Failed;

    /// There was none. The message says where and why, and nothing that was answered.
    final class Failed extends Exception {
        @Serial private static final long serialVersionUID = 1;

        public Failed(String message) {
            super(message);
        }
    }
}
