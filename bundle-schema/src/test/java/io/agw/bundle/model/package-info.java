@NullMarked
package io.agw.bundle.model;

import org.jspecify.annotations.NullMarked;
