package io.exporteragent.lifecycle;

import io.exporteragent.config.ConfigurationException;
import io.exporteragent.guest.Guest;
import io.exporteragent.guest.Messages;
import io.exporteragent.guest.OwnThreads;
import io.exporteragent.guest.Privileged;
import io.exporteragent.source.mbean.MBeanSettings;
import io.exporteragent.source.mbean.explain.MBeanQuestion;
import java.io.OutputStream;
import java.lang.instrument.Instrumentation;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A question of a command about the JVM it runs in, answered once. It has threads of its own and
 * shares nothing with an agent that may run beside it; nothing is said on standard error.
 */
public final class Inquiry {
  private final MBeanQuestion question;
  private final OutputStream to;
  private final Instrumentation instrumentation;

  /**
   * Takes a question.
   *
   * @param to receives the answer
   */
  public Inquiry(String question, OutputStream to, Instrumentation instrumentation) {
    this.question = MBeanQuestion.parse(question);
    this.to = to;
    this.instrumentation = instrumentation;
  }

  /**
   * Answers, and ends all threads but one that hangs in code of the application.
   *
   * @throws Exception if there can be no answer
   */
  public void answer() throws Exception {
    AtomicReference<Exception> failure = new AtomicReference<>();
    Privileged.run(
        () -> {
          try {
            answerAndLeave();
          } catch (Exception e) {
            failure.set(e);
          }
        });
    Exception thrown = failure.get();
    if (thrown != null) {
      throw thrown;
    }
  }

  private void answerAndLeave() throws Exception {
    Messages nobody = line -> {};
    Guest guest = new Guest(instrumentation, nobody);
    try {
      Sections.MBEANS.explain(question, Inquiry::settings, guest, to);
    } finally {
      guest.endWorkers();
      OwnThreads.awaitEnd(nobody);
    }
  }

  private static MBeanSettings settings(String text, String fileName)
      throws ConfigurationException {
    Sections sections = Sections.all();
    return Configuration.parse(
            text, fileName, sections.arguments().parse("", System.getenv()), sections)
        .of(Sections.MBEANS);
  }
}
