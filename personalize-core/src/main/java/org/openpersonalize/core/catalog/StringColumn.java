// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.catalog;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.schema.Field;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Texts by their numbers in a dictionary, an {@code int} a record.
 *
 * <p>A text of a categorical column is one or more categories joined by {@code |}. It has a number as a whole, for records
 * often have the same ones, and which categories it holds is kept once for each text. In another column a text is its own
 * only category.
 */
public final class StringColumn extends Column {
  private static final int MISSING = -1;
  private static final Pattern BAR = Pattern.compile("\\|");

  private final Pieces<int[]> codes;
  private final Dictionary texts;
  private final Dictionary categories; // the texts themselves if the column is not categorical
  private final CategoryLists lists;
  private int textCount;
  private int categoryCount;

  StringColumn(Field field) {
    this(field, new Pieces<>(StringColumn::missing, int[]::clone), new Dictionary());
  }

  private StringColumn(Field field, Pieces<int[]> codes, Dictionary texts) {
    this(
        field,
        codes,
        texts,
        field.categorical() ? new Dictionary() : texts,
        new CategoryLists(),
        0,
        0);
  }

  private StringColumn(
      Field field,
      Pieces<int[]> codes,
      Dictionary texts,
      Dictionary categories,
      CategoryLists lists,
      int textCount,
      int categoryCount) {
    super(field);
    this.codes = codes;
    this.texts = texts;
    this.categories = categories;
    this.lists = lists;
    this.textCount = textCount;
    this.categoryCount = categoryCount;
  }

  private static int[] missing() {
    int[] missing = new int[Pieces.LENGTH];
    Arrays.fill(missing, MISSING);
    return missing;
  }

  @Override
  public boolean isPresent(int row) {
    return code(row) != MISSING;
  }

  /** The number of the record's text, less than {@link #textCount}; −1 when it is missing. */
  public int code(int row) {
    return codes.of(row)[Pieces.at(row)];
  }

  /** The record's text; null when it is missing. */
  public @Nullable String text(int row) {
    return isPresent(row) ? textOf(code(row)) : null;
  }

  /** How many different texts there are; some may have no record any more. */
  public int textCount() {
    return textCount;
  }

  /** The text with this number. */
  public String textOf(int code) {
    return texts.text(code);
  }

  /** How many different categories there are. */
  public int categoryCount() {
    return field().categorical() ? categoryCount : textCount;
  }

  /** The category with this number. */
  public String category(int category) {
    return categories.text(category);
  }

  /** The number of a category; empty if no record ever had it. */
  public OptionalInt findCategory(String category) {
    OptionalInt found = categories.find(category);
    return found.isPresent() && found.getAsInt() < categoryCount() ? found : OptionalInt.empty();
  }

  /** The categories that a text holds, each once and in its order; not to be written. */
  public int[] categoriesOf(int code) {
    return field().categorical() ? lists.of(code) : new int[] {code};
  }

  @Override
  void clear(int row) {
    codes.writable(row)[Pieces.at(row)] = MISSING;
  }

  @Override
  void set(int row, JsonToken token, JsonParser json) {
    if (token != JsonToken.VALUE_STRING) {
      return;
    }
    String text = json.getString();
    int code = texts.add(text);
    if (field().categorical() && code == textCount) {
      lists.add(code, split(text));
      categoryCount = categories.size();
    }
    textCount = texts.size();
    codes.writable(row)[Pieces.at(row)] = code;
  }

  private int[] split(String text) {
    return BAR.splitAsStream(text)
        .filter(category -> !category.isBlank())
        .mapToInt(categories::add)
        .distinct()
        .toArray();
  }

  @Override
  Column owning(int row) {
    return new StringColumn(
        field(), codes.owning(row), texts, categories, lists, textCount, categoryCount);
  }

  @Override
  Column compact() {
    Dictionary fewTexts = texts.compact();
    Dictionary fewCategories = field().categorical() ? categories.compact() : fewTexts;
    return fewTexts == texts && fewCategories == categories
        ? this
        : new StringColumn(
            field(), codes, fewTexts, fewCategories, lists, textCount, categoryCount);
  }

  @Override
  long sizeInBytes() {
    return (long) Pieces.LENGTH * codes.count() * Integer.BYTES
        + texts.sizeInBytes()
        + (field().categorical() ? categories.sizeInBytes() + lists.sizeInBytes() : 0);
  }
}
