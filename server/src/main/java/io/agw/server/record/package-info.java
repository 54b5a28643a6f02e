/// What is kept of a turn.
///
/// Starting point: {@link io.agw.server.record.UsageSink}, where every turn ends, whatever became
/// of it.
@NullMarked
package io.agw.server.record;

import org.jspecify.annotations.NullMarked;
