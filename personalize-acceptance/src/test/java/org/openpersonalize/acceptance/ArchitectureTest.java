// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.openpersonalize.store.catalog.ResourceRepository;
import org.springframework.data.repository.Repository;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** What the modules and packages keep to, one rule a sentence. */
@AnalyzeClasses(packages = "org.openpersonalize", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String CORE = "org.openpersonalize.core..";
  private static final String STORE = "org.openpersonalize.store..";
  private static final String API = "org.openpersonalize.api..";
  private static final String CONSOLE = "org.openpersonalize.console..";

  /** Core's packages from the ground up, as docs/architecture.md has them from the top down. */
  private static final List<List<String>> CORE_FLOORS = List.of(
      List.of("digest", "resource", "wire"),
      List.of("kernel", "matrix"),
      List.of("csv", "schema"),
      List.of("mapping"),
      List.of("catalog"),
      List.of("cost", "training"),
      List.of("recipe"),
      List.of("artifact"),
      List.of("ranking"),
      List.of("exploration", "filter", "theme"),
      List.of("family"),
      List.of("reward"),
      List.of("content"),
      List.of("evaluation"),
      List.of("popularity"),
      List.of("context"),
      List.of("tuning"),
      List.of("als", "ease", "sequence", "similarity", "trends"),
      List.of(
          "affinity",
          "cointeraction",
          "coldstart",
          "factorsimilarity",
          "metadata",
          "nextbestaction",
          "semantic"),
      List.of("blend"),
      List.of("similaritems"),
      List.of("forecast"),
      List.of("recommendation"),
      List.of("cadence"));

  @ArchTest
  static final ArchRule core_is_plain_java_and_a_few_libraries = classes()
      .that()
      .resideInAPackage(CORE)
      .should()
      .onlyDependOnClassesThat()
      .resideInAnyPackage(
          CORE,
          "java..",
          "org.jspecify.annotations..",
          "org.slf4j..",
          "org.antlr.v4.runtime..",
          "org.ejml..",
          "org.apache.avro..",
          "tools.jackson..",
          "com.fasterxml.jackson.annotation..")
      .because("docs/decisions/0010 says which libraries core may use, and why");

  @ArchTest
  static final ArchRule matrix_libraries_stay_inside_the_models_of_core = noClasses()
      .that()
      .resideOutsideOfPackages(
          "org.openpersonalize.core.als..",
          "org.openpersonalize.core.ease..",
          "org.openpersonalize.core.semantic..",
          "org.openpersonalize.core.nextbestaction..")
      .should()
      .dependOnClassesThat()
      .resideInAPackage("org.ejml..");

  /** The composition root hands the connection pool on, and the embedded Postgres has to be started by somebody. */
  @ArchTest
  static final ArchRule only_store_talks_to_the_database = noClasses()
      .that()
      .resideOutsideOfPackages(
          STORE, "org.openpersonalize.api.role..", "org.openpersonalize.api.embedded..")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(
          "jakarta.persistence..",
          "org.hibernate",
          "org.hibernate.annotations..",
          "org.hibernate.type..",
          "java.sql..",
          "javax.sql..",
          "org.postgresql..",
          "org.springframework.jdbc..",
          "org.springframework.data..");

  /** The demo is a client of the service and uploads as one; the embedded store is the other end. */
  @ArchTest
  static final ArchRule only_the_object_store_uses_the_s3_client = noClasses()
      .that()
      .resideOutsideOfPackages(
          "org.openpersonalize.store.object..",
          "org.openpersonalize.api.demo..",
          "org.openpersonalize.api.embedded..")
      .should()
      .dependOnClassesThat()
      .resideInAPackage("software.amazon.awssdk.services.s3..");

  @ArchTest
  static final ArchRule only_the_demo_is_a_client_of_the_api = noClasses()
      .that()
      .resideOutsideOfPackage("org.openpersonalize.api.demo..")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(
          "software.amazon.awssdk.services.personalize..",
          "software.amazon.awssdk.services.personalizeevents..",
          "software.amazon.awssdk.services.personalizeruntime..");

  @ArchTest
  static final ArchRule only_api_and_console_know_http = noClasses()
      .that()
      .resideOutsideOfPackages(API, CONSOLE)
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(
          "jakarta.servlet..", "org.springframework.web..", "org.springframework.http..");

  @ArchTest
  static final ArchRule controllers_are_the_wire_the_upload_and_the_console = classes()
      .that()
      .areMetaAnnotatedWith(Controller.class)
      .should()
      .resideInAnyPackage(
          "org.openpersonalize.api.wire", "org.openpersonalize.api.upload", CONSOLE);

  @ArchTest
  static final ArchRule controllers_call_services_and_never_repositories = noClasses()
      .that()
      .areMetaAnnotatedWith(Controller.class)
      .should()
      .dependOnClassesThat(
          assignableTo(Repository.class).or(assignableTo(ResourceRepository.class)));

  @ArchTest
  static final ArchRule the_console_asks_the_services_that_the_api_asks = noClasses()
      .that()
      .resideInAPackage(CONSOLE)
      .should()
      .dependOnClassesThat(
          assignableTo(Repository.class).or(assignableTo(ResourceRepository.class)))
      .orShould()
      .dependOnClassesThat()
      .resideInAnyPackage(
          API, "org.openpersonalize.store.job..", "org.openpersonalize.store.change..")
      .because("what an operator does in the browser is what a client does over the wire");

  @ArchTest
  static final ArchRule only_the_console_has_sessions_and_templates = noClasses()
      .that()
      .resideOutsideOfPackage(CONSOLE)
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage("org.springframework.security..", "org.thymeleaf..")
      .because("docs/decisions/0034 keeps requests of the API free of them");

  @ArchTest
  static final ArchRule core_depends_on_no_other_module = noClasses()
      .that()
      .resideInAPackage(CORE)
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(
          STORE,
          "org.openpersonalize.ingest..",
          "org.openpersonalize.training..",
          "org.openpersonalize.serving..",
          CONSOLE,
          API);

  @ArchTest
  static void core_is_a_tower(JavaClasses classes) {
    for (int floor = 0; floor < CORE_FLOORS.size() - 1; floor++) {
      noClasses()
          .that()
          .resideInAnyPackage(packages(CORE_FLOORS.subList(floor, floor + 1)))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(packages(CORE_FLOORS.subList(floor + 1, CORE_FLOORS.size())))
          .check(classes);
    }
  }

  @ArchTest
  static final ArchRule every_package_of_core_has_its_floor =
      classes().that().resideInAPackage(CORE).should().resideInAnyPackage(packages(CORE_FLOORS));

  private static String[] packages(List<List<String>> floors) {
    return floors.stream()
        .flatMap(List::stream)
        .map("org.openpersonalize.core."::concat)
        .toArray(String[]::new);
  }

  /** Evaluation on the command line names baselines, and the benchmarks are about one family. */
  @ArchTest
  static final ArchRule outside_core_no_family_of_models_is_known = noClasses()
      .that()
      .resideOutsideOfPackages(
          CORE,
          "org.openpersonalize.vector..",
          "org.openpersonalize.bench..",
          "org.openpersonalize.api.command..")
      .should()
      .dependOnClassesThat()
      .resideInAnyPackage(
          "org.openpersonalize.core.affinity",
          "org.openpersonalize.core.als",
          "org.openpersonalize.core.ease",
          "org.openpersonalize.core.sequence",
          "org.openpersonalize.core.similarity",
          "org.openpersonalize.core.cointeraction",
          "org.openpersonalize.core.coldstart",
          "org.openpersonalize.core.factorsimilarity",
          "org.openpersonalize.core.metadata",
          "org.openpersonalize.core.semantic",
          "org.openpersonalize.core.nextbestaction",
          "org.openpersonalize.core.similaritems",
          "org.openpersonalize.core.blend",
          "org.openpersonalize.core.trends",
          "org.openpersonalize.core.popularity");

  @ArchTest
  static final ArchRule ingest_training_and_serving_do_not_know_each_other = slices()
      .matching("org.openpersonalize.(ingest|training|serving)..")
      .should()
      .notDependOnEachOther();

  @ArchTest
  static final ArchRule nobody_depends_on_the_executable = noClasses()
      .that()
      .resideOutsideOfPackage(API)
      .should()
      .dependOnClassesThat()
      .resideInAPackage(API);

  @ArchTest
  static final ArchRule packages_are_free_of_cycles =
      slices().matching("org.openpersonalize.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule only_the_error_advice_maps_exceptions_to_answers = methods()
      .that()
      .areAnnotatedWith(ExceptionHandler.class)
      .should()
      .beDeclaredInClassesThat()
      .haveSimpleName("ErrorAdvice");

  @ArchTest
  static final ArchRule there_is_one_controller_advice = classes()
      .that()
      .areMetaAnnotatedWith(ControllerAdvice.class)
      .should()
      .haveSimpleName("ErrorAdvice");

  @ArchTest
  static final ArchRule every_package_is_null_marked =
      classes().should(resideInANullMarkedPackage());

  private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
    return new ArchCondition<>("reside in a package whose package-info says @NullMarked") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
        events.add(new SimpleConditionEvent(
            type, marked, "%s is not @NullMarked".formatted(type.getPackageName())));
      }
    };
  }
}
