/// What was done, by requests and by administrators, and the proof that nothing of it was changed:
/// `/admin/audit`.
@NullMarked
package io.agw.server.admin.audit;

import org.jspecify.annotations.NullMarked;
