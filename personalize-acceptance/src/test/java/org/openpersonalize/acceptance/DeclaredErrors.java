// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.personalize.PersonalizeClient;
import software.amazon.awssdk.services.personalizeevents.PersonalizeEventsClient;
import software.amazon.awssdk.services.personalizeruntime.PersonalizeRuntimeClient;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * The errors that the published models let an operation answer, as the {@code throws} clauses of the SDK's clients have
 * them: the clients are generated from the models.
 */
final class DeclaredErrors {
  private static final List<Class<? extends SdkClient>> CLIENTS = List.of(
      PersonalizeClient.class, PersonalizeEventsClient.class, PersonalizeRuntimeClient.class);

  private DeclaredErrors() {}

  /** One error of one operation, such as {@code CreateSchema: LimitExceededException}. */
  record Declared(String operation, String error) implements Comparable<Declared> {
    @Override
    public int compareTo(Declared other) {
      return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
      return operation + ": " + error;
    }
  }

  /** The operations that a service knows by name, of all the API has; it is asked each with an empty request. */
  static Set<String> implementedBy(SdkClient... clients) {
    Set<String> operations = new TreeSet<>();
    for (SdkClient client : clients) {
      for (Method method : operations(published(client))) {
        if (isKnown(client, method)) {
          operations.add(name(method));
        }
      }
    }
    return operations;
  }

  private static Class<? extends SdkClient> published(SdkClient client) {
    return CLIENTS.stream().filter(type -> type.isInstance(client)).findFirst().orElseThrow();
  }

  /** What the models declare for these operations. */
  static Set<Declared> of(Set<String> operations) {
    Set<Declared> declared = new TreeSet<>();
    for (Class<? extends SdkClient> client : CLIENTS) {
      for (Method method : operations(client)) {
        if (operations.contains(name(method))) {
          errors(method).forEach(error -> declared.add(new Declared(name(method), error)));
        }
      }
    }
    return declared;
  }

  /** The base class of a service's errors stands in every {@code throws} clause and is none of them. */
  private static Stream<String> errors(Method method) {
    return Arrays.stream(method.getExceptionTypes())
        .filter(type -> AwsServiceException.class.isAssignableFrom(type.getSuperclass())
            && type.getSuperclass() != AwsServiceException.class)
        .map(Class::getSimpleName);
  }

  private static List<Method> operations(Class<?> client) {
    return Arrays.stream(client.getMethods())
        .filter(method -> method.getParameterCount() == 1
            && AwsRequest.class.isAssignableFrom(method.getParameterTypes()[0])
            && !method.getName().endsWith("Paginator"))
        .toList();
  }

  private static String name(Method method) {
    return method.getName().substring(0, 1).toUpperCase(Locale.ROOT)
        + method.getName().substring(1);
  }

  private static boolean isKnown(SdkClient client, Method method) {
    try {
      Object builder = method.getParameterTypes()[0].getMethod("builder").invoke(null);
      method.invoke(client, ((SdkBuilder<?, ?>) builder).build());
      return true;
    } catch (InvocationTargetException e) {
      return !(e.getCause() instanceof AwsServiceException refused
          && refused.awsErrorDetails().errorCode().equals("UnknownOperationException"));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
