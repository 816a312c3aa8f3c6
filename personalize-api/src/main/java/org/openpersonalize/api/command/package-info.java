/**
 * The command line: {@code serve} and its siblings, their options and exit codes.
 *
 * <p>Start at {@link org.openpersonalize.api.command.ServeCommand}. A new command is a class of its own and one line in
 * {@link org.openpersonalize.api.PersonalizeApplication}.
 */
@NullMarked
package org.openpersonalize.api.command;

import org.jspecify.annotations.NullMarked;
