/// The end-to-end benchmark behind `bin/bench`: the gateway beside nginx on the same upstreams in
/// the same run. Runs from source with a JDK alone; needs nginx and wrk on the machine.
///
/// Starting point: {@link io.agw.bench.BenchMain}.
@NullMarked
package io.agw.bench;

import org.jspecify.annotations.NullMarked;
