// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.ingest.dataset.DatasetGroupService.CreateDatasetGroup;
import org.openpersonalize.store.catalog.SolutionConfig.EventParameters;
import org.openpersonalize.store.catalog.SolutionConfig.EventsConfig;
import org.openpersonalize.store.catalog.SolutionUpdateConfig;
import org.openpersonalize.training.solution.SolutionService.UpdateSolution;

/** What is wrong with a form is said where somebody can mend it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class FormsTest {
  private static ValidatorFactory factory;
  private static Validator validator;

  @BeforeAll
  static void open() {
    factory = Validation.buildDefaultValidatorFactory();
    validator = factory.getValidator();
  }

  @AfterAll
  static void close() {
    factory.close();
  }

  @Test
  void a_good_form_has_the_services_answer() {
    Submission<String> sent = new Forms(validator).send(named("shop"), CreateDatasetGroup::name);

    assertThat(sent.isRefused()).isFalse();
    assertThat(sent.orThrow()).isEqualTo("shop");
  }

  @Test
  void what_breaks_a_constraint_is_said_at_its_field_and_the_service_is_not_asked() {
    Submission<String> sent = new Forms(validator).send(named("my shop"), request -> {
      throw new AssertionError("asked for " + request);
    });

    FormError error = sent.errors().at("name");
    assertThat(error).isNotNull();
    assertThat(error.key()).isEqualTo("form.name");
    assertThat(sent.errors().at("roleArn")).isNull();
    assertThat(sent.isRefused()).isTrue();
  }

  @Test
  void what_is_empty_is_missing() {
    assertThat(new Forms(validator).check(named("")).list())
        .first()
        .extracting(FormError::field, FormError::key)
        .containsExactly("name", "form.missing");
  }

  @Test
  void what_a_service_refuses_is_said_at_the_field_it_names() {
    assertThat(refusedWith(ErrorCode.INVALID_INPUT.because("kmsKeyArn is of another region."))
            .at("kmsKeyArn"))
        .extracting(FormError::sentence)
        .isEqualTo("kmsKeyArn is of another region.");
  }

  @Test
  void a_name_that_is_taken_is_said_at_the_name() {
    assertThat(refusedWith(ErrorCode.RESOURCE_ALREADY_EXISTS.because("There is one already."))
            .at("name"))
        .extracting(FormError::sentence)
        .isEqualTo("There is one already.");
  }

  @Test
  void what_names_no_field_is_said_of_the_form() {
    assertThat(refusedWith(ErrorCode.LIMIT_EXCEEDED.because("There are 5 already."))
            .at(""))
        .isNotNull();
  }

  @Test
  void what_is_not_the_forms_fault_is_no_error_of_the_form() {
    assertThatThrownBy(() -> refusedWith(ErrorCode.SERVICE_UNAVAILABLE.because("Come back.")))
        .isInstanceOf(PersonalizeException.class);
  }

  @Test
  void what_is_wrong_in_one_of_several_rows_is_said_in_that_row() {
    UpdateSolution request = new UpdateSolution(
        Arn.parse("arn:aws:personalize:us-east-1:000000000000:solution/home"),
        null,
        null,
        new SolutionUpdateConfig(
            null,
            new EventsConfig(List.of(
                new EventParameters("view", null, 0.1), new EventParameters("buy", null, 1.5)))));

    assertThat(new Forms(validator).check(request).list())
        .extracting(FormError::field)
        .containsExactly("weight2");
  }

  private static FormErrors refusedWith(PersonalizeException refusal) {
    return new Forms(validator)
        .send(named("shop"), request -> {
          throw refusal;
        })
        .errors();
  }

  private static CreateDatasetGroup named(String name) {
    return new CreateDatasetGroup(name, null, null, null, null);
  }
}
