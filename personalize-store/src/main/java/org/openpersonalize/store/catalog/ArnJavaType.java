// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.store.catalog;

import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.AbstractClassJavaType;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.hibernate.type.descriptor.jdbc.JdbcTypeIndicators;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.resource.Arn;

/** Keeps an {@link Arn} as text. A converter would do, but JPA ignores converters on ids. */
public final class ArnJavaType extends AbstractClassJavaType<Arn> {
  private static final long serialVersionUID = 1L;

  public ArnJavaType() {
    super(Arn.class);
  }

  @Override
  public JdbcType getRecommendedJdbcType(JdbcTypeIndicators indicators) {
    return indicators.getJdbcType(java.sql.Types.VARCHAR);
  }

  @Override
  public String toString(Arn value) {
    return value.toString();
  }

  @Override
  public Arn fromString(CharSequence text) {
    return Arn.parse(text.toString());
  }

  @Override
  public <X> @Nullable X unwrap(@Nullable Arn value, Class<X> type, WrapperOptions options) {
    if (value == null) {
      return null;
    }
    if (type.isInstance(value)) {
      return type.cast(value);
    }
    if (type == String.class) {
      return type.cast(value.toString());
    }
    throw unknownUnwrap(type);
  }

  @Override
  public <X> @Nullable Arn wrap(@Nullable X value, WrapperOptions options) {
    if (value == null) {
      return null;
    }
    if (value instanceof Arn arn) {
      return arn;
    }
    if (value instanceof String text) {
      return Arn.parse(text);
    }
    throw unknownWrap(value.getClass());
  }
}
