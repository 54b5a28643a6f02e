package io.agw.reconciler.webhook;

/// What is answered to a call of a webhook.
public sealed interface HookVerdict {
    /// The status to answer with, and nothing else: a caller learns no more than that.
    int status();

    /// For metrics and logs.
    String word();

    /// Genuine and new: the source's loop is to be told.
    record Accepted() implements HookVerdict {
        @Override
        public int status() {
            return 202;
        }

        @Override
        public String word() {
            return "accepted";
        }
    }

    /// Genuine, and delivered before: nothing is to be done.
    record Repeated() implements HookVerdict {
        @Override
        public int status() {
            return 202;
        }

        @Override
        public String word() {
            return "repeated";
        }
    }

    /// Not believed, whether because the source is not known, has no secret, or the signature is
    /// wrong: those must look the same.
    record Unauthorized() implements HookVerdict {
        @Override
        public int status() {
            return 401;
        }

        @Override
        public String word() {
            return "unauthorized";
        }
    }

    /// The body is larger than {@link HookVerifier#MOST_BYTES}.
    record TooLarge() implements HookVerdict {
        @Override
        public int status() {
            return 413;
        }

        @Override
        public String word() {
            return "too_large";
        }
    }

    /// Too many calls.
    record Throttled() implements HookVerdict {
        @Override
        public int status() {
            return 429;
        }

        @Override
        public String word() {
            return "throttled";
        }
    }
}
