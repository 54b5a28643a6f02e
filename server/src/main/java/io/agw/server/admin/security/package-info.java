/// What of the applied configuration is open, or soon will not work: `/admin/security/audit`.
@NullMarked
package io.agw.server.admin.security;

import org.jspecify.annotations.NullMarked;
