/// What can be sent to upstreams, and where. The rules by which a bundle is checked, and those that
/// the gateway keeps to when it opens a provider, are these and no others. Pure.
@NullMarked
package io.agw.bundle.upstream;

import org.jspecify.annotations.NullMarked;
