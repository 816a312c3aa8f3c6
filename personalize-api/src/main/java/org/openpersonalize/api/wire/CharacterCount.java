// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.wire;

import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Path;
import jakarta.validation.TraversableResolver;
import jakarta.validation.constraints.Size;
import java.lang.annotation.ElementType;
import java.util.Collection;
import java.util.Map;
import org.hibernate.validator.HibernateValidatorConfiguration;
import org.hibernate.validator.cfg.ConstraintMapping;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.validation.autoconfigure.ValidationConfigurationCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Has {@link Size} count the characters of a text, as the API's models do: an emoji is one, where Java's {@code length}
 * counts two.
 */
@Configuration(proxyBeanMethods = false)
class CharacterCount {
  @Bean
  ValidationConfigurationCustomizer sizeInCharacters() {
    return configuration -> {
      if (configuration instanceof HibernateValidatorConfiguration hibernate) {
        ConstraintMapping mapping = hibernate.createConstraintMapping();
        mapping
            .constraintDefinition(Size.class)
            .includeExistingValidators(false)
            .validatedBy(OfText.class)
            .validatedBy(OfCollection.class)
            .validatedBy(OfMap.class);
        hibernate.addMapping(mapping);
        hibernate.traversableResolver(new Everything());
      }
    };
  }

  /** How many characters a text, or elements a collection or map has. */
  static int of(Object value) {
    if (value instanceof Collection<?> collection) {
      return collection.size();
    }
    if (value instanceof Map<?, ?> map) {
      return map.size();
    }
    String text = value.toString();
    return text.codePointCount(0, text.length());
  }

  /** A request is all there: the default one asks JPA of each of its members whether it is loaded. */
  private static final class Everything implements TraversableResolver {
    @Override
    public boolean isReachable(
        @Nullable Object holder,
        Path.Node member,
        Class<?> root,
        Path path,
        ElementType annotated) {
      return true;
    }

    @Override
    public boolean isCascadable(
        @Nullable Object holder,
        Path.Node member,
        Class<?> root,
        Path path,
        ElementType annotated) {
      return true;
    }
  }

  private abstract static class Sized<T> implements ConstraintValidator<Size, T> {
    private int min;
    private int max;

    @Override
    public void initialize(Size size) {
      min = size.min();
      max = size.max();
    }

    @Override
    public boolean isValid(@Nullable T value, ConstraintValidatorContext context) {
      if (value == null) {
        return true;
      }
      int size = of(value);
      return size >= min && size <= max;
    }
  }

  /** Public for the validator, which makes it. */
  public static final class OfText extends Sized<CharSequence> {}

  /** Public for the validator, which makes it. */
  public static final class OfCollection extends Sized<Collection<?>> {}

  /** Public for the validator, which makes it. */
  public static final class OfMap extends Sized<Map<?, ?>> {}
}
