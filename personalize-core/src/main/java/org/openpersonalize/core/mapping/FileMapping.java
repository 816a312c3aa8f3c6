// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.mapping;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.csv.CellReader;
import org.openpersonalize.core.csv.CellSource;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.schema.DatasetSchema;
import org.openpersonalize.core.schema.DatasetSchema.Reserved;
import org.openpersonalize.core.schema.DatasetType;
import org.openpersonalize.core.schema.Domain;
import org.openpersonalize.core.schema.Field;

/**
 * Which columns of a file fill which of a dataset. Those that are not mentioned are left out.
 *
 * @param eventType what happened in all rows, where the file does not say
 * @param zone in which times are read that do not name one
 */
public record FileMapping(
    List<MappedColumn> columns, @Nullable String eventType, String zone) {
  private static final String EVENT_TYPE = "EVENT_TYPE";

  /**
   * The text of the schema that a new dataset has with these columns: the service's own as they have to be, then the others.
   *
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if two columns fill the same, or there is no such schema
   */
  public String schema(DatasetType type, @Nullable Domain domain) {
    requireDifferent();
    List<Field> fields = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (Reserved reserved : DatasetSchema.reserved(type, domain)) {
      String name = reserved.field().name();
      if (fills(name)) {
        fields.add(reserved.field());
        known.add(name);
      }
    }
    columns.stream()
        .filter(column -> !known.contains(column.field()))
        .map(column -> column.kind().field(column.field()))
        .forEach(fields::add);
    String text = DatasetSchema.avro(type, fields);
    DatasetSchema.parse(text, domain);
    return text;
  }

  private boolean fills(String field) {
    return of(field).isPresent() || field.equals(EVENT_TYPE) && eventType != null;
  }

  /** The column that fills one of the dataset. */
  public Optional<MappedColumn> of(String field) {
    return columns.stream().filter(column -> column.field().equals(field)).findFirst();
  }

  /**
   * Where the values of a schema's columns are; of those that nothing fills, nowhere.
   *
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if nothing fills what has to be there
   */
  public List<CellSource> cells(DatasetSchema schema) {
    requireDifferent();
    ZoneId in = zoneId();
    return schema.fields().stream().map(field -> cell(field, in)).toList();
  }

  private CellSource cell(Field field, ZoneId in) {
    Optional<MappedColumn> column = of(field.name());
    if (column.isPresent()) {
      return column.get().cell(field, in);
    }
    if (field.name().equals(EVENT_TYPE) && eventType != null) {
      return new Constant(EVENT_TYPE, eventType);
    }
    if (field.role() != Field.Role.METADATA && !field.nullable()) {
      throw ErrorCode.INVALID_INPUT.because(
          "Nothing fills %s: choose the column of the file that does%s"
              .formatted(
                  field.name(),
                  field.name().equals(EVENT_TYPE) ? ", or say what happened in all rows" : ""));
    }
    return new Constant(field.name(), null);
  }

  /** The same in all rows. */
  private record Constant(String name, @Nullable String value) implements CellSource {
    @Override
    public @Nullable String text(CellReader file) {
      return value;
    }
  }

  /**
   * The zone in which times are read.
   *
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} if there is no such zone
   */
  public ZoneId zoneId() {
    try {
      return ZoneId.of(zone.strip());
    } catch (DateTimeException e) {
      throw ErrorCode.INVALID_INPUT.because(
          "There is no time zone '%s': give one such as UTC, Asia/Seoul or +09:00".formatted(zone),
          e);
    }
  }

  /** Would an import of the file itself, by the same schema, read the same of the columns? Of the rows it may not. */
  public boolean isAsItIs(DatasetSchema schema, List<String> header) {
    return eventType == null && schema.fields().stream().allMatch(field -> isAsItIs(field, header));
  }

  private boolean isAsItIs(Field field, List<String> header) {
    List<String> alike =
        header.stream().filter(name -> name.equalsIgnoreCase(field.name())).toList();
    return alike.size() == 1
        && of(field.name())
            .filter(column -> header.get(column.place()).equalsIgnoreCase(field.name()))
            .filter(column -> column.isAsItIs(field))
            .isPresent();
  }

  private void requireDifferent() {
    Set<String> filled = new HashSet<>();
    for (MappedColumn column : columns) {
      if (!filled.add(column.field())) {
        throw ErrorCode.INVALID_INPUT.because(
            "Two columns of the file fill %s, the second is %s: leave one of them out"
                .formatted(column.field(), column.name()));
      }
    }
  }
}
