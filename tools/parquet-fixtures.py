# SPDX-License-Identifier: Apache-2.0
"""Writes the Parquet files of personalize-ingest's tests as real writers make them, and prints who wrote them.

The same 200 interactions of Online Retail and the same 200 made-up items go through each writer in the types that it takes for
them; interactions.csv and items.csv, written without any of them, are what must be read from each. docs/data.md has a table of what the
writers do. Times are whole seconds.

    parquet-fixtures.py [DIRECTORY]     wants pandas, pyarrow, duckdb, polars, pyspark (the last needs a JDK)
"""

import csv
import datetime
import decimal
import glob
import gzip
import pathlib
import shutil
import sys

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

ROOT = pathlib.Path(__file__).resolve().parent.parent
OUT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "personalize-ingest/src/test/resources/parquet")
ROWS = 200
UTC = datetime.timezone.utc


def interactions():
    with gzip.open(ROOT / "demo-data/online-retail/interactions.csv.gz", "rt") as file:
        for number, row in zip(range(ROWS), csv.DictReader(file)):
            yield {
                "USER_ID": int(row["USER_ID"]),
                "ITEM_ID": row["ITEM_ID"],
                "TIMESTAMP": datetime.datetime.fromtimestamp(int(row["TIMESTAMP"]), UTC).replace(tzinfo=None),
                "EVENT_TYPE": row["EVENT_TYPE"],
                "EVENT_VALUE": float(row["EVENT_VALUE"]),
                "QUANTITY": None if number % 20 == 7 else int(row["QUANTITY"]),
            }


def items():
    names = ["plain", "with, comma", 'with "quotes"', "선물 🎁", "back\\slash"]
    for number in range(ROWS):
        yield {
            "ITEM_ID": f"{names[number % len(names)]} {number}",
            "CATEGORIES": None if number % 9 == 4 else ["gift", "paper", "한국"][: number % 4] + ["all"],
            "PRICE": None if number % 7 == 3 else decimal.Decimal(number * 125) / 100,
            "VIEWS": None if number % 5 == 2 else number * 1_000_003,
            "IN_STOCK": None if number % 11 == 5 else number % 3 == 0,
            "CREATION_TIMESTAMP": datetime.date(2024, 1, 1) + datetime.timedelta(days=number),
            "DESCRIPTION": None if number % 6 == 1 else f"item {number} " * (1 + number % 40),
        }


def seconds(value):
    if isinstance(value, datetime.datetime):
        return int(value.replace(tzinfo=UTC).timestamp())
    return int(datetime.datetime(value.year, value.month, value.day, tzinfo=UTC).timestamp())


def cell(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "|".join(value)
    if isinstance(value, datetime.date):
        return seconds(value)
    return value


def as_csv(name, rows):
    with open(OUT / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(rows[0])
        writer.writerows([cell(value) for value in row.values()] for row in rows)


def parquet(name):
    return str(OUT / f"{name}.parquet")


def with_pandas(events, goods):
    # As read_csv makes them: whole numbers with gaps are doubles, and what a filter leaves has an index.
    frame = pd.DataFrame(events)
    pd.concat([frame.head(1), frame])[lambda each: [False] + [True] * len(frame)].to_parquet(parquet("interactions-pandas"))
    pd.DataFrame(goods).to_parquet(parquet("items-pandas"), index=False)
    nullable = pd.DataFrame(events).convert_dtypes()
    nullable.to_parquet(parquet("interactions-pandas-nullable"), compression="gzip", index=False)


def with_pyarrow(events, goods):
    table = pa.Table.from_pylist(events)
    required = pa.schema([field.with_nullable(field.name == "QUANTITY") for field in table.schema])
    pq.write_table(table.cast(required), parquet("interactions-pyarrow-required"), compression="none", row_group_size=70)
    pq.write_table(table, parquet("interactions-pyarrow-int96"), use_deprecated_int96_timestamps=True)
    pq.write_table(table, parquet("interactions-pyarrow-millis"), coerce_timestamps="ms", version="1.0")
    ns = table.set_column(2, "TIMESTAMP", table["TIMESTAMP"].cast(pa.timestamp("ns")))
    pq.write_table(ns, parquet("interactions-pyarrow-nanos"), compression="zstd", data_page_version="2.0", data_page_size=512)
    pq.write_table(table, parquet("interactions-pyarrow-lz4"), compression="lz4")
    pq.write_table(table, parquet("interactions-pyarrow-brotli"), compression="brotli")

    table = pa.Table.from_pylist(goods)
    pq.write_table(
        table.set_column(0, "ITEM_ID", table["ITEM_ID"].cast(pa.large_string())).set_column(
            6, "DESCRIPTION", table["DESCRIPTION"].cast(pa.string_view())),
        parquet("items-pyarrow-large-strings"))
    pq.write_table(
        table, parquet("items-pyarrow-delta"), use_dictionary=False, data_page_version="2.0", compression="snappy",
        column_encoding={"ITEM_ID": "DELTA_BYTE_ARRAY", "DESCRIPTION": "DELTA_LENGTH_BYTE_ARRAY", "VIEWS": "DELTA_BINARY_PACKED"})
    pq.write_table(
        pa.table({
            "BYTES": pa.array([b"\x00\xff"]),
            "STRUCT": pa.array([{"a": 1}]),
            "MAP": pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int64())),
            "STRUCTS": pa.array([[{"a": 1}]]),
            "NUMBERS": pa.array([[1, 2]]),
            "BARRED": pa.array([["a|b", "c"]]),
            "TIME": pa.array([datetime.time(12)]),
            "TRUTH": pa.array([True]),
            "DAY": pa.array([datetime.date(2024, 1, 2)]),
            "NOTHING": pa.array([None]),
            "UNSIGNED": pa.array([2**64 - 1], pa.uint64()),
            "SMALL": pa.array([255], pa.uint8()),
            "FLOAT": pa.array([0.1], pa.float32()),
            "NAN": pa.array([float("nan")]),
            "LATIN": pa.array([b"caf\xe9"]).view(pa.string()),
        }),
        parquet("types-pyarrow"))


