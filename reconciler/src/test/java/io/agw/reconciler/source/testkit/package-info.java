/// Real git repositories and servers inside the test process, and servers that misbehave. Other
/// modules' tests may use them through the test jar.
///
/// Starting points: {@link io.agw.reconciler.source.testkit.BareRepository} to have something to
/// serve, {@link io.agw.reconciler.source.testkit.GitHttpServer} and {@link
/// io.agw.reconciler.source.testkit.GitSshServer} to serve it.
@NullMarked
package io.agw.reconciler.source.testkit;

import org.jspecify.annotations.NullMarked;
