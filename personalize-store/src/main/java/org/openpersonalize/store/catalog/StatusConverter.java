// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Status;

/** Keeps a status in the wire's spelling, so that SQL, log and clients all say the same. */
@Converter(autoApply = true)
public final class StatusConverter implements AttributeConverter<Status, String> {
  @Override
  public @Nullable String convertToDatabaseColumn(@Nullable Status status) {
    return status == null ? null : status.wire();
  }

  @Override
  public @Nullable Status convertToEntityAttribute(@Nullable String wire) {
    return wire == null ? null : Status.ofWire(wire);
  }
}
