/// What requests were made and what they used up: `usage`, `audit`, `security`, `top`, `logs`.
@NullMarked
package io.agw.cli.command.usage;

import org.jspecify.annotations.NullMarked;
