// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.filter;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.console.form.FormError;
import org.openpersonalize.console.form.FormErrors;
import org.openpersonalize.console.form.Forms;
import org.openpersonalize.console.form.Submission;
import org.openpersonalize.console.group.Group;
import org.openpersonalize.serving.replay.FilterPreviewService;
import org.openpersonalize.serving.replay.FilterPreviewService.PreviewFilter;
import org.openpersonalize.serving.replay.FilterPreviewService.PreviewFilterResponse;
import org.openpersonalize.store.browse.StoredDatasets;
import org.springframework.stereotype.Component;

/** Says what can be written into an expression, and what is wrong with what was. */
@Component
class Expressions {
  static final String FIELD = "filterExpression";

  private final FilterPreviewService previews;
  private final StoredDatasets datasets;
  private final Forms forms;

  Expressions(FilterPreviewService previews, StoredDatasets datasets, Forms forms) {
    this.previews = previews;
    this.datasets = datasets;
    this.forms = forms;
  }

  Vocabulary vocabulary(Group group) {
    return Vocabulary.of(datasets.of(group.arn()));
  }

  /** Null for an expression that nobody has begun to write. */
  @Nullable Check check(Group group, String expression) {
    if (expression.isEmpty()) {
      return null;
    }
    Submission<PreviewFilterResponse> checked =
        forms.send(new PreviewFilter(group.arn(), expression, null, null), previews::preview);
    FormErrors errors = atTheField(checked.errors());
    return new Check(
        errors,
        caret(expression, errors),
        checked.isRefused() ? null : checked.orThrow().items());
  }

  /** The compiler names a column of the expression and no member of the request. */
  static FormErrors atTheField(FormErrors errors) {
    return new FormErrors(errors.list().stream()
        .map(error -> error.field().isEmpty()
            ? new FormError(FIELD, error.key(), error.arguments(), error.sentence())
            : error)
        .toList());
  }

  private static @Nullable Caret caret(String expression, FormErrors errors) {
    return errors.list().stream()
        .map(FormError::sentence)
        .filter(Objects::nonNull)
        .flatMap(sentence -> Caret.of(expression, sentence).stream())
        .findFirst()
        .orElse(null);
  }
}
