/// What operators have changed for a time, as plans and sources show it: {@link
/// io.agw.server.admin.overrides.Overrides}.
@NullMarked
package io.agw.server.admin.overrides;

import org.jspecify.annotations.NullMarked;
