package io.agw.server.admission.budget;

import io.agw.store.Ledger.Sum;
import java.util.Map;

/// The end of a turn.
///
/// @param turn 0 when nothing was held for it
record Settlement(long turn, Map<Claim, Sum> held, Map<Claim, Sum> used) {}
