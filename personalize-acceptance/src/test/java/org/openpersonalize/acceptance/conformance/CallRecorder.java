// SPDX-License-Identifier: Apache-2.0
package org.openpersonalize.acceptance.conformance;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Notes which operations a client called and how that ended, and holds what came over the wire against the API's models, before
 * the client drops what it does not know. {@link EveryOperationWasCalled} reads it when all tests are over.
 */
public final class CallRecorder implements ExecutionInterceptor {
  private static final ExecutionAttribute<byte[]> ANSWER = new ExecutionAttribute<>("answer");

  private static final StackWalker STACK = StackWalker.getInstance();
  private static final String TESTS = "org.openpersonalize.acceptance.";

  /** In the place of an operation: the test reads a data set of a real shop. */
  static final String REAL_ROWS = "RealRows";

  private static volatile String turn = "nobody";

  private final CallLog log = CallLog.get();

  /** Notes that whoever calls this does so with real rows. */
  public static void noteRealRows() {
    CallLog.get().note(Call.answered(test(), REAL_ROWS));
  }

  /** The class that is being tested; classes take turns, and other threads than theirs work for the one whose turn it is. */
  private static String test() {
    if (Thread.currentThread().getName().equals("main")) {
      turn = STACK.walk(frames -> frames
          .map(StackWalker.StackFrame::getClassName)
          .filter(name -> name.startsWith(TESTS))
          .reduce((inner, outer) -> outer)
          .map(name -> name.substring(name.lastIndexOf('.') + 1).replaceFirst("\\$.*", ""))
          .orElse("nobody"));
    }
    return turn;
  }

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    return context.responseBody().map(body -> {
      try (body) {
        byte[] answer = body.readAllBytes();
        attributes.putAttribute(ANSWER, answer);
        return new ByteArrayInputStream(answer);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    String operation = operation(attributes);
    String test = test();
    log.note(Call.answered(test, operation));
    byte[] answer = attributes.getAttribute(ANSWER);
    if (answer != null) {
      ApiModels.get()
          .faults(operation, answer)
          .forEach(fault -> log.note(Call.faulty(test, operation, fault)));
    }
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    if (context.exception() instanceof AwsServiceException refusal
        && refusal.awsErrorDetails() != null) {
      log.note(Call.refused(test(), operation(attributes), refusal));
    }
  }

  private static String operation(ExecutionAttributes attributes) {
    return attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
  }
}
