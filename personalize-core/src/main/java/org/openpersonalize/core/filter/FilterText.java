// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.core.filter;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.Interval;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.jspecify.annotations.Nullable;
import org.openpersonalize.core.filter.Condition.All;
import org.openpersonalize.core.filter.Condition.Any;
import org.openpersonalize.core.filter.Condition.Not;
import org.openpersonalize.core.filter.Condition.Operator;
import org.openpersonalize.core.filter.Condition.Test;
import org.openpersonalize.core.resource.ErrorCode;
import org.openpersonalize.core.resource.PersonalizeException;

/** Reads an expression; what is wrong with it as a text is said here, what does not fit the data by {@link FilterRules}. */
final class FilterText {
  /** How the refusal of a filter begins. */
  static final String REFUSED = "Could not create filter. ";

  private static final int MAX_DEPTH = 20;
  private static final int MAX_DIGITS = 40;
  private static final int MAX_EXPONENT = 300;
  private static final int MAX_PARAMETER_LENGTH = 50;
  private static final String CURRENT_ITEM = "currentitem";

  /** Seconds of the units of time, singular. */
  private static final Map<String, Long> UNITS =
      Map.of("second", 1L, "minute", 60L, "hour", 3_600L, "day", 86_400L, "week", 604_800L);

  private static final long MOST_SECONDS = 100L * 366 * 86_400;

  private final boolean extensions;

  private FilterText(boolean extensions) {
    this.extensions = extensions;
  }

  /**
   * Reads an expression.
   *
   * @param extensions is more than the original's language allowed?
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} saying where it goes wrong and what to do
   */
  static List<Clause> read(String expression, boolean extensions) {
    FilterLanguageParser parser = parser(expression);
    FilterText text = new FilterText(extensions);
    List<Clause> clauses = new ArrayList<>();
    for (FilterLanguageParser.ClauseContext clause : parser.filter().clause()) {
      clauses.add(text.clause(clause, new Expression(clauses.size() + 1, written(clause))));
    }
    return clauses;
  }

  /**
   * Reads conditions that AND joins, without what a filter has before them.
   *
   * @throws PersonalizeException {@link ErrorCode#INVALID_INPUT} saying where it goes wrong and what to do
   */
  static Condition readAttributes(String expression) {
    return new FilterText(false).all(parser(expression).attributes().all());
  }

  private static FilterLanguageParser parser(String expression) {
    FilterLanguageLexer lexer = new FilterLanguageLexer(CharStreams.fromString(expression));
    lexer.removeErrorListeners();
    CommonTokenStream tokens = new CommonTokenStream(lexer);
    tokens.fill();
    requireShallow(tokens.getTokens());
    FilterLanguageParser parser = new FilterLanguageParser(tokens);
    parser.removeErrorListeners();
    parser.addErrorListener(new Refusing());
    return parser;
  }

  private static String written(ParserRuleContext context) {
    return context
        .getStart()
        .getInputStream()
        .getText(
            Interval.of(context.getStart().getStartIndex(), context.getStop().getStopIndex()));
  }

  /** How a refusal begins, and where: columns are counted from 1. */
  static PersonalizeException refusal(int at, String sentence) {
    return ErrorCode.INVALID_INPUT.because(
        REFUSED + "Invalid Expression at column %d: %s.".formatted(at, sentence));
  }

  private static void requireShallow(List<Token> tokens) {
    int depth = 0;
    for (Token token : tokens) {
      depth += token.getText().equals("(") ? 1 : token.getText().equals(")") ? -1 : 0;
      if (depth > MAX_DEPTH) {
        throw refusal(
            at(token),
            "parentheses are nested deeper than %d. Write the conditions flatter"
                .formatted(MAX_DEPTH));
      }
    }
  }

  /** Says the first thing that is wrong; nothing is guessed and read on. */
  private static final class Refusing extends BaseErrorListener {
    @Override
    public void syntaxError(
        Recognizer<?, ?> recognizer,
        @Nullable Object symbol,
        int line,
        int charPositionInLine,
        String message,
        @Nullable RecognitionException e) {
      Token found = (Token) symbol;
      if (found == null) {
        throw new IllegalStateException(message);
      }
      IntervalSet expected = e != null && e.getExpectedTokens() != null
          ? e.getExpectedTokens()
          : ((Parser) recognizer).getExpectedTokens();
      throw refusal(
          at(found),
          "expected %s, but found %s. %s".formatted(words(expected), shown(found), remedy(found)));
    }

    private static String words(IntervalSet expected) {
      Set<String> words = new TreeSet<>();
      for (int type : expected.toList()) {
        words.add(word(type));
      }
      return String.join(" or ", words);
    }

