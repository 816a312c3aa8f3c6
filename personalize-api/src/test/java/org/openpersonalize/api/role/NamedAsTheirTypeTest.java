// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.api.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

@DisplayNameGeneration(ReplaceUnderscores.class)
class NamedAsTheirTypeTest {
  private final AnnotationConfigApplicationContext context =
      new AnnotationConfigApplicationContext();

  NamedAsTheirTypeTest() {
    new NamedAsTheirType().initialize(context);
  }

  @AfterEach
  void close() {
    context.close();
  }

  @Test
  void of_several_the_one_that_is_named_as_the_class_is_taken() {
    context.registerBean("shelf", Shelf.class, () -> new Shelf("named as the class"));
    context.registerBean("other", Shelf.class, () -> new Shelf("other"));

    assertThat(start(Reader.class).shelf.name).isEqualTo("named as the class");
  }

  @Test
  void one_with_any_name_is_found() {
    context.registerBean("other", Shelf.class, () -> new Shelf("other"));

    assertThat(start(Reader.class).shelf.name).isEqualTo("other");
  }

  @Test
  void a_bean_of_another_class_is_not_taken_for_its_name() {
    context.registerBean("shelf", String.class, () -> "no shelf");
    context.registerBean("other", Shelf.class, () -> new Shelf("other"));

    assertThat(start(Reader.class).shelf.name).isEqualTo("other");
  }

  @Test
  void the_one_that_is_preferred_comes_before_the_one_with_the_name() {
    context.registerBean("shelf", Shelf.class, () -> new Shelf("named as the class"));
    context.registerBean(
        "other", Shelf.class, () -> new Shelf("preferred"), other -> other.setPrimary(true));

    assertThat(start(Reader.class).shelf.name).isEqualTo("preferred");
  }

  @Test
  void a_qualifier_comes_before_the_name() {
    context.registerBean("shelf", Shelf.class, () -> new Shelf("named as the class"));
    context.registerBean("other", Shelf.class, () -> new Shelf("other"));

    assertThat(start(ReaderOfOther.class).shelf.name).isEqualTo("other");
  }

  @Test
  void none_and_several_with_other_names_stop_the_start() {
    assertThatThrownBy(() -> start(Reader.class))
        .isInstanceOf(UnsatisfiedDependencyException.class)
        .hasRootCauseInstanceOf(NoSuchBeanDefinitionException.class);

    try (var two = new AnnotationConfigApplicationContext()) {
      new NamedAsTheirType().initialize(two);
      two.registerBean("one", Shelf.class, () -> new Shelf("one"));
      two.registerBean("another", Shelf.class, () -> new Shelf("another"));
      two.registerBean(Reader.class);

      assertThatThrownBy(two::refresh)
          .hasRootCauseInstanceOf(NoUniqueBeanDefinitionException.class);
    }
  }

  private <T> T start(Class<T> reader) {
    context.registerBean(reader);
    context.refresh();
    return context.getBean(reader);
  }

  record Shelf(String name) {}

  static final class Reader {
    private final Shelf shelf;

    Reader(Shelf books) {
      this.shelf = books;
    }
  }

  static final class ReaderOfOther {
    private final Shelf shelf;

    ReaderOfOther(@Qualifier("other") Shelf books) {
      this.shelf = books;
    }
  }
}
