// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.config;

import jakarta.validation.Validation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.bind.validation.ValidationBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.validation.FieldError;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;

/**
 * Reads the configuration tree, and refuses what is not in it.
 *
 * <p>Spring ignores a misspelt key in silence, and its own {@code ignoreUnknownFields = false} does not look at
 * environment variables, which is how containers are configured. Hence the check here, before anything starts.
 */
public final class Configuration {
  private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("personalize");
  private static final String VARIABLE_PREFIX = "PERSONALIZE_";

  /** Variables of the same prefix that the launcher and the tests read. */
  private static final Set<String> OTHER_VARIABLES =
      Set.of("PERSONALIZE_JAVA_OPTS", "PERSONALIZE_TEST_DATA");

  private static final List<ConfigurationPropertyName> KEYS =
      keys(PersonalizeProperties.class, ROOT);

  private Configuration() {}

  /**
   * The tree as the environment has it.
   *
   * @throws CannotStartException if a key is unknown, or a value is not valid
   */
  public static PersonalizeProperties read(ConfigurableEnvironment environment) {
    refuseUnknownKeys(environment);
    try (var validation = Validation.buildDefaultValidatorFactory()) {
      var handler =
          new ValidationBindHandler(new SpringValidatorAdapter(validation.getValidator()));
      return Binder.get(environment)
          .bindOrCreate(ROOT, Bindable.of(PersonalizeProperties.class), handler);
    } catch (BindException e) {
      throw new CannotStartException(sentence(e), e);
    }
  }

  private static void refuseUnknownKeys(ConfigurableEnvironment environment) {
    Set<String> unknown = new LinkedHashSet<>();
    environment.getPropertySources().stream()
        .filter(EnumerablePropertySource.class::isInstance)
        .map(EnumerablePropertySource.class::cast)
        .forEach(source -> {
          boolean variables =
              source.getName().equals(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);
          for (String name : source.getPropertyNames()) {
            if (variables ? isUnknownVariable(name) : isUnknownProperty(name)) {
              unknown.add(name);
            }
          }
        });
    if (!unknown.isEmpty()) {
      throw new CannotStartException(
          "There is no setting named %s; correct the name or remove it. There are: %s."
              .formatted(
                  String.join(" or ", unknown),
                  KEYS.stream().map(Object::toString).collect(Collectors.joining(", "))));
    }
  }

  private static boolean isUnknownProperty(String name) {
    var key = ConfigurationPropertyName.adapt(name, '.');
    if (!ROOT.isAncestorOf(key)) {
      return false;
    }
    return !KEYS.contains(key.isLastElementIndexed() ? key.getParent() : key);
  }

  /** Variables carry no dots or dashes, so names are compared without them; a list's element ends in its index. */
  private static boolean isUnknownVariable(String name) {
    if (!name.startsWith(VARIABLE_PREFIX) || OTHER_VARIABLES.contains(name)) {
      return false;
    }
    String flat = flat(name.replaceFirst("_[0-9]+$", ""));
    return KEYS.stream().noneMatch(key -> flat(key.toString()).equals(flat));
  }

  private static String flat(String name) {
    return name.replaceAll("[._-]", "").toLowerCase(Locale.ROOT);
  }

  private static List<ConfigurationPropertyName> keys(
      Class<?> type, ConfigurationPropertyName prefix) {
    List<ConfigurationPropertyName> keys = new ArrayList<>();
    for (var component : type.getRecordComponents()) {
      var name = prefix.append(DataObjectPropertyName.toDashedForm(component.getName()));
      boolean branch = component.getType().isRecord() && component.getType() != Secret.class;
      keys.addAll(branch ? keys(component.getType(), name) : List.of(name));
    }
    return keys;
  }

  private static String sentence(BindException e) {
    if (e.getCause() instanceof BindValidationException invalid) {
      return invalid.getValidationErrors().getAllErrors().stream()
          .map(error -> error instanceof FieldError field
              ? "%s.%s is %s: it %s"
                  .formatted(
                      invalid.getValidationErrors().getName(),
                      DataObjectPropertyName.toDashedForm(field.getField()),
                      field.getRejectedValue(),
                      field.getDefaultMessage())
              : error.toString())
          .collect(Collectors.joining("; "));
    }
    var property = e.getProperty();
    return property == null
        ? "The setting %s cannot be read: %s"
            .formatted(
                e.getName(),
                e.getCause() == null ? e.getMessage() : e.getCause().getMessage())
        : "%s cannot be '%s': a value of type %s is needed"
            .formatted(e.getName(), property.getValue(), e.getTarget().getType());
  }
}
