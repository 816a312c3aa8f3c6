// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.form;

import static java.util.Comparator.comparing;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Validator;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/**
 * Asks a service what a form asks for, under the constraints that the API's dispatch puts on the same request.
 *
 * <p>A field is named after the member of the request that it fills, so that what is wrong with the member is said at the field.
 */
@Component
public class Forms {
  private static final Set<ErrorCode> NOT_THE_FORM =
      Set.of(ErrorCode.INTERNAL_FAILURE, ErrorCode.SERVICE_UNAVAILABLE);

  private final Validator validator;

  Forms(Validator validator) {
    this.validator = validator;
  }

  /**
   * Sends a request.
   *
   * @param service such as {@code groups::create}
   * @return refused if the request breaks a constraint, or the service says no
   */
  public <Q extends Record, A> Submission<A> send(Q request, Function<Q, A> service) {
    FormErrors errors = check(request);
    if (errors.any()) {
      return Submission.refused(errors);
    }
    try {
      return new Submission<>(service.apply(request), FormErrors.NONE);
    } catch (PersonalizeException refused) {
      if (NOT_THE_FORM.contains(refused.code())) {
        throw refused;
      }
      return Submission.refused(
          FormErrors.of(FormError.said(field(request.getClass(), refused), refused.getMessage())));
    }
  }

  /** Sends a request that a service answers nothing to, such as {@code campaigns::delete}. */
  public <Q extends Record> FormErrors tell(Q request, Consumer<Q> service) {
    return send(request, told -> {
          service.accept(told);
          return FormErrors.NONE;
        })
        .errors();
  }

  /** Says so if what somebody has typed to delete something is not its name. */
  public static FormErrors typed(String typed, String name) {
    return typed.equals(name)
        ? FormErrors.NONE
        : FormErrors.of(FormError.of("name", "form.mistyped", name));
  }

  /** What is wrong with a request before a service sees it. */
  public FormErrors check(Record request) {
    List<String> order = members(request.getClass());
    return new FormErrors(validator.validate(request).stream()
        .sorted(comparing((ConstraintViolation<Record> violation) ->
            violation.getPropertyPath().toString()))
        .map(FormError::of)
        .sorted(comparing(error -> order.indexOf(error.field())))
        .toList());
  }

  /** The form once more: 422, with what was filled in and what is wrong with it. */
  public static ModelAndView refused(String view, Map<String, ?> model, FormErrors errors) {
    ModelAndView page = new ModelAndView(view, model, HttpStatus.UNPROCESSABLE_CONTENT);
    page.addObject("errors", errors);
    return page;
  }

  /** The first member of the request that the service names, or what is called by a name that is taken. */
  private static String field(Class<?> request, PersonalizeException refused) {
    List<String> members = members(request);
    return members.stream()
        .filter(member -> isNamed(member, refused.getMessage())
            || refused.code() == ErrorCode.RESOURCE_ALREADY_EXISTS
                && (member.equals("name") || member.equals("jobName")))
        .findFirst()
        .orElse("");
  }

  private static boolean isNamed(String member, String sentence) {
    return Pattern.compile("\\b" + member + "\\b").matcher(sentence).find();
  }

  private static List<String> members(Class<?> request) {
    return Arrays.stream(request.getRecordComponents())
        .map(RecordComponent::getName)
        .toList();
  }
}
