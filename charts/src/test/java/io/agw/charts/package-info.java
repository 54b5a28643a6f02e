/// Tests of the Helm chart: it is linted, rendered with every file of `ci/`, and looked into.
@NullMarked
package io.agw.charts;

import org.jspecify.annotations.NullMarked;
