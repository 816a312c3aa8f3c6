// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.answer;

/**
 * One action of an answer.
 *
 * @param score how likely the user is to take it, from 0 to 1; 0.0 where too little is known of it
 */
public record PredictedAction(String actionId, double score) {}
