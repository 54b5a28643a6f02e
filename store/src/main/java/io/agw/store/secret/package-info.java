/// Keys and what they do to secrets: a master key from a file, a sub-key for each purpose, sealing
/// (AES-256-GCM), digests and look-up hashes. Pure; only {@link io.agw.store.secret.KeyFile}
/// touches a disk.
///
/// Starting points: {@link io.agw.store.secret.Vault}, secrets at rest, and {@link
/// io.agw.store.secret.VirtualKeyIndex}, which both directions of a virtual key go through.
@NullMarked
package io.agw.store.secret;

import org.jspecify.annotations.NullMarked;
