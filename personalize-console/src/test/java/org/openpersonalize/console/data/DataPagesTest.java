// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.console.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openpersonalize.console.testing.Browser;
import org.openpersonalize.console.testing.PageTest;
import org.openpersonalize.core.resource.Arn;
import org.openpersonalize.core.resource.ResourceType;
import org.openpersonalize.ingest.importjob.DatasetImporter;
import org.openpersonalize.store.object.ObjectStore;
import org.openpersonalize.store.testing.Shop;
import org.springframework.beans.factory.annotation.Autowired;

/** From an empty service to imported data, over HTTP and without a script. */
class DataPagesTest extends PageTest {
  private static final String DATA = "/console/groups/shop/data";
  private static final String IMPORT = DATA + "/INTERACTIONS/import";
  private static final Pattern FIELD = Pattern.compile(
      "<select id=\"(field-\\d+|time-\\d+)\"[^>]*>.*?</select>|<select name=\"(kind-\\d+)\"[^>]*>.*?</select>",
      Pattern.DOTALL);
  private static final Pattern CHOSEN =
      Pattern.compile("<option value=\"([^\"]*)\" selected=\"selected\"");

  @Autowired
  ObjectStore objects;

  @Autowired
  DatasetImporter importer;

  @BeforeEach
  void open() throws IOException {
    objects.createBucket("personalize");
  }

  @Test
  void an_empty_service_is_led_to_its_first_data_with_two_clicks_for_the_import() {
    assertThat(page("/console")).contains("href=\"/console/new-group\"");
    HttpResponse<String> made = post(
        "/console/new-group",
        browser.get("/console/new-group"),
        Map.of("name", "shop", "domain", ""));
    assertThat(location(made)).isEqualTo(DATA);
    assertThat(page(DATA)).contains("not there yet", "href=\"" + IMPORT + "\"");
    assertThat(page("/console")).contains("href=\"" + IMPORT + "\""); // the first click

    HttpResponse<String> file = browser.get(IMPORT);
    HttpResponse<String> brought = upload(file, "INTERACTIONS", "Sales.csv", sales(1_100));
    String columns = location(brought);
    assertThat(columns).startsWith(IMPORT + "/");
    HttpResponse<String> form = browser.get(columns);
    assertThat(chosen(form.body()))
        .containsEntry("field-0", "USER_ID")
        .containsEntry("field-1", "ITEM_ID")
        .containsEntry("field-2", "TIMESTAMP")
        .containsEntry("time-2", "DAY_FIRST")
        .containsEntry("field-3", "UNIT_PRICE")
        .containsEntry("kind-3", "NUMBER");
    assertThat(form.body())
        .contains(
            "all 1,102 rows were looked at",
            "aria-describedby=\"event-type-hint\" autofocus=\"autofocus\"");

    Map<String, String> filled = chosen(form.body());
    filled.put("zone", "Asia/Seoul");
    filled.put("eventType", "purchase");
    String check = location(post(columns, form, filled));
    assertThat(check).isEqualTo(columns + "/check");
    HttpResponse<String> checked = browser.get(check);
    assertThat(checked.body())
        .contains("1,102 rows checked", "2 rows are refused", "31/02/2011")
        .contains("Import 1,100 rows", "name=\"leaveOut\" checked");
    assertThat(browser.get(columns + "/refused.csv").body())
        .contains("line,column,value,reason,record", "1102,", "31/02/2011");
    assertThat(browser.get(columns + "/refused.csv").headers().firstValue("Content-Disposition"))
        .hasValue("attachment; filename=\"refused.csv\"");

    HttpResponse<String> begun =
        post(columns + "/start", checked, Map.of("leaveOut", "on")); // the second click
    assertThat(location(begun)).isEqualTo(DATA + "/INTERACTIONS");
    HttpResponse<String> dataset = browser.get(DATA + "/INTERACTIONS");
    assertThat(dataset.body())
        .contains("CREATE PENDING", "hx-trigger=\"every 2s\"", "UNIT_PRICE", "EVENT_TYPE")
        .contains("hx-get=\"" + DATA + "/INTERACTIONS/imports\"");

    importer.run(job(dataset.body()));

    assertThat(page(DATA + "/INTERACTIONS"))
        .contains("about 1,100", ">ACTIVE<")
        .doesNotContain("hx-trigger");
    assertThat(browser
            .get(DATA + "/INTERACTIONS/imports", "HX-Request", "true")
            .headers()
            .firstValue("HX-Refresh"))
        .hasValue("true");
    assertThat(page(DATA)).contains("about 1,100", "hx-get=\"" + DATA + "/insights\"");
    assertThat(browser.get(DATA + "/insights", "HX-Request", "true").body())
        .startsWith("<section id=\"insights\"")
        .contains("aws-user-personalization", "1,100 rows", "UNIT_PRICE")
        .doesNotContain("<html");
    assertThat(page(DATA)).doesNotContain("hx-get");
    shop.stock("i1");
    assertThat(page(DATA)).contains("hx-get", "The data has changed since.");
  }

