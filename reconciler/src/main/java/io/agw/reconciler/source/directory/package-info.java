/// A folder as a source: read as one consistent state, watched for changes.
///
/// Starting point: {@link io.agw.reconciler.source.directory.DirectorySource}.
@NullMarked
package io.agw.reconciler.source.directory;

import org.jspecify.annotations.NullMarked;
