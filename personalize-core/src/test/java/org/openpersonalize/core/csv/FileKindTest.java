// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayNameGeneration(ReplaceUnderscores.class)
class FileKindTest {
  @ParameterizedTest
  @CsvSource({
    "items.csv, CSV",
    "part-00000, CSV",
    "s3://shop/day=1/items.CSV.GZ, GZIPPED_CSV",
    "items.gzip, GZIPPED_CSV",
    "part-0-c000.snappy.parquet, PARQUET",
    "Items.Parquet, PARQUET",
    "parquet, CSV"
  })
  void a_name_tells_the_form(String name, FileKind kind) {
    assertThat(FileKind.of(name)).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "items.xlsx, is an Excel workbook: write it as CSV",
    "a.csv.zst, is compressed with zstd: decompress it"
  })
  void a_form_that_is_not_read_is_refused_by_its_name(String name, String sentence) {
    assertThatThrownBy(() -> FileKind.of(name)).hasMessage("%s %s", name, sentence);
  }
}
