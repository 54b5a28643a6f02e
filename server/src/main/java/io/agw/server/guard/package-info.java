/// Guardrails: what is looked for in the texts of requests and answers, and what becomes of those
/// in which it is found. {@link io.agw.server.guard.GuardIndex} knows which hold where, {@link
/// io.agw.server.guard.GuardedTurn} has one turn's texts looked at.
@NullMarked
package io.agw.server.guard;

import org.jspecify.annotations.NullMarked;
