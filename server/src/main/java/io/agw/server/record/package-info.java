/// What is kept of a turn.
///
/// Starting point: {@link io.agw.server.record.Recorder}. Every turn has one {@link
/// io.agw.server.record.TurnLog}, filled in as it goes and finished in `finally`, so that there is
/// a row for each, whatever became of it.
@NullMarked
package io.agw.server.record;

import org.jspecify.annotations.NullMarked;
