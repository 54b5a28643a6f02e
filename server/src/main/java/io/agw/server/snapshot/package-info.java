/// The compiled form of one version of the configuration: what every turn reads.
///
/// Starting point: {@link io.agw.server.snapshot.Snapshots}, which holds the one that serves. A
/// {@link io.agw.server.snapshot.Snapshot} is immutable, a turn takes it once and keeps it to its
/// end, and {@link io.agw.server.snapshot.SnapshotCompiler} is the only way to make one.
@NullMarked
package io.agw.server.snapshot;

import org.jspecify.annotations.NullMarked;
