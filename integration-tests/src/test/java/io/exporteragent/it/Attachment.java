package io.exporteragent.it;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import com.sun.tools.attach.AgentInitializationException;
import com.sun.tools.attach.AgentLoadException;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;

/** Loads the agent into a running program as any tool may, and reads what it publishes there. */
record Attachment(Program program) {

  /** What the agent publishes as the system property {@code exporter.agent}. */
  record State(String version, String state, String url, String error, String arguments) {

    URI server() {
      return URI.create(url).resolve("/");
    }
  }

  /** Loads the built jar with these arguments and waits for the outcome. */
  State load(String arguments) {
    return load(Program.AGENT, arguments);
  }

  /** Asks for the core of this jar, and waits for the outcome. */
  State request(Path jar, String arguments) {
    return load(jar, "jar=" + jar.toUri() + " " + arguments);
  }

  private State load(Path jar, String arguments) {
    attached(
        jvm -> {
          jvm.loadAgent(jar.toAbsolutePath().toString(), arguments);
          return true;
        });
    await()
        .atMost(90, SECONDS)
        .until(() -> !state().state().equals("starting") && !state().state().equals("stopping"));
    return state();
  }

  /** What is published now; all empty if no agent ever was there. */
  State state() {
    String property =
        attached(jvm -> jvm.getSystemProperties().getProperty("exporter.agent", ";;;;"));
    String[] fields = property.split(";", -1);
    return new State(fields[0], fields[1], fields[2], fields[3], fields[4]);
  }

  private interface Use<T> {
    T of(VirtualMachine jvm) throws IOException, AgentLoadException, AgentInitializationException;
  }

  private <T> T attached(Use<T> use) {
    try {
      VirtualMachine jvm = VirtualMachine.attach(Long.toString(program.pid()));
      try {
        return use.of(jvm);
      } finally {
        jvm.detach();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (AttachNotSupportedException | AgentLoadException | AgentInitializationException e) {
      throw new IllegalStateException(e);
    }
  }
}
