package io.agw.server.dispatch;

/// What a call holds while it is under way.
///
/// @param permit of the target's breaker
/// @param pass of the limits that depend on who is called
record Held(Breaker.Permit permit, Clearance.Pass pass) implements AutoCloseable {
    @Override
    public void close() {
        permit.close();
        pass.close();
    }
}
