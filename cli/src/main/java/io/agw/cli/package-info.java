/// `agwctl`: an HTTP client of the Admin API and the data plane, and the offline planner.
@NullMarked
package io.agw.cli;

import org.jspecify.annotations.NullMarked;
