/**
 * What somebody would type to have the same done without the console. Start at {@link
 * org.openpersonalize.console.command.ShellCommand}.
 */
@NullMarked
package org.openpersonalize.console.command;

import org.jspecify.annotations.NullMarked;
