// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.place;

/**
 * A page about something.
 *
 * @param kind what it is about, as {@code place.<kind>} of the bundles says it
 */
record Place(String kind, String name, String href) {}
