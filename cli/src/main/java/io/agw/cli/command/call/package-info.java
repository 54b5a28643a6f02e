/// Commands that are one call of the Admin API, as a table: path, parameters, columns.
///
/// Starting point: {@link io.agw.cli.command.call.ApiCall}. A new kind of object is one line in
/// {@link io.agw.cli.command.call.Resources}; a call of a plane is one line in the table of its
/// plane.
@NullMarked
package io.agw.cli.command.call;

import org.jspecify.annotations.NullMarked;
