/**
 * From a deployment to an answer.
 *
 * <p>Start at {@link org.openpersonalize.serving.answer.Answering#answer}, the one way on which requests, and whatever else wants
 * an answer, get it; jobs that want thousands get them by {@link org.openpersonalize.serving.answer.Answering#forUsers}.
 */
@NullMarked
package org.openpersonalize.serving.answer;

import org.jspecify.annotations.NullMarked;