  @Test
  void a_group_that_cannot_be_made_is_refused_at_its_field_with_what_was_filled_in() {
    shop.open();
    HttpResponse<String> form = browser.get("/console/new-group");

    HttpResponse<String> odd =
        post("/console/new-group", form, Map.of("name", "my <shop>", "domain", "ECOMMERCE"));
    HttpResponse<String> taken = post("/console/new-group", form, Map.of("name", "shop"));

    assertThat(odd.statusCode()).isEqualTo(422);
    assertThat(odd.body())
        .contains("value=\"my &lt;shop&gt;\"", "href=\"#name\"", "id=\"name-error\"")
        .contains("<option value=\"ECOMMERCE\" selected=\"selected\"");
    assertThat(taken.statusCode()).isEqualTo(422);
    assertThat(taken.body()).contains("id=\"name-error\"");
  }

  @Test
  void what_is_brought_and_is_no_csv_is_refused_at_its_field() {
    shop.open();
    HttpResponse<String> form = browser.get(IMPORT);

    assertRefused(upload(form, "INTERACTIONS", "empty.csv", ""), "file", "empty.csv is empty");
    assertRefused(upload(form, "INTERACTIONS", "book.xlsx", "PK"), "file", "Excel workbook");
    assertRefused(
        upload(form, "INTERACTIONS", "<script>alert(1).csv", "one\n"),
        "file",
        "&lt;script&gt;alert(1).csv");
    assertRefused(upload(form, "INTERACTIONS", "", ""), "file", "Choose a CSV or Parquet file");
    HttpResponse<String> nowhere = browser.upload(
        IMPORT + "?_csrf=" + Browser.token(form),
        Map.of("location", "s3://nowhere/sales.csv"),
        "",
        "");
    assertRefused(nowhere, "location", "s3://nowhere/sales.csv");
    assertThat(nowhere.body()).contains("value=\"s3://nowhere/sales.csv\"", "<details open");
    assertThat(browser.upload(IMPORT, Map.of(), "sales.csv", sales(10)).statusCode())
        .isEqualTo(403);
    assertThat(browser.get("/console/groups/gone/data/ITEMS/import").statusCode())
        .isEqualTo(404);
    assertThat(browser.get(DATA + "/NOTHING/import").statusCode()).isEqualTo(404);
    assertThat(browser.get(IMPORT + "/0123456789abcdef01234567").statusCode()).isEqualTo(404);
  }

  @Test
  void wrong_columns_are_said_at_their_fields_and_kept() {
    shop.open(Shop.GROUP);
    String columns = location(upload(browser.get(IMPORT), "INTERACTIONS", "s.csv", sales(50)));
    HttpResponse<String> form = browser.get(columns);
    Map<String, String> twice = chosen(form.body());
    twice.put("field-3", "ITEM_ID");
    twice.put("zone", "UTC");
    Map<String, String> moon = chosen(form.body());
    moon.put("zone", "Moon");

    HttpResponse<String> refused = post(columns, form, twice);

    assertRefused(refused, "field-3", "Two columns of the file fill ITEM_ID");
    assertThat(chosen(refused.body())).containsEntry("field-3", "ITEM_ID");
    assertRefused(post(columns, form, moon), "zone", "no time zone &#39;Moon&#39;");
    assertThat(location(browser.get(columns + "/check"))).isEqualTo(columns);
  }

