/// What an admin endpoint is: a method and a path template, who may call it, and a function from
/// {@link io.agw.server.admin.api.Call} to {@link io.agw.server.admin.api.Answer}.
///
/// Starting points: {@link io.agw.server.admin.api.Endpoint} and {@link
/// io.agw.server.admin.api.Router}. Knows nothing of what the endpoints do.
@NullMarked
package io.agw.server.admin.api;

import org.jspecify.annotations.NullMarked;