def with_duckdb(events, goods):
    frame, records = pd.DataFrame(events), pa.Table.from_pylist(goods)
    connection = duckdb.connect()
    # A sum of whole numbers is a HUGEINT, which Parquet does not have.
    connection.execute(f"""
        COPY (SELECT USER_ID, ITEM_ID, TIMESTAMP::TIMESTAMP AS TIMESTAMP, EVENT_TYPE, EVENT_VALUE,
                sum(QUANTITY::BIGINT) OVER (PARTITION BY n) AS QUANTITY
              FROM (SELECT *, row_number() OVER () AS n FROM frame) ORDER BY n)
        TO '{parquet("interactions-duckdb")}' (FORMAT parquet)""")
    connection.execute(f"COPY (SELECT * FROM records) TO '{parquet('items-duckdb')}' (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2)")


def with_polars(events, goods):
    frame = pl.DataFrame(events)
    frame.write_parquet(parquet("interactions-polars"))
    frame.with_columns(pl.col("EVENT_TYPE").cast(pl.Categorical), pl.col("TIMESTAMP").dt.cast_time_unit("ns")).write_parquet(
        parquet("interactions-polars-categorical"), compression="uncompressed", row_group_size=64)
    pl.DataFrame(goods).write_parquet(parquet("items-polars"))


def with_spark(events, goods):
    from pyspark.sql import SparkSession, types

    def schema(first):
        kinds = {int: types.LongType, str: types.StringType, float: types.DoubleType, bool: types.BooleanType,
                 datetime.datetime: types.TimestampType, datetime.date: types.DateType}
        special = {"CATEGORIES": types.ArrayType(types.StringType()), "PRICE": types.DecimalType(10, 2)}
        return types.StructType([
            types.StructField(name, special.get(name) or kinds[type(value)]()) for name, value in first.items()])

    spark = (SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
             .config("spark.sql.session.timeZone", "UTC").config("spark.driver.host", "127.0.0.1")
             .config("spark.driver.bindAddress", "127.0.0.1").getOrCreate())
    aware = [{**row, "TIMESTAMP": row["TIMESTAMP"].replace(tzinfo=UTC)} for row in events]

    def write(rows, first, name, **options):
        for key, value in options.items():
            spark.conf.set(f"spark.sql.parquet.{key}", value)
        folder = OUT / f"{name}.spark"
        spark.createDataFrame([tuple(row.values()) for row in rows], schema(first)).coalesce(1).write.mode(
            "overwrite").parquet(str(folder))
        shutil.move(glob.glob(f"{folder}/part-*.parquet")[0], parquet(name))
        shutil.rmtree(folder)

    write(aware, events[0], "interactions-spark")
    write(aware, events[0], "interactions-spark-micros", outputTimestampType="TIMESTAMP_MICROS")
    write(goods, {**goods[0], "PRICE": None}, "items-spark")
    print("spark", spark.version)
    spark.stop()


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    events, goods = list(interactions()), list(items())
    as_csv("interactions", events)
    as_csv("items", goods)
    for library in (pd, pa, duckdb, pl):
        print(library.__name__, library.__version__)
    with_pandas(events, goods)
    with_pyarrow(events, goods)
    with_duckdb(events, goods)
    with_polars(events, goods)
    with_spark(events, goods)
    for file in sorted(OUT.glob("*.parquet")):
        meta = pq.read_metadata(file)
        columns = [meta.row_group(0).column(column) for column in range(meta.num_columns)]
        print(f"{file.name}: {meta.created_by}, {meta.num_row_groups} row groups, {columns[0].compression}")
        for place, column in enumerate(columns):
            kind = meta.schema.column(place)
            print(f"  {column.path_in_schema}: {column.physical_type} {kind.logical_type} {','.join(column.encodings)}"
                  f"{'' if kind.max_definition_level else ' required'}")


main()