  @Test
  void too_few_interactions_would_fail_and_cannot_be_begun() {
    shop.open(Shop.GROUP);
    String columns = location(upload(browser.get(IMPORT), "INTERACTIONS", "s.csv", sales(50)));
    HttpResponse<String> form = browser.get(columns);
    Map<String, String> filled = chosen(form.body());
    filled.put("zone", "UTC");

    HttpResponse<String> check = browser.get(location(post(columns, form, filled)));

    assertThat(check.body())
        .contains("An import would fail", "needs at least 1000")
        .doesNotContain("/start\"");
    HttpResponse<String> begun = post(columns + "/start", form, Map.of("leaveOut", "on"));
    assertThat(begun.statusCode()).isEqualTo(422);
    assertThat(page(DATA)).contains("not there yet").doesNotContain("about 50");
  }

  @Test
  void more_for_a_dataset_is_checked_as_it_is_chosen() {
    shop.open();
    shop.sell(rows -> IntStream.range(0, 30)
        .forEach(
            i -> rows.add("u" + i, "i1", "buy", Double.NaN, 1_000L * i, null, null, null, null)));
    String file = "USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE\n"
        + IntStream.range(0, 1_000)
            .mapToObj(i -> "u%d,i%d,%d,buy,1\n".formatted(i, i, 1_700_000_000 + i))
            .collect(Collectors.joining());
    String columns = location(upload(browser.get(IMPORT), "INTERACTIONS", "more.csv", file));
    HttpResponse<String> form = browser.get(columns);
    assertThat(form.body()).doesNotContain("kind-0");
    Map<String, String> filled = chosen(form.body());
    filled.put("zone", "UTC");
    String check = location(post(columns, form, filled));

    assertThat(page(check))
        .contains("30 rows of earlier imports would go.", "The file is imported as it is.")
        .contains("create-dataset-import-job --job-name more-");
    assertThat(location(post(check, form, Map.of("mode", "INCREMENTAL")))).isEqualTo(check);
    assertThat(page(check))
        .doesNotContain("would go")
        .containsPattern("value=\"INCREMENTAL\" checked");
  }

  @Test
  void an_event_tracker_is_made_and_shows_how_events_are_sent() {
    shop.open();
    HttpResponse<String> dataset = browser.get(DATA + "/INTERACTIONS");
    assertThat(dataset.body()).contains("needs its event tracker", "value=\"shop\"");

    HttpResponse<String> made =
        post(DATA + "/INTERACTIONS/tracker", dataset, Map.of("name", "shop"));

    assertThat(location(made)).isEqualTo(DATA + "/INTERACTIONS#events");
    assertThat(page(DATA + "/INTERACTIONS"))
        .contains("personalize-events put-events", "--tracking-id");
    assertThat(
            post(DATA + "/INTERACTIONS/tracker", dataset, Map.of("name", "a b")).body())
        .contains("id=\"errors\"");
  }

  @Test
  void a_dataset_of_items_gets_more_columns() {
    shop.open();
    shop.stock("i1");
    String path = DATA + "/ITEMS/schema";
    assertThat(page(DATA + "/ITEMS")).contains("href=\"" + path + "\"");
    HttpResponse<String> form = browser.get(path);
    assertThat(form.body()).contains("ITEM_ID", "GENRES");
    String more = """
        {"type":"record","name":"Items","fields":[
          {"name":"ITEM_ID","type":"string"},
          {"name":"GENRES","type":["null","string"],"categorical":true},
          {"name":"COLOUR","type":["null","string"],"categorical":true}]}
        """;

    HttpResponse<String> less =
        post(path, form, Map.of("name", "fewer", "schema", more.replace("GENRES", "KINDS")));
    HttpResponse<String> badName = post(path, form, Map.of("name", "a b", "schema", more));
    assertRefused(less, "schema", "no column GENRES");
    assertRefused(badName, "name", "a b");
    HttpResponse<String> done = post(path, form, Map.of("name", "fewer", "schema", more));

    assertThat(location(done)).isEqualTo(DATA + "/ITEMS#columns");
    assertThat(page(DATA + "/ITEMS")).contains("COLOUR");
    assertThat(browser.get(DATA + "/INTERACTIONS/schema").statusCode()).isEqualTo(404);
  }

