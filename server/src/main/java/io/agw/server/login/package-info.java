/// Logins of vendors' command lines: people sign in at the vendor, the gateway keeps the tokens and
/// renews them.
///
/// Starting points: {@link io.agw.server.login.Logins} runs logins, {@link
/// io.agw.server.login.TokenCustody} has the tokens, {@link io.agw.server.login.Refresher} renews
/// them ahead of time. What vendors differ in is data: {@link io.agw.server.login.Vendor}. Nothing
/// here opens a browser, reads standard input or prints; that is the command line's part.
@NullMarked
package io.agw.server.login;

import org.jspecify.annotations.NullMarked;
