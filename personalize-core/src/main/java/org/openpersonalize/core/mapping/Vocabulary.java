// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.mapping;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openpersonalize.core.schema.DatasetType;

/** What shops call the columns that mean something to the service, in English and in Korean, the surest names first. */
final class Vocabulary {
  private static final Pattern PUNCTUATION = Pattern.compile("[^\\p{L}\\p{N}]");

  private static final List<String> USER = List.of(
      "userid",
      "customerid",
      "visitorid",
      "memberid",
      "clientid",
      "buyerid",
      "accountid",
      "shopperid",
      "custid",
      "userno",
      "customerno",
      "memberno",
      "usernumber",
      "customernumber",
      "cid",
      "uid",
      "reviewerid",
      "user",
      "customer",
      "visitor",
      "member",
      "client",
      "buyer",
      "회원번호",
      "회원id",
      "회원아이디",
      "고객번호",
      "고객id",
      "고객아이디",
      "사용자id",
      "구매자id",
      "아이디",
      "회원",
      "고객",
      "사용자");
  private static final List<String> ITEM = List.of(
      "itemid",
      "productid",
      "stockcode",
      "sku",
      "skuid",
      "articleid",
      "productcode",
      "itemcode",
      "goodsid",
      "goodsno",
      "goodscode",
      "itemno",
      "productno",
      "articleno",
      "variantid",
      "movieid",
      "bookid",
      "trackid",
      "songid",
      "asin",
      "isbn",
      "item",
      "product",
      "article",
      "goods",
      "movie",
      "상품번호",
      "상품코드",
      "상품id",
      "제품번호",
      "제품코드",
      "제품id",
      "품번",
      "품목코드",
      "상품",
      "제품");
  private static final List<String> TIME = List.of(
      "timestamp",
      "eventtime",
      "invoicedate",
      "orderdate",
      "purchasedate",
      "ordertime",
      "orderedat",
      "purchasedat",
      "eventdate",
      "eventtimestamp",
      "transactiondate",
      "createdat",
      "viewedat",
      "datetime",
      "time",
      "date",
      "ts",
      "unixreviewtime",
      "주문일시",
      "주문시각",
      "주문일자",
      "주문일",
      "구매일시",
      "구매일자",
      "구매일",
      "결제일시",
      "결제일",
      "일시",
      "날짜",
      "시간");
  private static final List<String> EVENT_TYPE = List.of(
      "eventtype",
      "event",
      "eventname",
      "behaviortype",
      "behavior",
      "behaviour",
      "action",
      "interaction",
      "interactiontype",
      "activity",
      "type",
      "이벤트유형",
      "이벤트",
      "행동",
      "행동유형");
  private static final List<String> EVENT_VALUE = List.of(
      "eventvalue",
      "rating",
      "score",
      "stars",
      "overall",
      "value",
      "amount",
      "평점",
      "별점",
      "점수",
      "금액");
  private static final List<String> CREATED = List.of(
      "creationtimestamp",
      "createdat",
      "creationdate",
      "releasedate",
      "publishedat",
      "publishdate",
      "launchdate",
      "addedat",
      "addedon",
      "createdon",
      "dateadded",
      "등록일시",
      "등록일",
      "출시일",
      "입고일");
  private static final List<String> PRICE = List.of(
      "price", "unitprice", "saleprice", "listprice", "retailprice", "가격", "판매가", "단가", "정가");
  private static final List<String> CATEGORY = List.of(
      "categoryl1",
      "category",
      "maincategory",
      "department",
      "categoryname",
      "producttype",
      "카테고리",
      "대분류",
      "분류");
  private static final List<String> DESCRIPTION =
      List.of("productdescription", "description", "longdescription", "body", "상품설명", "설명", "상세설명");
  private static final List<String> GENRES = List.of("genres", "genre", "genresl1", "장르");
  private static final List<String> ACTION =
      List.of("actionid", "action", "campaignid", "offerid", "액션id");

  private Vocabulary() {}

  /** A header's name without regard to case and punctuation, in any script. */
  static String key(String name) {
    return PUNCTUATION.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
  }

  /** What a reserved column may be called by others, its own name first. */
  static List<String> namesOf(DatasetType type, String field) {
    return switch (field) {
      case "USER_ID" -> with(USER, type == DatasetType.USERS);
      case "ITEM_ID" -> with(ITEM, type == DatasetType.ITEMS);
      case "ACTION_ID" -> with(ACTION, type == DatasetType.ACTIONS);
      case "TIMESTAMP" -> TIME;
      case "EVENT_TYPE" -> EVENT_TYPE;
      case "EVENT_VALUE" -> EVENT_VALUE;
      case "CREATION_TIMESTAMP" -> CREATED;
      case "PRICE" -> PRICE;
      case "CATEGORY_L1" -> CATEGORY;
      case "PRODUCT_DESCRIPTION" -> DESCRIPTION;
      case "GENRES" -> GENRES;
      default -> List.of(key(field));
    };
  }

  /** In a file of nothing else, the id may be called just so. */
  private static List<String> with(List<String> names, boolean ownFile) {
    return ownFile
        ? Stream.concat(names.stream(), Stream.of("id", "code", "번호", "코드")).toList()
        : names;
  }

  /** Do the values of a column of this name stand for something, though they look like numbers? */
  static boolean isLabel(String name) {
    String key = key(name);
    return List.of("id", "no", "nr", "code", "invoice", "number", "zip", "zipcode", "번호", "코드")
        .stream()
        .anyMatch(key::endsWith);
  }

  /** Is this what a description is called? */
  static boolean isDescription(String name) {
    return DESCRIPTION.contains(key(name));
  }

  /** The words of a header as the name of a column: {@code UnitPrice} is {@code UNIT_PRICE}. */
  static String fieldName(String header, int place) {
    String words = header
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
        .replaceAll("[^A-Za-z0-9]+", "_")
        .replaceAll("^_+|_+$", "")
        .toUpperCase(Locale.ROOT);
    String name = words.isEmpty() ? "COLUMN_" + (place + 1) : words;
    String possible = Character.isDigit(name.charAt(0)) ? "COLUMN_" + name : name;
    return possible.substring(0, Math.min(possible.length(), 100));
  }
}