    private static String word(int type) {
      return switch (type) {
        case Token.EOF -> "the end";
        case FilterLanguageParser.NAME -> "a name such as Items.PRICE";
        case FilterLanguageParser.PARAMETER -> "a $PARAMETER";
        case FilterLanguageParser.NUMBER -> "a number";
        case FilterLanguageParser.STRING -> "a text in quotes";
        default -> {
          String literal = FilterLanguageParser.VOCABULARY.getLiteralName(type);
          yield literal == null
              ? FilterLanguageParser.VOCABULARY.getSymbolicName(type)
              : literal.substring(1, literal.length() - 1);
        }
      };
    }

    private static String shown(Token found) {
      return found.getType() == Token.EOF ? "the end" : "'%s'".formatted(cut(found.getText()));
    }

    private static String remedy(Token found) {
      String text = found.getText();
      if (text.equals("\"") || text.equals("'")) {
        return "Close the quote that is opened here";
      }
      if (text.equals("$")) {
        return "A parameter is a $ and letters, digits or underscores";
      }
      if (text.equals("=") || text.equals("&") || text.equals(";")) {
        return "Comparisons are = != < <= > >=, and conditions are joined by AND, OR and |";
      }
      return "The form is INCLUDE or EXCLUDE, ItemID, WHERE, then conditions such as Items.PRICE <= 10 or Items.GENRE IN"
          + " (\"Drama\", $GENRES)";
    }
  }

