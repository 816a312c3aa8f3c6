/**
 * Who may see pages, and what a browser cannot be tricked into: {@link org.openpersonalize.console.signin.ConsoleSecurity} has
 * the filters in their order, {@link org.openpersonalize.console.signin.SignInController} the page to begin with.
 */
@NullMarked
package org.openpersonalize.console.signin;

import org.jspecify.annotations.NullMarked;