  @Test
  void all_pages_speak_both_languages() {
    shop.open();
    shop.stock("i1");
    String columns = location(upload(browser.get(IMPORT), "INTERACTIONS", "s.csv", sales(50)));
    HttpResponse<String> form = browser.get(columns);
    Map<String, String> filled = chosen(form.body());
    filled.put("zone", "UTC");
    filled.put("eventType", "buy");
    post(columns, form, filled);

    for (String path : new String[] {
      "/console/new-group",
      DATA,
      DATA + "?look=now",
      DATA + "/INTERACTIONS",
      DATA + "/ITEMS",
      DATA + "/ITEMS/schema",
      DATA + "/USERS",
      IMPORT,
      columns,
      columns + "/check"
    }) {
      String and = path.contains("?") ? "&" : "?";
      assertThat(page(path + and + "lang=en")).as(path).doesNotContain("??", "{0}</");
      assertThat(page(path + and + "lang=ko"))
          .as(path)
          .doesNotContain("??")
          .containsPattern("[가-힣]");
    }
  }

  private HttpResponse<String> post(
      String path, HttpResponse<String> form, Map<String, String> fields) {
    Map<String, String> all = new LinkedHashMap<>(fields);
    all.put("_csrf", Browser.token(form));
    return browser.post(path, all);
  }

  private HttpResponse<String> upload(
      HttpResponse<String> form, String type, String fileName, String content) {
    return browser.upload(
        IMPORT + "?_csrf=" + Browser.token(form), Map.of("datasetType", type), fileName, content);
  }

  private static String location(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    return answer.headers().firstValue("Location").orElseThrow().replaceFirst("http://[^/]+", "");
  }

  private static void assertRefused(HttpResponse<String> answer, String field, String sentence) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
    assertThat(answer.body())
        .contains("href=\"#" + field + "\"", "id=\"" + field + "-error\"", sentence)
        .doesNotContain("<script>alert");
  }

  /** What the form of the columns would send as it is. */
  private static Map<String, String> chosen(String page) {
    Map<String, String> chosen = new LinkedHashMap<>();
    Matcher fields = FIELD.matcher(page);
    while (fields.find()) {
      Matcher option = CHOSEN.matcher(fields.group());
      String name = fields.group(1) == null ? fields.group(2) : fields.group(1);
      chosen.put(name, option.find() ? option.group(1) : "");
    }
    return chosen;
  }

  private static Arn job(String page) {
    Matcher name = Pattern.compile("sales-[0-9a-f]{8}").matcher(page);
    assertThat(name.find()).isTrue();
    return Shop.GROUP.sibling(ResourceType.DATASET_IMPORT_JOB, name.group());
  }

  /** So many good rows, and two that are refused if there are many. */
  private static String sales(int rows) {
    String good = IntStream.range(0, rows)
        .mapToObj(i -> "%d;%s;%02d/%02d/2011 10:00;%d,5\r\n"
            .formatted(i % 50, "sku" + i % 20, 1 + i % 28, 1 + i / 28 % 12, i))
        .collect(Collectors.joining());
    String bad = rows < 1_000 ? "" : "7;a;31/02/2011 10:00;1\r\n;a;01/02/2011 10:00;1\r\n";
    return "\uFEFFCustomerID;StockCode;InvoiceDate;UnitPrice\r\n" + good + bad;
  }
}
