package io.agw.server.login;

/// Writes the credentials that logins make, as the Admin API writes objects. Thread-safe.
@FunctionalInterface
public interface CredentialWriter {
    /// Makes the credential object.
    ///
    /// @throws NotWritten when it cannot be made
    void create(NewCredential credential, LoginOrder.Operator operator) throws NotWritten;

    /// @param scope in which it is found
    record NewCredential(String id, String providerId, String scope, String label) {}

    /// Why a credential was not made, in a line for people.
    final class NotWritten extends Exception {
        private static final long serialVersionUID = 1;

        public NotWritten(String why) {
            super(why, null, false, false);
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }
}
