/// Usage added up and listed: `/admin/usage/...`, and `/admin/metrics...` in the words of older
/// clients.
@NullMarked
package io.agw.server.admin.usage;

import org.jspecify.annotations.NullMarked;