  private static String cut(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  private static int at(Token token) {
    return token.getStartIndex() + 1;
  }

  private static int at(ParserRuleContext context) {
    return at(context.getStart());
  }

  private Clause clause(FilterLanguageParser.ClauseContext context, Expression expression) {
    List<Test> ifs = context.userCondition().stream().map(this::userTest).toList();
    return new Clause(
        expression,
        context.kind.getType() == FilterLanguageParser.INCLUDE,
        Clause.Subject.of(context.subject.getText(), at(context.subject)),
        any(context.any()),
        ifs);
  }

  private Condition any(FilterLanguageParser.AnyContext context) {
    List<Condition> parts = context.all().stream().map(this::all).toList();
    return parts.size() == 1 ? parts.get(0) : new Any(parts);
  }

  private Condition all(FilterLanguageParser.AllContext context) {
    List<Condition> parts = context.condition().stream().map(this::condition).toList();
    return parts.size() == 1 ? parts.get(0) : new All(parts);
  }

  private Condition condition(FilterLanguageParser.ConditionContext context) {
    if (context instanceof FilterLanguageParser.NegationContext negation) {
      requireExtensions(negation, "NOT before a condition", "Turn INCLUDE and EXCLUDE around");
      return new Not(condition(negation.condition()));
    }
    if (context instanceof FilterLanguageParser.GroupContext group) {
      requireExtensions(
          group, "A group in parentheses", "AND binds tighter than OR; join expressions with |");
      return any(group.any());
    }
    if (context instanceof FilterLanguageParser.RangeContext range) {
      requireExtensions(range, "BETWEEN", "Write >= and <= with AND");
      ColumnName column = column(range.column());
      return new All(List.of(
          new Test(column, Operator.AT_LEAST, List.of(operand(range.operand(0)))),
          new Test(column, Operator.AT_MOST, List.of(operand(range.operand(1))))));
    }
    if (context instanceof FilterLanguageParser.ComparisonContext comparison) {
      return test(comparison.column(), comparison.operator(), comparison.operand());
    }
    FilterLanguageParser.MembershipContext membership =
        (FilterLanguageParser.MembershipContext) context;
    return test(membership.column(), membership.NOT(), membership.choice());
  }

  private Test userTest(FilterLanguageParser.UserConditionContext context) {
    if (context instanceof FilterLanguageParser.UserComparisonContext comparison) {
      return test(comparison.column(), comparison.operator(), comparison.operand());
    }
    FilterLanguageParser.UserMembershipContext membership =
        (FilterLanguageParser.UserMembershipContext) context;
    return test(membership.column(), membership.NOT(), membership.choice());
  }

  private Test test(
      FilterLanguageParser.ColumnContext column,
      FilterLanguageParser.OperatorContext operator,
      FilterLanguageParser.OperandContext operand) {
    return new Test(column(column), Operator.of(operator.getText()), List.of(operand(operand)));
  }

  private Test test(
      FilterLanguageParser.ColumnContext column,
      @Nullable TerminalNode not,
      FilterLanguageParser.ChoiceContext choice) {
    return new Test(column(column), not == null ? Operator.IN : Operator.NOT_IN, choice(choice));
  }

  private List<Operand> choice(FilterLanguageParser.ChoiceContext context) {
    if (context instanceof FilterLanguageParser.AnythingContext) {
      return List.of(new Operand.Anything());
    }
    if (context instanceof FilterLanguageParser.ListedByColumnContext listed) {
      return List.of(currentItem(listed.column()));
    }
    List<Operand> operands = new ArrayList<>();
    for (FilterLanguageParser.ElementContext element :
        ((FilterLanguageParser.ListedContext) context).element()) {
      operands.add(
          element.literal() == null
              ? parameter(element.PARAMETER().getSymbol())
              : literal(element.literal()));
    }
    return operands;
  }

  private Operand operand(FilterLanguageParser.OperandContext context) {
    if (context.literal() != null) {
      return literal(context.literal());
    }
    if (context.column() != null) {
      return currentItem(context.column());
    }
    return context.now() == null ? parameter(context.PARAMETER().getSymbol()) : now(context.now());
  }

  private static Operand parameter(Token token) {
    String name = token.getText().substring(1);
    if (name.length() > MAX_PARAMETER_LENGTH) {
      throw refusal(
          at(token),
          "the parameter has %d characters, and at most %d are possible. Give it a shorter name"
              .formatted(name.length(), MAX_PARAMETER_LENGTH));
    }
    return new Operand.Parameter(name);
  }

  private static Operand currentItem(FilterLanguageParser.ColumnContext context) {
    ColumnName column = column(context);
    if (!column.table().toLowerCase(Locale.ROOT).equals(CURRENT_ITEM)) {
      throw refusal(
          column.at(),
          "a value can only be a text in quotes, a number, a $PARAMETER or a CurrentItem's column, but is %s. Put texts in"
                  .formatted(column)
              + " quotes");
    }
    return new Operand.OfCurrentItem(column);
  }

  private Operand now(FilterLanguageParser.NowContext context) {
    requireExtensions(context, "NOW()", "Compare with a $PARAMETER that each request brings");
    if (context.NUMBER() == null) {
      return new Operand.Now(0);
    }
    Token unit = context.NAME().getSymbol();
    String singular = unit.getText().toLowerCase(Locale.ROOT).replaceFirst("s$", "");
    Long seconds = UNITS.get(singular);
    if (seconds == null) {
      throw refusal(
          at(unit),
          "expected SECONDS, MINUTES, HOURS, DAYS or WEEKS, but found '%s'. Use one of them"
              .formatted(cut(unit.getText())));
    }
    double later = number(context.NUMBER().getSymbol()).exact().doubleValue() * seconds;
    if (context.getChild(3).getText().equals("-")) {
      later = -later;
    }
    if (Math.abs(later) > MOST_SECONDS) {
      throw refusal(at(context), "the time is more than a hundred years from now. Bring it nearer");
    }
    return new Operand.Now(Math.round(later));
  }

  private Operand.Value literal(FilterLanguageParser.LiteralContext context) {
    Token token = context.getStart();
    return switch (token.getType()) {
      case FilterLanguageParser.STRING -> new Operand.Text(unquoted(token.getText()));
      case FilterLanguageParser.NUMBER -> number(token);
      default -> {
        requireExtensions(
            context, token.getText().toUpperCase(Locale.ROOT), "Make the column a string");
        yield new Operand.Truth(token.getType() == FilterLanguageParser.TRUE);
      }
    };
  }

  /** A text without its quotes; a backslash makes the character behind it an ordinary one. */
  private static String unquoted(String quoted) {
    StringBuilder text = new StringBuilder(quoted.length());
    for (int at = 1; at < quoted.length() - 1; at++) {
      char c = quoted.charAt(at);
      text.append(c == '\\' ? quoted.charAt(++at) : c);
    }
    return text.toString();
  }

  private static Operand.Number number(Token token) {
    BigDecimal number = number(token.getText());
    if (number == null) {
      throw refusal(
          at(token),
          "%s has more digits than a column can. Write a shorter number"
              .formatted(cut(token.getText())));
    }
    return new Operand.Number(number);
  }

  /** The number that a text is; null if it is none, or beyond what a column can hold. */
  static @Nullable BigDecimal number(String text) {
    if (text.length() > MAX_DIGITS) {
      return null;
    }
    try {
      BigDecimal number = new BigDecimal(text);
      return Math.abs((long) number.precision() - number.scale()) > MAX_EXPONENT ? null : number;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static ColumnName column(FilterLanguageParser.ColumnContext context) {
    return new ColumnName(context.NAME().getText(), context.name().getText(), at(context));
  }

  private void requireExtensions(ParserRuleContext context, String what, String remedy) {
    if (!extensions) {
      throw refusal(
          at(context),
          "%s is not part of Amazon Personalize's language, and personalize.filters.extensions is false. %s"
              .formatted(what, remedy));
    }
  }
}
