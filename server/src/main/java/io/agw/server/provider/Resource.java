package io.agw.server.provider;

/// What a client's request names outside of its body, for a vendor of its own dialect.
///
/// @param method `GET`, `POST`, …; counts where the operation has no address of its own
/// @param path behind the vendor's address, begins with `/`, percent-encoded; empty for the
///   operation's own
/// @param query without `?`, percent-encoded; empty for none
public record Resource(String method, String path, String query) {
    /// The operation's own address, as it is.
    public static final Resource OWN = ofQuery("");

    /// The operation's own address, with a query.
    public static Resource ofQuery(String query) {
        return new Resource("POST", "", query);
    }

    /// The same without a query.
    public Resource withoutQuery() {
        return query.isEmpty() ? this : new Resource(method, path, "");
    }

    /// A path's address with the query behind it.
    ///
    /// @param address may have a query of its own
    public String target(String address) {
        if (query.isEmpty()) {
            return address;
        }
        return address + (address.indexOf('?') < 0 ? '?' : '&') + query;
    }
}
