package io.agw.server.admission.rate;

/// One counter of a limit: whose use of it is counted.
///
/// @param limitId of the limit
/// @param holder whose it is, such as `virtual_key:a`; `global` where there is one for all
public record Place(String limitId, String holder) {}
