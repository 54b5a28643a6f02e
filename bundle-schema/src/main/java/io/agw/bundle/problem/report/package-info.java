/// Problems as text, JSON, GitHub annotations, SARIF and JUnit XML.
///
/// Starting point: {@link io.agw.bundle.problem.report.ProblemReports}. Pure: problems in, text
/// out; who asks writes it somewhere.
@NullMarked
package io.agw.bundle.problem.report;

import org.jspecify.annotations.NullMarked;
