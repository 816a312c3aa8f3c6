// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.schema;

import java.util.Arrays;
import java.util.Locale;
import org.openpersonalize.core.resource.ErrorCode;

/** The five kinds of data a dataset group can hold, at most one dataset of each. */
public enum DatasetType {
  INTERACTIONS("Interactions", "ITEM_ID"),
  ITEMS("Items", "ITEM_ID"),
  USERS("Users", "USER_ID"),
  ACTIONS("Actions", "ACTION_ID"),
  ACTION_INTERACTIONS("ActionInteractions", "ACTION_ID");

  private final String recordName;
  private final String idColumn;

  DatasetType(String recordName, String idColumn) {
    this.recordName = recordName;
    this.idColumn = idColumn;
  }

  /** What the Avro record of such a dataset is called. */
  public String recordName() {
    return recordName;
  }

  /** The column with the id of what a record describes, or of an interaction what the user had to do with. */
  public String idColumn() {
    return idColumn;
  }

  /** How many columns besides the reserved ones such a dataset may have. */
  public int maxMetadataFields() {
    return switch (this) {
      case INTERACTIONS, ACTION_INTERACTIONS -> 5;
      case ITEMS -> 100;
      case USERS -> 25;
      case ACTIONS -> 10;
    };
  }

  /** Are this type's records things that happened, rather than things that are? */
  public boolean isInteractions() {
    return this == INTERACTIONS || this == ACTION_INTERACTIONS;
  }

  /**
   * Reads a dataset type in upper or lower case, as {@code CreateDataset} accepts it.
   *
   * @throws org.openpersonalize.core.resource.PersonalizeException {@link ErrorCode#INVALID_INPUT} if there is no such
   *     type
   */
  public static DatasetType ofWire(String wire) {
    String name = wire.toUpperCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(type -> type.name().equals(name))
        .findFirst()
        .orElseThrow(() -> ErrorCode.INVALID_INPUT.because(
            "There is no dataset type '%s': use Interactions, Items, Users, Actions or Action_Interactions"
                .formatted(wire)));
  }

  static DatasetType ofRecordName(String recordName) {
    return Arrays.stream(values())
        .filter(type -> type.recordName.equals(recordName))
        .findFirst()
        .orElseThrow(() -> ErrorCode.INVALID_INPUT.because(
            ("The schema's record is named '%s': name it after the dataset it describes, which is one of Interactions,"
                    + " Items, Users, Actions or ActionInteractions")
                .formatted(recordName)));
  }
}
