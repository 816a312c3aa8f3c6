// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.serving.batch;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.family.UserAffinity;
import org.openpersonalize.core.ranking.ItemFilter;
import org.openpersonalize.core.ranking.TopN;
import org.openpersonalize.core.recommendation.RecommendationModel;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;
import org.openpersonalize.core.wire.OutputLine;
import org.openpersonalize.serving.filter.AttributeItems;
import org.openpersonalize.serving.filter.UserFilters;

/** The users who are likely to take what a line names: an item, or what items are like. */
final class SegmentAnswer implements LineAnswer {
  private static final String ITEM = "itemId";
  private static final String ATTRIBUTES = "itemAttributes";

  private final RecommendationModel model;
  private final UserAffinity affinity;
  private final Request request;
  private final AttributeItems attributes;
  private final UserFilters filters;

  /**
   * What is the same for all lines.
   *
   * @param byAttributes does a line name what items are like, and not an item?
   * @param filter of the users, null if all may be named
   * @param numResults users of a line at most
   * @param mostLines of a file
   */
  record Request(
      Arn datasetGroup,
      boolean byAttributes,
      @Nullable Arn filter,
      int numResults,
      int mostLines) {}

  /** @param model one that knows its users */
  SegmentAnswer(
      RecommendationModel model, Request request, AttributeItems attributes, UserFilters filters) {
    this.model = model;
    this.affinity = model.userAffinity().orElseThrow();
    this.request = request;
    this.attributes = attributes;
    this.filters = filters;
  }

  private record Segment(List<String> usersList) {}

  /** One, of which the answer may name every user. */
  @Override
  public int linesAtOnce() {
    return 1;
  }

  @Override
  public int mostLines() {
    return request.mostLines();
  }

  @Override
  public List<byte[]> of(List<String> lines) {
    return lines.stream().map(this::of).toList();
  }

  private byte[] of(String line) {
    Object input = line;
    try {
      InputLine parsed = InputLine.parse(line, example());
      input = parsed.json();
      return OutputLine.answered(input, new Segment(users(parsed)));
    } catch (PersonalizeException e) {
      return OutputLine.refused(input, e);
    }
  }

  private String example() {
    return request.byAttributes()
        ? "{\"itemAttributes\": \"ITEMS.GENRE = \\\"comedy\\\"\"}"
        : "{\"itemId\": \"a\"}";
  }

  private List<String> users(InputLine input) {
    String text = input.text(request.byAttributes() ? ATTRIBUTES : ITEM);
    int[] items = request.byAttributes() ? alike(text) : item(text);
    Arn filter = request.filter();
    ItemFilter allowed = filter == null
        ? ItemFilter.EVERYTHING
        : filters.of(filter, request.datasetGroup(), input.filterValues(), affinity.users());
    return likeliest(affinity.probabilities(items), allowed);
  }

  private int[] item(String id) {
    OptionalInt item = model.items().find(id);
    if (item.isEmpty() || model.users(item.getAsInt()) == 0) {
      throw ErrorCode.INVALID_INPUT.because(
          "Nobody had taken an item %s when the model was trained. Train a new version when somebody has."
              .formatted(id));
    }
    return new int[] {item.getAsInt()};
  }

  private int[] alike(String expression) {
    int[] taken = Arrays.stream(attributes.of(request.datasetGroup(), expression, model.items()))
        .filter(item -> model.users(item) > 0)
        .toArray();
    if (taken.length == 0) {
      throw ErrorCode.INVALID_INPUT.because(
          "Nobody had taken an item with these attributes when the model was trained. Compare with other values.");
    }
    return taken;
  }

  private List<String> likeliest(float[] probabilities, ItemFilter allowed) {
    TopN best = new TopN(Math.min(request.numResults(), probabilities.length));
    for (int user = 0; user < probabilities.length; user++) {
      if (allowed.allows(user)) {
        best.offer(user, probabilities[user]);
      }
    }
    return Arrays.stream(best.drain().items()).mapToObj(affinity.users()::id).toList();
  }
}
